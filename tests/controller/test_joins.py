"""Places for new machines, as the controller gives them: once, in time, and not to who tries codes."""

from datetime import timedelta

import pytest

from contract.ids import DeviceId
from contract.joining import TRIES, Offer, offer_name, plate, write_offer
from contract.joining_keys import Joiner
from controller.joins import Joins
from tests.office import SetClock

CODE, OTHER = "K74QPMT9WX", "M24QPMT9WX"
PARCEL = b"a password of the broker"


class Desk:
    """A folder of offers and the controller's memory beside it."""

    def __init__(self, folder):
        self.folder, self.book, self.clock = folder / "offers", folder / "joined.json", SetClock()
        self.offer()
        self.start()

    def start(self):
        self.joins = Joins(self.folder, self.book, self.clock)
        return self.joins

    def offer(self, code=CODE, minutes=30, device="kiosk-1"):
        ends = (self.clock() + timedelta(minutes=minutes)).timestamp()
        write_offer(self.folder, Offer(DeviceId(device), code, ends, PARCEL))

    def ask(self, code=CODE):
        """A run's name, the new machine's side, and its proof; None where nothing is on offer."""
        joiner = Joiner(code)
        begun = self.joins.begin(plate(code), joiner.message)
        return begun and (begun[0], joiner, joiner.proof(begun[1]))

    def take(self, code=CODE):
        asked = self.ask(code)
        sealed = asked and self.joins.finish(asked[0], asked[2])
        return asked[1].opened(sealed) if sealed else None


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_who_knows_the_code_is_given_the_parcel_once(desk):
    assert [one.device for one in desk.joins.offers()] == ["kiosk-1"]
    assert desk.take() == PARCEL
    assert desk.take() is None
    assert desk.joins.offers() == []


def test_what_was_taken_stays_taken_over_a_restart(desk):
    assert desk.take() == PARCEL
    desk.start()
    assert desk.take() is None
    desk.clock.move(minutes=1)
    desk.offer()  # the officer asks for another one, which by chance has the same code
    assert desk.take() == PARCEL


def test_a_lost_answer_is_given_again_to_the_same_proof_only(desk):
    name, joiner, proof = desk.ask()
    first = desk.joins.finish(name, proof)
    assert desk.joins.finish(name, proof) == first
    assert joiner.opened(first) == PARCEL
    assert desk.joins.finish(name, bytes(32)) is None
    name, joiner, proof = desk.ask() or (name, joiner, proof)
    desk.clock.move(minutes=5)
    assert desk.joins.finish(name, proof) is None


def test_an_offer_ends(desk):
    desk.clock.move(minutes=29.9)
    assert desk.joins.offers()
    asked = desk.ask()
    desk.clock.move(minutes=0.2)
    assert desk.joins.offers() == []
    assert desk.joins.finish(asked[0], asked[2]) is None
    assert desk.ask() is None


def test_who_tries_codes_ends_the_offer(desk, caplog):
    wrong = CODE[:-1] + "Y"
    for _ in range(TRIES - 1):
        assert desk.take(wrong) is None
    assert desk.joins.offers()
    assert desk.take(wrong) is None
    assert desk.joins.offers() == []
    desk.start()
    assert desk.take() is None
    assert "withdrawn" in caplog.text
    assert CODE not in caplog.text


def test_a_run_is_one_guess(desk):
    name, _, proof = desk.ask()
    assert desk.joins.finish(name, bytes(32)) is None
    assert desk.joins.finish(name, proof) is None
    assert desk.take() == PARCEL


def test_a_plate_says_which_offer_and_no_more_of_the_code(desk):
    desk.offer(OTHER, device="loa-2")
    assert [one.device for one in desk.joins.offers()] == ["kiosk-1", "loa-2"]
    joiner = Joiner(CODE)
    for name in ("", "K", CODE[:3], CODE, "k7", "Z9", "../K7"):
        assert desk.joins.begin(name, joiner.message) is None
    assert desk.take(OTHER) == PARCEL
    assert desk.take() == PARCEL


def test_nonsense_begins_nothing(desk):
    for message in (b"", b"x" * 33, b"A" + bytes(32)):
        begun = desk.joins.begin(plate(CODE), message)
        assert begun is None or desk.joins.finish(begun[0], bytes(32)) is None
    assert desk.joins.finish("", b"") is None
    assert desk.joins.finish("0" * 32, b"") is None


def test_those_who_only_begin_keep_nobody_out(desk):
    for _ in range(20):
        desk.ask()
    assert desk.take() == PARCEL


def test_files_that_are_no_offers_are_none(desk):
    (desk.folder / "Z9.json").write_text("{")
    (desk.folder / "note.txt").write_text("x")
    assert len(desk.joins.offers()) == 1
    (desk.folder / offer_name(desk.joins.offers()[0])).unlink()
    assert desk.joins.offers() == []


def test_a_memory_that_cannot_be_read_is_told(desk, caplog):
    desk.book.write_text("{")
    desk.start()
    assert "joined.json" in caplog.text
    assert desk.take() == PARCEL
