"""The device protocol as one AsyncAPI 3 document, made from ``contract``: enough for a stranger to build a board."""
