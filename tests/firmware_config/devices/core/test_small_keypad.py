"""The keypad's rules: one press at a time, for whom the counter serves, and a lamp that says what became of it."""

from firmware_config.devices.core import lamp
from firmware_config.devices.core.keypad import Keypad

FREE = {"status": "open", "call": None}
SERVING = {"status": "open", "call": {"visit": "v1", "number": "B012"}}


def keypad(state=FREE):
    one = Keypad(5)
    one.state(state)
    return one


def look(one, now=0, reached=True):
    return one.lamp(now, reached=reached)


def test_keys_are_commands_of_the_counter_and_its_visit():
    assert keypad().press("next", 0) == ("CallNext", {"counter": 5})
    for key, command in (("recall", "Recall"), ("absent", "MarkAbsent"), ("finish", "Finish")):
        assert keypad(SERVING).press(key, 0) == (command, {"counter": 5, "visit": "v1"})
    for status in ("paused", "closed"):
        assert keypad({"status": status}).press("next", 0) == ("OpenCounter", {"counter": 5})


def test_a_key_without_a_meaning_is_refused_by_the_lamp():
    one = keypad()
    assert one.press("finish", 100) is None
    assert look(one, 200) == lamp.REFUSED
    assert look(one, 100 + lamp.REFUSED_MS) == lamp.DARK
    assert Keypad(5).press("next", 0) is None


def test_no_second_press_before_the_answer():
    one = keypad()
    one.asked("r1")
    assert look(one) == lamp.SENT
    assert one.press("next", 50) is None
    assert look(one, 60) == lamp.SENT
    one.answered("other", 70, accepted=True)
    assert look(one, 80) == lamp.SENT
    one.answered("r1", 90, accepted=True)
    assert look(one, 95) == lamp.DARK
    assert one.press("next", 100)


def test_a_refusal_is_seen():
    one = keypad()
    one.asked("r1")
    one.answered("r1", 100, accepted=False)
    assert look(one, 150) == lamp.REFUSED


def test_the_lamp_says_what_the_counter_does():
    assert look(keypad(SERVING)) == lamp.LIT
    assert look(keypad()) == lamp.DARK
    assert look(keypad({"status": "paused"})) == look(keypad({"status": "closed"})) == lamp.RESTING
    assert look(keypad(), reached=False) == look(Keypad(5)) == lamp.ALONE
    one = keypad(SERVING)
    one.lost()
    assert look(one) == lamp.ALONE
    assert one.press("finish", 0) is None
