"""The configuration over the air on a small device: tried before it is trusted, and the last good one comes back."""

import pytest

from contract.codec import decode_notice
from contract.twin import Duty, Reported, Unfit, Wanted, Why
from firmware_config.devices.core import clock
from firmware_config.devices.core.messages import notice
from firmware_config.devices.core.twin import TRIES, Twin

PROFILE = {
    "counter": 5,
    "hardware": {"chip": "esp32", "display": "tm1637", "pins": {"clk": 18, "dio": 19}, "brightness": 4, "digits": 4},
    "words": {"paused": "nGHI"},
    "account": {"device": "so-5", "password": "secret"},
}


def wanted(revision, version, settings=None, duty=None):
    return {"revision": revision, "version": version, "settings": settings or {}, "seals": {}, "duty": duty or {}}


def reported(twin):
    """As the controller reads it."""
    return decode_notice(notice("Reported", twin.reported("so-5")))


def again(twin):
    """After a power cut."""
    return Twin(PROFILE, twin.remember())


def hardware(twin, key):
    return twin.settings["hardware"][key]


def test_before_anybody_wants_anything():
    twin = Twin(PROFILE, {})
    assert twin.settings == PROFILE
    assert reported(twin) == Reported("so-5", 0, "", in_step=False)
    assert not twin.proven()


def test_a_brightness_is_live_and_good_once_the_controller_is_heard():
    twin = Twin(PROFILE, {})
    assert twin.wanted(wanted(1, "a", {"hardware": {"brightness": 7}, "words": {"paused": "PAUS", "closed": "x"}}))
    assert (hardware(twin, "brightness"), hardware(twin, "pins")) == (7, {"clk": 18, "dio": 19})
    assert twin.settings["words"] == {"paused": "PAUS", "closed": "x"}
    assert (twin.restart, twin.on_trial) == (False, True)
    assert twin.proven()
    assert not twin.on_trial
    assert not twin.proven()
    assert reported(twin) == Reported("so-5", 1, "a", in_step=True)
    assert not twin.wanted(wanted(1, "a", {"hardware": {"brightness": 7}}))  # heard at every connecting
    assert hardware(again(twin), "brightness") == 7


@pytest.mark.parametrize("settings", [{"counter": 6}, {"hardware": {"pins": {"clk": 4}}}, {"hardware": {"baud": 1200}}])
def test_what_needs_the_device_anew_is_tried_after_that(settings):
    twin = Twin(PROFILE, {})
    twin.wanted(wanted(1, "a", settings))
    assert twin.restart
    assert not twin.proven()  # the controller is heard with the old one
    assert (reported(twin).running, reported(twin).restart, reported(twin).in_step) == ("", ("hardware",), False)
    twin = again(twin)
    assert (twin.restart, twin.on_trial) == (False, True)
    assert twin.proven()
    assert reported(again(twin)).in_step


def test_one_that_does_not_reach_the_controller_is_dropped():
    twin = Twin(PROFILE, {})
    twin.wanted(wanted(1, "good", {"hardware": {"brightness": 1}}))
    twin.proven()
    twin.wanted(wanted(2, "bad", {"counter": 6}))
    for _ in range(TRIES):
        twin = again(twin)
        assert twin.settings["counter"] == 6
    twin = again(twin)
    assert (twin.settings["counter"], hardware(twin, "brightness"), twin.on_trial) == (5, 1, False)
    assert reported(twin).refused == (Unfit(Why.FAILED),)
    twin = again(twin)
    twin.wanted(wanted(2, "bad", {"counter": 6}))  # retained: heard again, and not tried again
    assert (twin.settings["counter"], twin.restart) == (5, False)
    assert (reported(twin).running, reported(twin).refused) == ("good", (Unfit(Why.FAILED),))
    twin.wanted(wanted(3, "bad", {"counter": 6}))  # somebody wants it once more
    assert again(twin).settings["counter"] == 6
    twin.wanted(wanted(4, "better", {"counter": 7}))
    assert again(twin).settings["counter"] == 7


@pytest.mark.parametrize(
    ("settings", "key"),
    [
        ({"counter": 0}, "counter"), ({"counter": "6"}, "counter"), ({"words": {"paused": 1}}, "words"), ({"words": 1}, "words"),
        ({"hardware": []}, "hardware"), ({"hardware": {"chip": "esp32-c3"}}, "hardware"),
        ({"hardware": {"brightness": 8}}, "hardware"), ({"hardware": {"brightness": "4"}}, "hardware"),
        ({"hardware": {"pins": {"cs": 4}}}, "hardware"), ({"hardware": {"pins": {"clk": 99}}}, "hardware"),
        ({"hardware": {"pins": {"clk": 19}}}, "hardware"), ({"hardware": {"pins": 4}}, "hardware"),
        ({"hardware": {"pins": {"clk": "4"}}}, "hardware"),
    ],
)  # fmt: skip
def test_a_wrong_value_changes_nothing_at_all(settings, key):
    twin = Twin(PROFILE, {})
    twin.wanted(wanted(1, "a", {"counter": 9, **settings} if key != "counter" else settings))
    assert twin.settings == PROFILE
    assert reported(twin).refused == (Unfit(Why.WRONG, key),)
    assert not reported(twin).in_step


def test_what_a_newer_controller_knows_is_told_and_passed_over():
    twin = Twin(PROFILE, {})
    twin.wanted(wanted(1, "a", {"smell": 3, "counter": 5, "hardware": {"chip": "esp32", "glow": 2}, "account": {}}))
    assert sorted(one.key for one in reported(twin).refused) == ["account", "smell"]
    assert twin.settings["account"] == PROFILE["account"]
    assert (twin.restart, twin.on_trial) == (False, True)


def test_who_takes_a_wrong_wish_back_finds_the_device_in_step():
    twin = Twin(PROFILE, {})
    twin.wanted(wanted(1, "a", {"counter": 5}))
    twin.proven()
    twin.wanted(wanted(2, "b", {"counter": 0}))
    assert not reported(twin).in_step
    assert twin.wanted(wanted(3, "a", {"counter": 5}))
    assert reported(twin) == Reported("so-5", 3, "a", in_step=True)


def test_older_ones_and_none_are_not_taken():
    twin = Twin(PROFILE, {})
    twin.wanted(wanted(5, "a"))
    assert twin.wanted(wanted(4, "b", {"counter": 6}))
    assert reported(twin).refused == (Unfit(Why.OLDER),)
    twin.wanted({})
    assert (reported(twin).refused, twin.settings) == ((Unfit(Why.MALFORMED),), PROFILE)


def test_out_of_service_by_the_later_decision():
    twin = Twin(PROFILE, {})
    assert twin.serves
    assert twin.wanted(wanted(1, "", duty={"serves": False, "turn": 1}))
    assert not twin.serves
    assert reported(again(twin)).duty == Duty(False, 1)
    assert not twin.wanted(wanted(1, "", duty={"serves": True, "turn": 1}))
    assert twin.wanted(wanted(1, "", duty={"serves": True, "turn": 2}))
    assert twin.serves


def test_it_reads_what_the_controller_writes():
    twin = Twin(PROFILE, {})
    body = {"revision": 3, "version": "a", "settings": {"counter": 6}, "duty": {"serves": True, "turn": 0}}
    assert Wanted(**{**body, "duty": Duty()}) == decode_notice(notice("Wanted", body))
    assert twin.wanted(body)


@pytest.mark.parametrize("kept", [{"good": 1, "next": [], "tries": "x", "turn": None}, {"next": {"settings": 4}}])
def test_what_a_broken_flash_remembers_is_passed_over(kept):
    assert Twin(PROFILE, kept).settings == PROFILE


def test_the_offices_time():
    assert clock.seconds("2000-01-01T00:00:00+00:00") == 0
    assert clock.seconds("2026-11-22T14:00:00.123456+07:00") == 848_646_000
    assert clock.seconds("2026-11-22T07:00:00Z") == 848_646_000
    assert clock.seconds("2024-03-01T00:00:00Z") - clock.seconds("2024-02-28T00:00:00Z") == 2 * clock.DAY_S
    assert clock.seconds("2100-03-01T00:00:00Z") - clock.seconds("2100-02-28T00:00:00Z") == clock.DAY_S
    assert clock.seconds("2026-11-22T02:00:00-05:00") == clock.seconds("2026-11-22T07:00:00")
    for nothing in ("", "yesterday", "2026-13-01T00:00:00Z", "2026-11-22"):
        assert clock.seconds(nothing) == 0
