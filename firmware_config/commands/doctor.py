"""``doctor``: what is wrong on this machine or in an office, and what to do; changes nothing."""

from firmware_config.doctor.command import arguments, run

__all__ = ["arguments", "run"]
