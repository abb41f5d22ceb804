"""Rules of the terminals: what a citizen sees next; no I/O, no clock."""
