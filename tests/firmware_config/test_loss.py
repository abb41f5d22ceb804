"""What is lost with a device: everything that had its secrets on the same disk, and never the controller's machine."""

from dataclasses import replace
from pathlib import Path

import pytest

from contract.machines import Machine, MachineId
from contract.site import Site
from firmware_config.loss import UnknownDeviceError, loss_of
from firmware_config.site_file import read_site

DEMO = Path(__file__).parents[2] / "demo" / "site.toml"


@pytest.fixture
def site() -> Site:
    """The demonstration office on two machines: a kiosk, a rating terminal and a loudspeaker on the second."""
    site = read_site(DEMO)
    machines = (Machine(MachineId("may-1")), Machine(MachineId("may-2"), host="192.168.1.12"))
    far = {"kiosk-1", "rating-5", "speaker-1"}
    devices = tuple(
        replace(one, machine=MachineId("may-2" if one.id in far else "may-1"))
        if one.role not in {"keypad", "pad"}
        else one
        for one in site.devices
    )
    return replace(site, machines=machines, devices=devices)


def test_all_that_ran_on_a_stolen_machine_is_lost(site: Site) -> None:
    loss = loss_of(site, "kiosk-1")
    assert set(loss.devices) == {"kiosk-1", "rating-5", "speaker-1"}
    assert (loss.machine, loss.central, loss.small) == ("may-2", "may-1", False)


def test_a_device_beside_the_controller_is_lost_alone(site: Site) -> None:
    loss = loss_of(site, "hall-board-1")
    assert (loss.devices, loss.machine, loss.central, loss.small) == (("hall-board-1",), "", "may-1", False)


def test_a_small_device_has_no_machine(site: Site) -> None:
    loss = loss_of(site, "pad-9")
    assert (loss.devices, loss.machine, loss.small) == (("pad-9",), "", True)


def test_without_machines_everything_is_on_the_one(site: Site) -> None:
    loss = loss_of(read_site(DEMO), "kiosk-1")
    assert (loss.devices, loss.machine, loss.central) == (("kiosk-1",), "", "local")


def test_a_name_that_nobody_has(site: Site) -> None:
    with pytest.raises(UnknownDeviceError) as fault:
        loss_of(site, "kiosk1")
    assert fault.value.hint == "kiosk-1"
    assert "pad-9" in fault.value.known
