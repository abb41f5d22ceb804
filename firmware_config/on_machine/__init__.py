"""Installs a machine's files on the machine itself: the standard library alone, so that it can be sent to any Debian and run there."""
