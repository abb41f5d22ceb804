"""What a device says of itself: its version, and, where nobody can look from here, its printer and its camera."""

from collections.abc import Iterator
from typing import Final

from contract import VERSION
from contract.conditions import Camera
from contract.health import Health
from contract.site import Site
from firmware_config.doctor.checks.printer import CONDITIONS
from firmware_config.doctor.finding import Area, Finding, Told, without_secrets

_CAMERAS: Final = {
    Camera.DARK: "camera_dark",
    Camera.FROZEN: "camera_frozen",
    Camera.LOST: "camera_missing",
}


def health_findings(health: Health | None, site: Site | None, *, elsewhere: bool) -> Iterator[Told]:
    """``elsewhere``: the device is not one of this machine, which looks for itself."""
    if health is None:
        return
    name = str(health.device)
    if health.version:
        yield Area.VERSIONS
        if health.version != VERSION:
            yield Finding("program_other_version", {"device": name, "running": health.version, "own": VERSION}, name)
    known = next((one for one in site.devices if one.id == health.device), None) if site else None
    if not elsewhere or known is None:
        return
    if health.printer in CONDITIONS:
        yield Finding(CONDITIONS[health.printer], {"printer": known.printer, "device": name}, name)
    if health.camera in _CAMERAS:
        yield Finding(_CAMERAS[health.camera], {"camera": without_secrets(known.camera), "device": name}, name)
