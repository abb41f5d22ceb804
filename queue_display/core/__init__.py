"""Rules of the boards without I/O or clock: time is a value passed in."""
