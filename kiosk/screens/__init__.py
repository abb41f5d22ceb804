"""What is drawn: one screen a pair of .py and .kv."""
