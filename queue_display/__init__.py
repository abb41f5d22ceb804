"""Hall boards and counter boards: what was called, where to go, and how many wait."""
