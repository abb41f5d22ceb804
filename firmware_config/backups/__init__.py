"""Backups of an office: what belongs into one, the one file that it is, and the way back."""
