"""Codes of places that are to be taken, and how two sides prove to each other that they know one."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract.ids import DeviceId
from contract.joining import Offer, new_code, offer_name, plate, read_code, read_offer, shown_code, write_offer
from contract.joining_keys import Giver, Joiner, WrongCodeError

CODE, OTHER = "K74QPMT9WX", "K74QPMT9WY"
PARCEL = b"a password of the broker"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K7-4QPM-T9WX", CODE),
        ("k7-4qpm-t9wx\n", None),
        ("k7-4qpm-t9wx", CODE),
        ("K7 4QPM T9WX", CODE),
        ("k74qpmt9wx", CODE),
        ("oi-LQPM-T9WX", "011QPMT9WX"),
        ("K7-4QPM-T9W", None),
        ("K7-4QPM-T9WXX", None),
        ("K7-4QPM-T9WU", None),
        ("Ｋ7-4QPM-T9WX", None),
        ("", None),
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str, code: str | None) -> None:
    assert read_code(typed) == code


def test_a_new_code_can_be_read_back_and_is_another_each_time() -> None:
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(read_code(shown_code(one)) == one for one in codes)
    assert shown_code(CODE) == "K7-4QPM-T9WX"


def test_an_offer_is_read_back_and_nothing_else_is_one(tmp_path: Path) -> None:
    offer = Offer(DeviceId("kiosk-1"), CODE, 1_800_000_000.0, PARCEL)
    write_offer(tmp_path, offer)
    (file,) = tmp_path.iterdir()
    assert file.name == offer_name(offer) == "K7.json"
    assert file.stat().st_mode & 0o077 == 0
    assert read_offer(file) == offer
    moved = file.rename(tmp_path / f"{plate(OTHER)}0.json")
    assert read_offer(moved) is None
    moved.write_text("{")
    assert read_offer(moved) is None
    assert read_offer(tmp_path / "none.json") is None


def run(mine: str, theirs: str) -> bytes:
    joiner = Joiner(mine)
    giver = Giver(theirs, joiner.message)
    return joiner.opened(giver.sealed(joiner.proof(giver.message), PARCEL))


def test_both_who_know_the_code_come_together() -> None:
    assert run(CODE, CODE) == PARCEL


@pytest.mark.parametrize(("mine", "theirs"), [(CODE, OTHER), (OTHER, CODE), ("", CODE)])
def test_who_does_not_know_it_is_given_nothing(mine: str, theirs: str) -> None:
    with pytest.raises(WrongCodeError):
        run(mine, theirs)


def test_a_false_controller_has_nothing_to_show() -> None:
    """It speaks the protocol with a code of its own, and seals a parcel without looking at the proof."""
    joiner = Joiner(CODE)
    false = Giver(OTHER, joiner.message)
    own = Joiner(OTHER)
    with pytest.raises(WrongCodeError):
        false.sealed(joiner.proof(false.message), b"a false configuration")
    other = Giver(OTHER, own.message)
    forged = other.sealed(own.proof(other.message), b"a false configuration")
    with pytest.raises(WrongCodeError):
        joiner.opened(forged)


def test_who_stands_between_learns_nothing_it_can_use_again() -> None:
    """A proof of one run opens no other, and a sealed parcel that was changed is none."""
    first = Joiner(CODE)
    giver = Giver(CODE, first.message)
    proof = first.proof(giver.message)
    sealed = giver.sealed(proof, PARCEL)
    assert PARCEL not in sealed
    with pytest.raises(WrongCodeError):
        Giver(CODE, first.message).sealed(proof, PARCEL)
    with pytest.raises(WrongCodeError):
        first.opened(bytes([sealed[0] ^ 1]) + sealed[1:])
    with pytest.raises(WrongCodeError):
        Giver(CODE, Giver(CODE, first.message).message)  # a mirror


@settings(max_examples=20, deadline=None)
@given(st.binary(max_size=64))
def test_nonsense_is_a_wrong_code(nonsense: bytes) -> None:
    with pytest.raises(WrongCodeError):
        Giver(CODE, nonsense)
    with pytest.raises(WrongCodeError):
        Joiner(CODE).proof(nonsense)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**256 - 1))
def test_no_odd_point_gives_a_key_that_is_known(point: int) -> None:
    """Small orders and points off the curve are refused; any other gives a key that only who knows the code has."""
    message = b"A" + point.to_bytes(32, "little")
    try:
        giver = Giver(CODE, message)
    except WrongCodeError:
        return
    with pytest.raises(WrongCodeError):
        giver.sealed(bytes(32), PARCEL)
