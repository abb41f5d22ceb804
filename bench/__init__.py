"""Measurements: how fast, how small and how sturdy the hall is, each beside a floor measured in the same run."""
