"""How loud the hall is spoken to, by the hour."""

from array import array
from datetime import datetime

import pytest

from contract.announcing import Announcing, Loudspeaker, clock, span
from controller.core.loudness import Loudness, loudness, turned
from voice.core.sound import RATE, Sound


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-23T{text}:00+07:00")


def test_nothing_said_is_full_at_any_hour() -> None:
    assert Loudness().at(at("03:00")) == 0.0


def test_the_table_holds_from_one_time_to_the_next_and_over_midnight() -> None:
    rules = loudness(Announcing(volumes={"11:30": -10, "07:00": -3, "13:00": 0}), Loudspeaker())
    heard = {text: rules.at(at(text)) for text in ("06:59", "07:00", "11:29", "11:30", "13:00", "23:59")}
    assert heard == {"06:59": 0, "07:00": -3, "11:29": -3, "11:30": -10, "13:00": 0, "23:59": 0}


def test_a_loudspeaker_is_turned_down_but_never_above_full() -> None:
    office = Announcing(volumes={"07:00": -3})
    assert loudness(office, Loudspeaker(gain_db=-6)).at(at("08:00")) == -9
    assert loudness(office, Loudspeaker(gain_db=2)).at(at("08:00")) == -1
    assert loudness(office, Loudspeaker(gain_db=9)).at(at("08:00")) == 0


def test_quiet_hours_of_the_office_and_of_one_loudspeaker_also_past_midnight() -> None:
    rules = loudness(Announcing(quiet=("11:30-13:00",)), Loudspeaker(quiet=("22:00-06:00",)))
    quiet = [
        text for text in ("05:59", "06:00", "11:29", "11:30", "12:59", "13:00", "22:00") if rules.at(at(text)) is None
    ]
    assert quiet == ["05:59", "11:30", "12:59", "22:00"]


def test_ten_decibels_are_a_third_of_the_samples() -> None:
    sound = Sound(RATE, array("h", [0, 10000, -10000, 32767]).tobytes())
    assert list(array("h", turned(sound, -10).pcm)) == [0, 3162, -3162, 10362]
    assert turned(sound, 0) is sound


@pytest.mark.parametrize("text", ["", "7:30", "24:00", "07:60", "07h30", "07:30:00"])
def test_no_time_of_day(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        clock(text)


@pytest.mark.parametrize("text", ["", "07:30", "07:30-07:30", "07:30-", "07:30-08:00-09:00"])
def test_no_span(text: str) -> None:
    with pytest.raises(ValueError, match="no time"):
        span(text)
