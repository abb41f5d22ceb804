"""For IT staff: reads and checks an office's site file and gives every device its profile."""
