"""What is lost with a device: whatever ran on the same machine had its secrets on the same disk."""

from dataclasses import dataclass

from contract.home_assistant import HOME_ASSISTANT
from contract.ids import DeviceId
from contract.site import Site
from firmware_config.appliance.placing import places
from firmware_config.fault import nearest


class UnknownDeviceError(Exception):
    """The site file has no device of that name; ``hint`` is the nearest one, ``known`` all of them."""

    def __init__(self, word: str, known: tuple[str, ...]) -> None:
        super().__init__(word)
        self.word = word
        self.known = known
        self.hint = nearest(word, known)


@dataclass(frozen=True, slots=True)
class Loss:
    """``device`` was named; ``devices`` go with it, itself among them, from ``machine``.

    ``machine`` is empty for a small device, which has none, and for one on the controller's own machine ``central``, which is still there.
    ``guest``: it is no device of the hall, but a program of others that was let in to read.
    """

    device: DeviceId
    devices: tuple[DeviceId, ...]
    machine: str
    central: str
    small: bool
    guest: bool = False


def loss_of(site: Site, word: str) -> Loss:
    """Raises UnknownDeviceError."""
    guests = (str(HOME_ASSISTANT),) if site.home_assistant.on else ()
    known = (*(str(one.id) for one in site.devices), *guests)
    if word not in known:
        raise UnknownDeviceError(word, known)
    device = DeviceId(word)
    all_places = tuple(places(site))
    central = next(str(one.machine.id) for one in all_places if one.central)
    if word in guests:
        return Loss(device, (device,), "", central, small=False, guest=True)
    there = next((one for one in all_places if device in {two.id for two in one.devices}), None)
    if there is None or there.central:
        return Loss(device, (device,), "", central, there is None)
    return Loss(device, tuple(one.id for one in there.devices), str(there.machine.id), central, small=False)
