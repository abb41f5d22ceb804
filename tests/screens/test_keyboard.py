"""The keyboard on a real window: every key can be pressed on every screen, and words come out as they were meant."""

from contextlib import contextmanager

import pytest

from tests.screens.driven import Driven

PORTRAIT, LANDSCAPE = (1080, 1920), (1920, 1080)
LONG = "Tôi chờ hai giờ mà không ai gọi đến số của tôi, hỏi thì cán bộ nói đợi"


@contextmanager
def keyboard(folder, millimetres, *options, pixels=PORTRAIT):
    sizes = ("--pixels", *map(str, pixels), "--millimetres", *map(str, millimetres))
    trace = folder / "keyboard.trace"
    with Driven("keyboard_window.py", pixels, trace, "--trace", str(trace), *sizes, *options) as window:
        yield window
        window.process.stdin.close()
        window.process.stdin = None


@pytest.mark.parametrize(
    ("millimetres", "pixels", "options"),
    [
        ((346, 615), PORTRAIT, ("--language", "en")),
        ((194, 345), PORTRAIT, ("--scale", "2", "--text", LONG)),
        ((345, 194), LANDSCAPE, ("--scale", "1.5", "--text", LONG)),
        ((194, 345), PORTRAIT, ("--layout", "CODE")),
    ],
)
def test_every_key_can_be_read_and_pressed(tmp_path, millimetres, pixels, options):
    with keyboard(tmp_path, millimetres, *options, pixels=pixels) as window:
        sight = window.see("Keys")
        assert window.faults() == []
        if "other" in {key.removeprefix("key:") for key in sight.targets}:
            window.press(sight, "key:other", "Keys")
            assert window.faults() == []


def test_words_are_written_by_touch_and_a_trembling_hand_writes_once(tmp_path):
    with keyboard(tmp_path, (346, 615)) as window:
        sight = window.see("Keys")
        for key in ("t", "u", "â", "grave"):
            sight = window.press(sight, f"key:{key}", "Keys")
        window.screen.tap(*sight.middle("key:n"), times=2)
        sight = window.see("Keys", text="Tuần")
        window.picture("keyboard")
        window.press(sight, "key:space", "Keys")
        assert [each.facts["text"] for each in window.trace.seen] == ["", "T", "Tu", "Tuâ", "Tuầ", "Tuần", "Tuần "]
