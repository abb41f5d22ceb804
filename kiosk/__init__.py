"""The touch terminals: the number and receipt kiosk, and the rating terminal."""
