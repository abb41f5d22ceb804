"""The worst that is to be said of a device and its configuration."""

from dataclasses import replace

import pytest

from contract.ids import DeviceId
from contract.twin import Duty, Reported, Unfit, Wanted, Why
from controller.core.twin_entry import TwinEntry
from controller.core.twin_standing import Standing, standing

WANTED = Wanted(3, "b")
FINE = Reported(DeviceId("kiosk-1"), 3, "b", in_step=True)


@pytest.mark.parametrize(
    ("reported", "said"),
    [
        (None, Standing.UNHEARD),
        (replace(FINE, revision=2, refused=(Unfit(Why.UNKNOWN, "paper_mm"),)), Standing.REFUSED),
        (replace(FINE, revision=2, apply=("pin",)), Standing.BEHIND),
        (replace(FINE, in_step=False, apply=("pin",), restart=("screen",)), Standing.NEEDS_APPLY),
        (replace(FINE, in_step=False, waits=("screen", "speech"), restart=("screen",)), Standing.RESTARTS),
        (replace(FINE, in_step=False, waits=("speech",)), Standing.WAITS),
        (replace(FINE, in_step=False), Standing.WAITS),
        (FINE, Standing.IN_STEP),
    ],
)
def test_the_worst_is_said(reported: Reported | None, said: Standing) -> None:
    assert standing(WANTED, reported) is said


def test_a_device_of_which_nothing_is_remembered_is_in_service() -> None:
    assert TwinEntry().duty == Duty()
    assert TwinEntry().duty.serves
