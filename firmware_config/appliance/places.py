"""Where things stand on an installed machine, and under which users they run."""

from typing import Final

from contract.ids import DeviceId

PYTHON: Final = "/usr/lib/motcua/bin/python"
COMMAND: Final = "/usr/bin/motcua"
SETTINGS: Final = "/etc/motcua"
OFFICE: Final = f"{SETTINGS}/office"
"""The office folder, on the controller's machine where the IT officer keeps it there."""
TRUSTED: Final = f"{SETTINGS}/ca.pem"
TLS: Final = f"{SETTINGS}/tls"
CERTIFICATE: Final = f"{TLS}/server.pem"
KEY: Final = f"{TLS}/server.key"
MOSQUITTO: Final = f"{SETTINGS}/mosquitto"
STATE: Final = "/var/lib/motcua"
UNITS: Final = "/etc/systemd/system"

PAGES_CERTIFICATE: Final = f"{SETTINGS}/controller/pages.pem"
PAGES_KEY: Final = f"{SETTINGS}/controller/pages.key"
"""Beside the controller's profile: its unit sees no other server's key."""

USER: Final = "motcua"
"""Runs the programs; in its group is who may use screen and sound."""
SCREEN_USER: Final = "motcua-screen"
SOUND_USER: Final = "motcua-sound"
BROKER_USER: Final = "mosquitto"
"""Made by Debian's package."""

DISPLAY: Final = ":0"
TERMINAL: Final = 7
SCREEN_RUN: Final = "motcua-screen"
"""Below /run."""
SOUND_RUN: Final = "motcua-sound"
COOKIE: Final = f"/run/{SCREEN_RUN}/authority"
SOUND_SERVER: Final = f"unix:/run/{SOUND_RUN}/native"

CONTROLLER_UNIT: Final = "motcua-controller.service"
EMBEDDED_UNIT: Final = "motcua-broker.service"
MOSQUITTO_UNIT: Final = "mosquitto.service"
"""Debian's own name, so that its unit is replaced and two brokers never start."""
SCREEN_UNIT: Final = "motcua-screen.service"
LAYOUT_UNIT: Final = "motcua-layout.service"
SOUND_UNIT: Final = "motcua-sound.service"


def settings(device: str) -> str:
    """The folder of a device's profile."""
    return f"{SETTINGS}/{device}"


def unit_of(device: DeviceId) -> str:
    """The unit of a device's program."""
    return f"motcua-{device}.service"
