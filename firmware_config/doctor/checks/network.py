"""The way from this machine into the network: an address of its own, and a route to the broker."""

import errno
import fcntl
import ipaddress
import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.NETWORK,)
_ADDRESS: Final = 0x8915
"""SIOCGIFADDR (netdevice(7))."""
_NO_WAY: Final = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN)


def look(patient: Patient, until: float) -> Iterator[Told]:  # noqa: ARG001
    """Only where the broker is on another machine: to itself every machine finds its way."""
    hosts = {device.account.host for device in patient.devices}
    for host in sorted(one for one in hosts if not _is_here(one)):
        yield Area.NETWORK
        addresses = sorted(_addresses(patient.places.proc))
        usable = [one for one in addresses if not ipaddress.ip_address(one).is_link_local]
        if not usable:
            yield Finding("network_no_address", {"found": ", ".join(addresses) or "-"})
        elif not _reaches(host):
            yield Finding("network_no_route", {"host": host, "found": ", ".join(usable)})


def _is_here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _addresses(proc: Path) -> Iterator[str]:
    """Of every interface but the loopback, IPv4 and IPv6."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            try:
                told = fcntl.ioctl(asking, _ADDRESS, struct.pack("16s16x", name.encode()[:15]))
            except OSError:
                continue
            address = socket.inet_ntoa(told[20:24])
            if not ipaddress.ip_address(address).is_loopback:
                yield address
    try:
        lines = (proc / "net" / "if_inet6").read_text("ascii").splitlines()
    except OSError:
        return
    for line in lines:
        address6 = ipaddress.IPv6Address(int(line.split()[0], 16))
        if not address6.is_loopback:
            yield str(address6)


def _reaches(host: str) -> bool:
    """Whether there is a route; nothing is sent. A name that cannot be resolved is the broker's trouble, not the way's."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return True
    family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((host, 9))
        except OSError as fault:
            return fault.errno not in _NO_WAY
    return True
