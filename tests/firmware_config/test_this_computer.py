"""Which computer of an office this one is: by the address of its broker, where nothing else tells."""

from dataclasses import replace
from pathlib import Path

import pytest

from contract.machines import Machine, MachineId
from contract.site import Site
from firmware_config.site_file import read_site
from firmware_config.this_computer import is_here, own_address, this_computer

SITE = read_site(Path(__file__).parents[2] / "demo" / "site.toml")
CENTRAL, OTHER, FAR = MachineId("may-chu"), MachineId("may-kiosk-1"), MachineId("may-kiosk-2")


def site_of(host: str, *machines: Machine) -> Site:
    broker = replace(SITE.broker, host=host, machine=CENTRAL)
    return replace(SITE, id="van-phong-thu", machines=machines, broker=broker)


@pytest.mark.parametrize(
    ("host", "machines", "name"),
    [
        ("127.0.0.1", (Machine(CENTRAL), Machine(OTHER)), CENTRAL),
        ("192.0.2.77", (Machine(CENTRAL), Machine(OTHER)), ""),
        ("192.0.2.77", (Machine(CENTRAL, host="192.0.2.77"), Machine(OTHER)), OTHER),
        ("127.0.0.1", (Machine(CENTRAL, host="192.0.2.77"), Machine(OTHER), Machine(FAR)), ""),
        ("127.0.0.1", (), ""),
    ],
)
def test_the_controller_is_known_by_the_brokers_address(host: str, machines: tuple[Machine, ...], name: str) -> None:
    assert this_computer(site_of(host, *machines)) == name


def test_addresses_of_this_computer() -> None:
    assert is_here(own_address())
    assert is_here("localhost")
    assert not is_here("192.0.2.77")
    assert not is_here("khong-co-may-nay.invalid")
    assert not is_here("a" * 300)
