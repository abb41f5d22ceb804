"""Days of an office in virtual time: the same engine, people and clerks drawn by chance from a seed."""
