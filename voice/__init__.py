"""What speaks, for the loudspeaker of the hall and for the kiosk: numbers as words, voices, and the way to a sound server."""
