"""The counter board's real window."""

from dataclasses import replace

import pytest

from contract.ids import DeviceId, TicketNumber
from contract.notices import CounterStatus, Presence
from contract.profile import Screen
from tests.screens.board_notices import COUNTER, FIVE, call, office, profile, state
from tests.screens.driven import Driven

CONTROLLER = Presence(DeviceId("controller"), online=True)


@pytest.mark.parametrize(("screen", "language"), [(COUNTER, "vi"), (Screen((1024, 600), (222, 125)), "en")])
def test_from_free_to_called_to_lost_with_the_widest_texts(tmp_path, screen, language):
    path, trace = profile(tmp_path, screen, FIVE)
    name = f"board-counter-{screen.pixels[0]}x{screen.pixels[1]}-{language}"
    with Driven("board_driver.py", screen.pixels, trace, str(path), "--language", language) as shown:
        shown.see("PlateView")
        shown.say("link up")
        shown.say("presence", CONTROLLER)
        shown.say("office", office(wide=True, fields=26))
        shown.say("notice", state(call("W887", 5)))
        shown.see("PlateView", number="W887")
        shown.say("notice", state())
        shown.see("PlateView", number="", state="free")
        shown.picture(f"{name}-free")
        assert shown.faults() == []
        for status in (CounterStatus.PAUSED, CounterStatus.CLOSED):
            shown.say("notice", state(status=status))
            shown.see("PlateView", number="", state=str(status))
            shown.picture(f"{name}-{status}")
            assert shown.faults() == []
        told = replace(state(call("W888", 5)), next=TicketNumber("W889"), officer="Nguyễn Hoàng Thị Phương Thảo")
        shown.say("notice", told)
        new = shown.see("PlateView", number="W888", state="new", next="W889")
        assert told.officer in new.facts["officer"]
        shown.picture(f"{name}-new")
        assert shown.faults() == []
        shown.say("notice", state(call("W888", 5, times=2)))
        again = shown.see("PlateView", number="W888", state="new")
        assert again.facts["times"] == "2"
        shown.say("link down")
        shown.see("PlateView", state="away")
        shown.picture(f"{name}-away")
        assert shown.faults() == []
