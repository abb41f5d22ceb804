"""The questions that make a new office's site file, each answer checked by the rules of the file as soon as it is given."""
