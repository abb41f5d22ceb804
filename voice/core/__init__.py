"""Words and sound as plain data: no I/O, no clock."""
