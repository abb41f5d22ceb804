"""Buttons and lamp of the small devices: contacts bounce, fingers rest, and every light means one thing."""

import random

import pytest

from firmware_config.devices.core import lamp
from firmware_config.devices.core.button import STEADY_MS, Button
from firmware_config.devices.core.lamp import Lamp, is_on


def presses(levels):
    """How often it was pressed, by (moment, level)."""
    button = Button()
    return sum(button.look(level, now) for now, level in levels)


def held(start, end, level, step=5):
    return [(now, level) for now in range(start, end, step)]


def test_a_press_counts_once_however_long():
    assert presses([*held(0, 100, False), *held(100, 5000, True), *held(5000, 5100, False)]) == 1
    assert presses([*held(0, 100, False), *held(100, 100 + STEADY_MS, True), *held(200, 300, False)]) == 0


def test_bouncing_contacts_count_once():
    chance = random.Random(3)
    for _ in range(200):
        bounce = [(now, chance.random() < 0.5) for now in range(100, 110)]
        release = [(now, chance.random() < 0.5) for now in range(300, 310)]
        assert presses([*held(0, 100, False), *bounce, *held(110, 300, True), *release, *held(310, 500, False)]) == 1


def test_a_button_held_while_the_device_starts_is_no_press_until_it_was_up():
    assert presses(held(0, 1000, True)) == 0
    assert presses([*held(0, 1000, True), *held(1000, 1100, False), *held(1100, 1200, True)]) == 1


def test_a_button_that_sticks_is_told():
    button = Button()
    assert not button.stuck(0)
    for now, level in held(0, 40_000, True, 100):
        button.look(level, now)
    assert button.stuck(40_000)
    button.look(False, 40_100)
    assert not button.stuck(80_000)


PATTERNS = {
    name: getattr(lamp, name) for name in ("DARK", "LIT", "SENT", "REFUSED", "ALONE", "RESTING", "TROUBLE", "TEST")
}


def flashes(pattern):
    """On-times of three seconds, a hundredth each."""
    return "".join("#" if is_on(pattern, now) else " " for now in range(0, 3000, 10)).split()


def test_every_light_looks_different():
    looks = {name: [len(one) * 10 for one in flashes(pattern)] for name, pattern in PATTERNS.items()}
    assert looks == {
        "DARK": [],
        "LIT": [3000],
        "SENT": [100] * 15,
        "REFUSED": [600, 600, 600, 300],
        "ALONE": [60],
        "RESTING": [60, 60],
        "TROUBLE": [60, 60, 60, 60],
        "TEST": [250] * 6,
    }
    assert sum(lamp.REFUSED) * 3 == lamp.REFUSED_MS


def test_every_blinking_begins_with_its_light():
    one = Lamp()
    assert not one.look(lamp.DARK, 130)
    assert one.look(lamp.ALONE, 150)
    assert one.look(lamp.ALONE, 209)
    assert not one.look(lamp.ALONE, 210)
    assert one.look(lamp.SENT, 215)


def test_a_pattern_without_end_is_a_mistake():
    with pytest.raises(ZeroDivisionError):
        is_on((), 0)
