"""What runs on which machine."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from contract.machines import Machine, MachineId
from contract.office_names import server_machine
from contract.site import Device, Site
from contract.small_device import is_small
from contract.topics import Role
from firmware_config.machine_rules import SCREENS, programs

LOCAL: Final = MachineId("local")
"""The one machine of an office that names none."""


@dataclass(frozen=True, slots=True)
class Place:
    """One machine with its programs; ``central``: broker and controller run here."""

    machine: Machine
    central: bool
    devices: tuple[Device, ...]

    @property
    def screens(self) -> tuple[Device, ...]:
        """Those with a window, from left to right."""
        return tuple(one for one in self.devices if one.role in SCREENS)

    @property
    def sounds(self) -> bool:
        """Whether anything on it is heard."""
        return any(heard(one) for one in self.devices)


def heard(device: Device) -> bool:
    """Whether a device needs the sound server: a loudspeaker, or a kiosk that reads aloud."""
    return device.role is Role.SPEAKER or bool(device.speech.headphones or device.speech.sound)


def places(site: Site) -> Iterator[Place]:
    """Every machine of the site, the controller's first; small devices stand on none."""
    machines = site.machines or (Machine(LOCAL),)
    central = server_machine(site) or machines[0]
    running = [one for one in programs(site, LOCAL) if not is_small(one.role, one.hardware)]
    for machine in (central, *(one for one in machines if one is not central)):
        yield Place(machine, machine is central, tuple(one for one in running if one.machine == machine.id))
