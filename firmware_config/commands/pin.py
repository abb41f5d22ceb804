"""``pin``: of a kiosk's maintenance screen, as a line for the site file."""

from firmware_config.commands.secret_line import SecretLine
from firmware_config.password import pin_line

_LINE = SecretLine(pin_line, lambda name: f"pin.{name}")
arguments, run = _LINE.arguments, _LINE.run
