"""What a machine of an office needs to run by itself, made from the site file: ``trees`` has every file of every machine."""

from firmware_config.appliance.trees import trees

__all__ = ["trees"]
