"""How the doctor looks: one module a technology, each with a deadline on everything it waits for."""
