"""Which computer of an office this one is, as far as it can tell by itself."""

import socket
from pathlib import Path

from contract.site import Site
from firmware_config.on_machine.record import read_record


def this_computer(site: Site) -> str:
    """Among machines without a host: the one that was installed here, has this computer's name, has the broker at this computer's address, or is alone.

    Empty: none of them, as far as is known here.
    """
    without = [str(one.id) for one in site.machines if not one.host]
    record = read_record(Path("/"))
    if record.site == site.id and record.machine in without:
        return record.machine
    named = socket.gethostname().split(".")[0]
    if named in without:
        return named
    if site.broker.machine in without and is_here(site.broker.host):
        return str(site.broker.machine)
    return without[0] if len(without) == 1 else ""


def is_here(host: str) -> bool:
    """Whether it is an address of this computer; nothing is sent to find it."""
    try:
        for family, kind, _, _, place in socket.getaddrinfo(host, 0, type=socket.SOCK_DGRAM):
            with socket.socket(family, kind) as probe:
                probe.bind(place)
    except (OSError, UnicodeError):  # no such name, or somebody else's address
        return False
    return True


def own_address() -> str:
    """Of this computer in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: nobody's
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
