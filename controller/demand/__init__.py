"""How many will come tomorrow and next week, by hour and field, and which counters should be open for them."""
