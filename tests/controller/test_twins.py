"""The controller's side of the twins: what is wanted of each device, over restarts of either side."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.errors import MalformedMessageError
from contract.twin import HIGHEST, Duty, Reported, Unfit, Why
from controller.adapters.json_twins import JsonTwins
from controller.core.twin_standing import Standing, standing
from controller.twins import MOST_A_MINUTE, Twins
from firmware_config.site_file import read_site

SITE = read_site(Path(__file__).parents[2] / "demo" / "site.toml")
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Office:
    """The twins of the demonstration office whose memory lies in ``folder``; ``told`` is what was published last of each."""

    def __init__(self, folder, site=SITE):
        self.told, self.count = {}, 0
        self.twins = Twins(site, JsonTwins(folder), self.tell, lambda: NOW)
        self.twins.tell_all()

    def tell(self, device, wanted):
        self.told[device] = wanted
        self.count += 1


def as_wanted(office, name, **more):
    wanted = office.told[name]
    plain = Reported(name, wanted.revision, wanted.version, in_step=True, duty=wanted.duty)
    return replace(plain, **more)


def test_every_device_of_the_site_file_is_told(tmp_path):
    office = Office(tmp_path)
    assert set(office.told) == {device.id for device in SITE.devices}
    assert {wanted.revision for wanted in office.told.values()} == {1}
    assert [state.device for state in office.twins.states()] == [device.id for device in SITE.devices]
    assert {state.standing for state in office.twins.states()} == {Standing.UNHEARD}


def test_a_restart_counts_on_only_where_something_else_is_wanted(tmp_path):
    Office(tmp_path)
    assert Office(tmp_path).told["kiosk-1"].revision == 1
    devices = tuple(replace(one, paper_mm=58) if one.id == "kiosk-1" else one for one in SITE.devices)
    office = Office(tmp_path, replace(SITE, devices=devices))
    assert (office.told["kiosk-1"].revision, office.told["kiosk-2"].revision) == (2, 1)
    assert office.told["kiosk-1"].settings["paper_mm"] == 58


def test_a_device_that_left_the_site_file_is_wanted_no_more(tmp_path):
    Office(tmp_path)
    office = Office(tmp_path, replace(SITE, devices=SITE.devices[1:]))
    assert office.told[SITE.devices[0].id] is None
    assert office.twins.state(SITE.devices[0].id) is None
    assert SITE.devices[0].id not in Office(tmp_path, replace(SITE, devices=SITE.devices[1:])).told


def test_it_is_wanted_no_more_also_where_the_controller_was_started_again_before_the_broker_heard(tmp_path):
    Office(tmp_path)
    fewer = replace(SITE, devices=SITE.devices[1:])
    unheard = Twins(fewer, JsonTwins(tmp_path), lambda *_: None, lambda: NOW)
    unheard.set_duty("kiosk-2", serves=False, by="hung")
    assert Office(tmp_path, fewer).told.get(SITE.devices[0].id, "left to stand") is None


def test_out_of_service_is_told_at_once_and_outlives_a_restart(tmp_path):
    office = Office(tmp_path)
    assert office.twins.set_duty("kiosk-1", serves=False, by="hung")
    assert not office.twins.set_duty("kiosk-1", serves=False, by="hung"), "it is so already"
    assert office.told["kiosk-1"].duty == Duty(serves=False, turn=1)
    again = Office(tmp_path)
    assert again.told["kiosk-1"].duty == Duty(serves=False, turn=1)
    state = again.twins.state("kiosk-1")
    assert (state.by, state.at, again.twins.serves("kiosk-1")) == ("hung", NOW, False)
    assert not again.twins.set_duty("nobody", serves=False, by="hung")
    assert again.twins.serves("nobody")


def test_what_staff_decided_at_the_device_is_known_and_told_back(tmp_path):
    office = Office(tmp_path)
    assert office.twins.heard(as_wanted(office, "kiosk-1", duty=Duty(serves=False, turn=1)))
    assert office.told["kiosk-1"].duty == Duty(serves=False, turn=1)
    state = Office(tmp_path).twins.state("kiosk-1")
    assert (state.wanted.duty.serves, state.by, state.at) == (False, "", NOW)


def test_of_two_decisions_the_later_one_stands_wherever_it_was_made(tmp_path):
    office = Office(tmp_path)
    office.twins.set_duty("kiosk-1", serves=False, by="hung")
    office.twins.set_duty("kiosk-1", serves=True, by="hung")
    office.twins.heard(as_wanted(office, "kiosk-1", duty=Duty(serves=False, turn=1)))
    assert office.twins.serves("kiosk-1")


def test_a_controller_that_lost_its_memory_catches_up_with_its_devices(tmp_path):
    office = Office(tmp_path)
    seven = Reported(
        "kiosk-1", 7, "before", in_step=False, duty=Duty(serves=False, turn=3), refused=(Unfit(Why.OLDER),)
    )
    assert office.twins.heard(seven)
    wanted = office.told["kiosk-1"]
    assert (wanted.revision, wanted.duty) == (8, Duty(serves=False, turn=3))
    count = office.count
    office.twins.heard(as_wanted(office, "kiosk-1"))
    assert office.count == count, "nothing more to say"
    assert office.twins.state("kiosk-1").standing is Standing.IN_STEP


def test_what_reached_a_device_garbled_is_told_once_more(tmp_path):
    office = Office(tmp_path)
    count = office.count
    garbled = as_wanted(office, "kiosk-1", in_step=False, refused=(Unfit(Why.MALFORMED),))
    office.twins.heard(garbled)
    assert office.count == count + 1
    office.twins.heard(garbled)
    assert office.count == count + 1, "a device that understands nothing is not talked at for ever"


def test_a_memory_that_is_gone_or_torn_is_as_good_as_none(tmp_path):
    (tmp_path / "twins.json").write_bytes(b'{"kiosk-1": {"revision": "x"')
    assert Office(tmp_path).told["kiosk-1"].revision == 1


def test_a_disk_that_keeps_nothing_lets_nobody_be_taken_out_of_service(tmp_path):
    office = Office(tmp_path / "gone")
    (tmp_path / "gone" / "twins.json").unlink()
    (tmp_path / "gone").rmdir()
    (tmp_path / "gone").write_text("no folder")
    with pytest.raises(OSError, match="gone"):
        office.twins.set_duty("kiosk-1", serves=False, by="hung")
    assert office.twins.serves("kiosk-1")
    assert office.twins.heard(as_wanted(office, "kiosk-1", duty=Duty(serves=False, turn=1)))
    assert not office.twins.serves("kiosk-1"), "what a device says counts all the same"


@pytest.mark.parametrize(
    "lie",
    [
        {"device": "nobody"},
        {"revision": -1},
        {"revision": HIGHEST + 1},
        {"duty": Duty(serves=True, turn=-1)},
        {"duty": Duty(serves=False, turn=HIGHEST + 1)},
    ],
)
def test_what_no_device_of_ours_would_say_changes_nothing(tmp_path, lie):
    office = Office(tmp_path)
    before = dict(office.told)
    with pytest.raises(MalformedMessageError):
        office.twins.heard(as_wanted(office, "kiosk-1", **lie))
    assert office.told == before
    assert office.twins.state("kiosk-1").reported is None


def test_nobody_keeps_the_disk_busy_by_changing_his_mind(tmp_path):
    office = Office(tmp_path)
    for turn in range(1, MOST_A_MINUTE + 1):
        office.twins.heard(as_wanted(office, "kiosk-1", duty=Duty(serves=bool(turn % 2), turn=turn)))
    count = office.count
    with pytest.raises(MalformedMessageError):
        office.twins.heard(as_wanted(office, "kiosk-1", duty=Duty(serves=True, turn=99)))
    assert office.count == count
    assert office.twins.heard(as_wanted(office, "kiosk-2", duty=Duty(serves=False, turn=1))), "others may"


def test_the_highest_revision_is_not_passed(tmp_path):
    office = Office(tmp_path)
    office.twins.heard(as_wanted(office, "kiosk-1", revision=HIGHEST))
    assert office.told["kiosk-1"].revision == HIGHEST


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, Standing.IN_STEP),
        ({"in_step": False}, Standing.WAITS),
        ({"in_step": False, "waits": ("sink",)}, Standing.WAITS),
        ({"in_step": False, "waits": ("zone",), "restart": ("zone",)}, Standing.RESTARTS),
        ({"in_step": False, "apply": ("pin",)}, Standing.NEEDS_APPLY),
        ({"in_step": False, "refused": (Unfit(Why.FATAL),), "apply": ("pin",)}, Standing.REFUSED),
        ({"revision": 0}, Standing.BEHIND),
    ],
)
def test_where_a_device_stands(tmp_path, more, found):
    office = Office(tmp_path)
    wanted = office.told["kiosk-1"]
    assert standing(wanted, as_wanted(office, "kiosk-1", **more)) is found
    assert standing(wanted, None) is Standing.UNHEARD
