"""An office on three machines with everything that a machine can have: screens turned, sound, USB, TLS, a fresh start at night."""

import dataclasses
from pathlib import Path

from contract.machines import Clock, Display, Machine, MachineId, Rotation, Usb, UsbKind
from contract.site import Device, Site
from firmware_config.site_file import read_site

DEMO = Path(__file__).parents[3] / "demo" / "site.toml"
HALL, DOOR, HOST = MachineId("may-sanh"), MachineId("may-cua"), MachineId("may-chu")
PRINTER = Usb(UsbKind.PRINTER, "04b8:0e15")
CAMERA = Usb(UsbKind.CAMERA, "046d:0825", "A1B2", "mat")
READER = Usb(UsbKind.READER, "0c2e:0901")


def grand_office(kind: str = "embedded", *, tls: bool = True) -> Site:
    """The demonstration's office: a kiosk at the door, a counter's screens and the loudspeaker in the hall, two boards at the controller."""
    site = read_site(DEMO)
    return dataclasses.replace(
        site,
        machines=(
            Machine(DOOR, "kiosk.lan", "quantri", ("192.168.1.21",), "usb-sound", (PRINTER, CAMERA, READER), "03:30"),
            Machine(HOST),
            Machine(HALL, "192.168.1.22", sound="alsa_output.pci-0000_00_1f.3.analog-stereo"),
        ),
        broker=dataclasses.replace(site.broker, kind=kind, host="192.168.1.10", port=8883, tls=tls, machine=HOST),
        web=dataclasses.replace(site.web, host="0.0.0.0", port=80),
        clock=Clock(("192.168.1.1", "vn.pool.ntp.org")),
        devices=tuple(placed(one) for one in site.devices),
    )


def placed(device: Device) -> Device:
    """On its machine; keypads and pads stand on none."""
    if device.id == "kiosk-1":
        at = {"machine": DOOR, "printer": "/dev/motcua/printer", "camera": "/dev/motcua/mat"}
        return dataclasses.replace(device, **at, display=Display("", Rotation.LEFT))
    if device.id == "kiosk-2":
        return dataclasses.replace(device, machine=HALL, display=Display("DP-1", Rotation.RIGHT, "ILITEK"))
    if device.id == "rating-5":
        return dataclasses.replace(device, machine=HALL, display=Display("DP-2", Rotation.INVERTED, "eGalax"))
    if device.id in {"hall-board-1", "counter-board-5"}:
        return dataclasses.replace(device, machine=HOST, display=Display(f"HDMI-{1 + (device.id > 'd')}"))
    return dataclasses.replace(device, machine=HALL) if device.id == "speaker-1" else device
