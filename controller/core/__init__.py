"""Rules of the queue: no I/O, no clock, no random."""
