"""The kiosk's loop with a phone to be told: what leaves, what is shown, and that no number leaves by MQTT or stays on the disk."""

import threading
from datetime import UTC, datetime

from contract.notices import Receipt
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core.happenings import FieldTapped, Left
from kiosk.core.phone_journey import PhoneAsk, PhoneGiven, PhoneSending, PhoneTaken, PhoneWanted
from kiosk.core.typing_keys import KeyTapped
from kiosk.core.views import Home, PhoneState, Ticket
from kiosk.sending import Sender
from kiosk.service import KioskService
from tests.kiosk.fake_world import FakeWorld

PHONE = "0912345678"


class RecordingPhones:
    """Says yes at once."""

    def __init__(self):
        self.given = []

    def give(self, wish, tell):
        self.given.append((wish.visit, wish.phone))
        tell(PhoneTaken(wish.request, taken=True))


def test_a_number_goes_to_the_pages_alone(tmp_path):
    world, box, phones = FakeWorld(), SqliteOutbox(tmp_path), RecordingPhones()
    sender = Sender(world, box, "command", "answer", lambda _: None)
    service = KioskService(world, sender, box, None, None, iter("abcdef").__next__, phones=phones)
    loop = threading.Thread(target=service.run)
    loop.start()
    try:
        service.happen(FieldTapped("dat-dai", "r1"))
        world.until(lambda told: any(one[0] == "sent" for one in told))
        service.answered(Receipt("r1", "2026-11-23-B001", "B001", "dat-dai", datetime.now(UTC), 2, "http://x"))
        for happening in (PhoneWanted(), *map(KeyTapped, PHONE), PhoneGiven("p1")):
            service.happen(happening)
        told = world.until(
            lambda told: last(told).phone is PhoneState.TAKEN if isinstance(last(told), Ticket) else False
        )
        assert phones.given == [("2026-11-23-B001", PHONE)]
        kinds = [type(view) for word, view in told if word == "shown"]
        assert kinds.index(PhoneAsk) < kinds.index(PhoneSending)
        service.happen(Left())
        world.until(lambda told: last(told) == Home())
    finally:
        service.stop()
        loop.join()
        box.close()
    assert PHONE not in repr([one for one in world.told if one[0] != "shown"])
    found = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert PHONE.encode() not in found


def last(told):
    return [what for word, what in told if word == "shown"][-1]
