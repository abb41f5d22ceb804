"""``password``: an officer's, as a line for the site file."""

from firmware_config.commands.secret_line import SecretLine
from firmware_config.password import password_line

_LINE = SecretLine(password_line, lambda name: f"password.{name}")
arguments, run = _LINE.arguments, _LINE.run
