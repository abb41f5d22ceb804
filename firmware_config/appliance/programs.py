"""The units of our own programs: controller, embedded broker, and one a device."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from contract.machines import UsbKind
from contract.site import Device, Site
from contract.topics import CONTROLLER, Role
from firmware_config.appliance import places as at
from firmware_config.appliance.placing import Place, heard
from firmware_config.appliance.units import NETWORK, NO_DEVICES, NO_NEW_CODE, Unit, head, program, seen
from firmware_config.provision import BROKER, EMBEDDED, PROFILE

_WINDOWS: Final = {
    Role.KIOSK: "kiosk",
    Role.RATING: "kiosk",
    Role.HALL_BOARD: "queue_display",
    Role.COUNTER_BOARD: "queue_display",
}
_NAMES: Final = {
    Role.KIOSK: "kiosk",
    Role.RATING: "rating terminal",
    Role.HALL_BOARD: "hall board",
    Role.COUNTER_BOARD: "counter board",
    Role.SPEAKER: "loudspeaker",
}
_FIRST_FREE_PORT: Final = 1024


def units(site: Site, place: Place) -> Iterator[Unit]:
    """Of one machine."""
    if place.central:
        if site.broker.kind == EMBEDDED:
            yield _broker(site)
        yield _controller(site)
    left = 0
    for device in place.devices:
        if device.role is Role.SPEAKER:
            yield _speaker(device)
            continue
        yield _window(device, place, left)
        left += device.screen[0]


def _controller(site: Site) -> Unit:
    broker = at.EMBEDDED_UNIT if site.broker.kind == EMBEDDED else at.MOSQUITTO_UNIT
    written = [site.reports.folder] if site.reports.folder else []
    return Unit(
        at.CONTROLLER_UNIT,
        head("Một cửa: controller and pages", ("network.target", "time-sync.target", broker), (broker,)),
        (
            *program(_python("controller run", CONTROLLER), CONTROLLER),
            f"InaccessiblePaths=-{at.OFFICE} -{at.MOSQUITTO} -{at.TLS}",
            NETWORK,
            *NO_DEVICES,
            NO_NEW_CODE,
            *_low_port(min(site.web.port, site.web.https_port or site.web.port)),
            *(f'ReadWritePaths="-{folder.replace("%", "%%")}"' for folder in written),
            "OOMScoreAdjust=-500",
        ),
    )


def _broker(site: Site) -> Unit:
    return Unit(
        at.EMBEDDED_UNIT,
        head("Một cửa: broker", ("network.target",)),
        (
            *program(_python("controller broker", BROKER), BROKER),
            *seen(at.settings(BROKER), f"-{at.TLS}"),
            NETWORK,
            *NO_DEVICES,
            NO_NEW_CODE,
            *_low_port(site.broker.port),
            "OOMScoreAdjust=-500",
        ),
    )


def _speaker(device: Device) -> Unit:
    return Unit(
        at.unit_of(device.id),
        head(f"Một cửa: loudspeaker {device.id}", ("network.target", at.SOUND_UNIT), (at.SOUND_UNIT,)),
        (
            *program(_python("controller speaker", device.id), device.id),
            *seen(at.settings(device.id), f"-{at.TRUSTED}"),
            NETWORK,
            *NO_DEVICES,
            NO_NEW_CODE,
            f"Environment=PULSE_SERVER={at.SOUND_SERVER}",
        ),
    )


def _window(device: Device, place: Place, left: int) -> Unit:
    others = (at.SCREEN_UNIT, *([at.SOUND_UNIT] if heard(device) else []))
    groups, devices = _devices(device, place)
    position = f" --position {left} 0" if left else ""
    sound = (f"Environment=PULSE_SERVER={at.SOUND_SERVER}",) if heard(device) else ()
    return Unit(
        at.unit_of(device.id),
        head(f"Một cửa: {_NAMES[device.role]} {device.id}", ("network.target", *others), others),
        (
            *program(_python(_WINDOWS[device.role], device.id) + position, device.id),
            *seen(at.settings(device.id), f"-{at.TRUSTED}"),
            NETWORK,
            f"Environment=DISPLAY={at.DISPLAY} XAUTHORITY={at.COOKIE}",
            *sound,
            "BindReadOnlyPaths=/tmp/.X11-unix",
            f"SupplementaryGroups={' '.join(groups)}",
            "DevicePolicy=closed",
            *(f"DeviceAllow={one} rw" for one in devices),
        ),
    )


def _devices(device: Device, place: Place) -> tuple[list[str], list[str]]:
    """Groups and kinds of device files (systemd.resource-control(5)) that a window needs: a renderer, and what hangs on the kiosk."""
    groups, kinds = ["video", "render"], ["char-drm"]
    if device.camera and "://" not in device.camera:
        kinds.append("char-video4linux")
    if device.printer.startswith("/dev/"):
        groups.append("lp")
        kinds.append("char-usb" if _on_usb(device, place) else device.printer)
    return groups, kinds


def _on_usb(device: Device, place: Place) -> bool:
    """The files of usblp share one major number with others that the kernel calls ``usb``; a symbolic link names none for ever."""
    name = PurePosixPath(device.printer).name
    named = any(one.kind is UsbKind.PRINTER and (one.name or one.kind) == name for one in place.machine.usb)
    return named or device.printer.startswith("/dev/usb/")


def _python(words: str, device: str) -> str:
    module, _, command = words.partition(" ")
    parts = [at.PYTHON, "-P", "-m", module, *([command] if command else [])]
    return f"{' '.join(parts)} --profile {at.settings(device)}/{PROFILE}"


def _low_port(port: int) -> tuple[str, ...]:
    """Ports below 1024 are for those who may."""
    if port >= _FIRST_FREE_PORT:
        return ("PrivateUsers=yes",)
    return ("CapabilityBoundingSet=CAP_NET_BIND_SERVICE", "AmbientCapabilities=CAP_NET_BIND_SERVICE")
