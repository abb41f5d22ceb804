"""Downtime of devices and openings of counters, within the office's hours."""

from datetime import time

import pytest

from contract.notices import Camera, Presence, Printer
from controller.core.day import Session
from controller.core.downtime import Downtime, change, conditions, last_second, within
from controller.core.events import DeviceChanged
from controller.core.openings import Openings
from tests.office import FIVE, KIOSK, LAN, MAI, PAD

HOURS = (Session(time(7, 30), time(11, 30)), Session(time(13, 30), time(17)))
HOUR = 3600


def clock(hour, minute=0):
    return hour * HOUR + minute * 60


def test_what_a_device_says_becomes_an_event_without_what_is_not_known():
    presence = Presence(KIOSK, online=True, printer=Printer.PAPER_OUT, sound=False, camera=Camera.LOST)
    assert change(presence) == DeviceChanged(
        KIOSK, online=True, printer=Printer.PAPER_OUT, camera=Camera.LOST, silent=True
    )
    lost = Presence(KIOSK, online=False, printer=Printer.READY)
    assert change(lost) == DeviceChanged(KIOSK, online=False)


@pytest.mark.parametrize(
    ("event", "codes"),
    [
        (DeviceChanged(KIOSK, online=False), {"offline"}),
        (DeviceChanged(KIOSK, online=True), set()),
        (DeviceChanged(KIOSK, online=True, printer=Printer.PAPER_LOW, camera=Camera.UPSIDE_DOWN), set()),
        (
            DeviceChanged(KIOSK, online=True, printer=Printer.ERROR, camera=Camera.DARK, silent=True),
            {"printer.error", "camera.dark", "silent"},
        ),
    ],
)
def test_conditions_in_which_a_device_is_of_no_use(event, codes):
    assert conditions(event) == codes


def told(events, sessions=HOURS, upto=None):
    downtime = Downtime()
    for at, event in events:
        downtime.take(event, at)
    return [(one.device, one.condition, one.since, one.seconds) for one in downtime.close(sessions, upto)]


def test_only_the_offices_hours_count():
    off, on = DeviceChanged(KIOSK, online=False), DeviceChanged(KIOSK, online=True)
    assert told([(0, off), (clock(7, 40), on)]) == [(KIOSK, "offline", 0, 600)]
    assert told([(clock(11), off), (clock(14), on)]) == [(KIOSK, "offline", clock(11), HOUR)]
    assert told([(clock(18), off)]) == []
    assert told([(clock(18), off)], sessions=None) == [(KIOSK, "offline", clock(18), 6 * HOUR)]
    assert told([(clock(16), off)]) == [(KIOSK, "offline", clock(16), HOUR)]
    assert told([(clock(16), off)], upto=clock(16, 30)) == [(KIOSK, "offline", clock(16), HOUR // 2)]


def test_each_trouble_has_its_own_time_and_another_device_changes_nothing():
    out = DeviceChanged(KIOSK, online=True, printer=Printer.PAPER_OUT)
    both = DeviceChanged(KIOSK, online=True, printer=Printer.PAPER_OUT, camera=Camera.LOST)
    fine = DeviceChanged(KIOSK, online=True, printer=Printer.READY)
    events = [
        (clock(8), out),
        (clock(8, 5), DeviceChanged(PAD, online=True)),
        (clock(8, 10), both),
        (clock(8, 20), fine),
    ]
    assert sorted(told(events)) == [
        (KIOSK, "camera.lost", clock(8, 10), 600),
        (KIOSK, "printer.paper_out", clock(8), 1200),
    ]


def test_hours_of_a_day_without_any():
    assert within((), 0, 24 * HOUR) == 0
    assert within(None, 20, 10) == 0
    assert last_second((), None) == 24 * HOUR


def test_a_counter_is_open_until_its_hours_end_and_each_officer_has_an_own_time():
    openings = Openings()
    assert openings.officer(FIVE) == ""
    openings.signed_in(FIVE, LAN, clock(7, 30))
    openings.open(FIVE, clock(8))
    openings.signed_in(FIVE, MAI, clock(9))
    assert openings.officer(FIVE) == MAI
    openings.pause(FIVE, clock(10))
    openings.open(FIVE, clock(10))
    openings.shut(FIVE, clock(11))
    openings.open(FIVE, clock(16, 30))
    openings.signed_out(FIVE, clock(16, 40))
    openings.open(FIVE, clock(16, 45))
    assert [(one.officer, one.paused, one.since, one.seconds) for one in openings.close(HOURS, None)] == [
        (LAN, False, clock(8), HOUR),
        (MAI, False, clock(9), HOUR),
        (MAI, False, clock(10), HOUR),
        (MAI, False, clock(16, 30), 600),
        ("", False, clock(16, 45), 900),
    ]
