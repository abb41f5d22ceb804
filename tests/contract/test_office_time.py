"""The office's time: the controller's, whatever a device's own clock says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contract.codec import encode_notice
from contract.errors import MalformedMessageError
from contract.office_time import OfficeTime, decode_pulse
from contract.pulse import Pulse

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WRONG = datetime(1970, 1, 1, tzinfo=UTC)
MORNING = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


def test_before_the_first_pulse_it_is_the_own_clocks_and_then_the_controllers():
    steady = [100.0]
    office = OfficeTime(ZONE, lambda: steady[0], lambda zone: WRONG.astimezone(zone))
    assert (office.now(), office.is_told) == (WRONG, False)
    office.heard(Pulse(7, MORNING))
    steady[0] += 90
    assert (office.now(), office.is_told) == (MORNING + timedelta(seconds=90), True)
    assert office.now().hour == 7
    office.heard(Pulse(8, MORNING))
    assert office.now() == MORNING


def test_its_own_clock_is_that_of_the_machine():
    assert abs((OfficeTime(ZONE).now() - datetime.now(UTC)).total_seconds()) < 60


def test_a_pulse_without_a_zone_is_none():
    assert decode_pulse(encode_notice(Pulse(7, MORNING))) == Pulse(7, MORNING)
    with pytest.raises(MalformedMessageError):
        decode_pulse(encode_notice(Pulse(7, MORNING.replace(tzinfo=None))))
