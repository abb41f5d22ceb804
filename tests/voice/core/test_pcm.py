"""Sound as plain data."""

from voice.core.sound import RATE, Sound, silence


def test_silence_lasts_as_long_as_it_says() -> None:
    assert silence(0.25) == Sound(RATE, bytes(2 * round(RATE / 4)))
    assert abs(silence(0.25).seconds - 0.25) < 0.001
