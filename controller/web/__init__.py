"""Pages of the controller for clerks, phones and staff; nothing on them comes from any other host."""
