"""Files and folders that the site file names and the office puts on its machines itself: secrets, certificates, photos, voices."""

from collections.abc import Iterator
from typing import Final

from contract.site import Device, Site
from contract.topics import Role
from firmware_config.appliance.placing import places
from firmware_config.effective import flat, plain

_CENTRAL: Final = ("secret_file", "certificate", "authority", "photos")
"""Keys whose paths are on the controller's machine, wherever they stand; and the key beside a certificate."""


def named_files(site: Site) -> dict[str, dict[str, str]]:
    """By machine and path, the key that names it."""
    return {
        str(place.machine.id): {
            **(dict(_central(site)) if place.central else {}),
            **{path: key for device in place.devices for path, key in _own(site, device)},
        }
        for place in places(site)
    }


def _central(site: Site) -> Iterator[tuple[str, str]]:
    for key, value in flat(plain(site)).items():
        named = key.rpartition(".")[2] in _CENTRAL or key == "registry.access.key"
        if named and isinstance(value, str) and value:
            yield value, key


def _own(site: Site, device: Device) -> Iterator[tuple[str, str]]:
    key = f"devices.{device.id}"
    if device.role is Role.KIOSK and device.speech.clips:
        yield device.speech.clips, f"{key}.speech.clips"
    if device.role is Role.SPEAKER:
        voices, at = (device.voices, f"{key}.voices") if device.voices else (site.voices, "voices")
        for kind in ("packs", "piper"):
            for language, path in getattr(voices, kind).items():
                yield path, f"{at}.{kind}.{language}"
