"""The boards' windows."""
