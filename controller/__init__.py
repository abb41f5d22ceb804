"""The queue engine and everything that listens to it; pages for clerks and phones."""
