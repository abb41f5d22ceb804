"""Rules of the small devices: no pin, no network, no clock, no file; times are milliseconds that only go forward."""
