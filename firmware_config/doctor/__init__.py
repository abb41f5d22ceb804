"""The doctor: finds what is wrong on a machine of the office and says what to do, in words for whoever has no patience."""
