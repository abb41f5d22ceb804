"""A device's own side of its twin: applied when nobody is disturbed, kept over power cuts, and told as it is."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.errors import MalformedMessageError
from contract.twin import Duty, Unfit, Why
from tests.contract.twin_device import BASE, Device, like, wanted

LOUD = like(BASE, sink="loud")
SOFT = like(BASE, loudspeaker={"gain_db": -6.0})
HALL = like(BASE, zone="a", sink="loud")


def test_as_the_file_says_it_is_in_step_with_nothing_to_do(tmp_path):
    device = Device(tmp_path)
    said = device.hear(wanted(1, BASE))
    assert (said.revision, said.in_step, said.refused, said.waits, said.apply) == (1, True, (), (), ())
    assert not device.changes


def test_it_is_changed_while_it_runs_and_says_what(tmp_path):
    device = Device(tmp_path)
    said = device.hear(wanted(1, LOUD))
    assert device.changes == [(LOUD, ("sink",))]
    assert (said.in_step, said.live, said.running) == (True, ("sink",), wanted(1, LOUD).version)
    assert device.twin.profile == LOUD


def test_it_waits_until_nobody_is_disturbed_and_says_so(tmp_path):
    device = Device(tmp_path, anew=["zone"])
    device.busy = True
    said = device.hear(wanted(1, HALL))
    assert (said.in_step, said.waits, said.restart) == (False, ("sink", "zone"), ("zone",))
    assert not device.changes
    assert device.twin.profile == BASE


def test_only_the_latest_wish_is_applied(tmp_path):
    device = Device(tmp_path)
    device.busy = True
    device.hear(wanted(1, LOUD))
    device.hear(wanted(2, SOFT))
    for work in device.waiting:
        work()
    assert device.changes == [(SOFT, ("loudspeaker",))]
    device.hear(wanted(3, LOUD))
    device.hear(wanted(4, SOFT))
    device.waiting[-1]()
    assert len(device.changes) == 1, "what is wanted is what runs"


def test_what_needs_a_restart_runs_with_the_next_start(tmp_path):
    device = Device(tmp_path, anew=["zone"])
    device.hear(wanted(1, HALL))
    assert (device.restarts, device.changes) == (1, [])
    device.twin.stop()
    again = Device(tmp_path, anew=["zone"])
    assert again.twin.profile == HALL
    said = again.hear(wanted(1, HALL))
    assert (said.in_step, again.restarts) == (True, 0)


def test_what_needs_a_restart_that_nobody_would_do_is_said_and_the_rest_is_done(tmp_path):
    device = Device(tmp_path, anew=["zone"], watched=False)
    said = device.hear(wanted(1, HALL))
    assert device.changes == [(LOUD, ("sink",))]
    assert (said.in_step, said.refused, said.waits) == (False, (Unfit(Why.NO_RESTART, "zone"),), ())
    device.twin.stop()
    assert Device(tmp_path).twin.profile == HALL, "whoever starts it by hand starts it as it is wanted"


def test_what_apply_brings_is_named_and_keeps_it_out_of_step(tmp_path):
    device = Device(tmp_path)
    said = device.hear(wanted(1, replace(BASE, account=replace(BASE.account, timezone="Asia/Tokyo"))))
    assert (said.in_step, said.apply, said.refused) == (False, ("timezone",), ())


def test_a_key_that_it_does_not_know_is_named_and_the_rest_is_done(tmp_path):
    device = Device(tmp_path)
    said = device.hear(wanted(1, LOUD, perfume="rose"))
    assert device.twin.profile == LOUD
    assert (said.in_step, said.refused) == (False, (Unfit(Why.UNKNOWN, "perfume"),))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sink", 5),
        ("calling", None),
        ("announcing", {"repeat_after_s": "soon"}),
        ("announcing", {"volumes": {"25:00": 1}}),
        ("announcing", {"volumes": {"07:00": 900}}),
        ("announcing", {"quiet": ["11:30"]}),
        ("announcing", {"repeat_after_s": -1}),
        ("loudspeaker", {"gain_db": 1e9}),
        ("loudspeaker", {"quiet": ["a-b"]}),
        ("voices", {"words_a_minute": 9000}),
        ("voices", {"pitch": -1}),
    ],
)
def test_a_value_that_is_none_changes_nothing_at_all(tmp_path, key, value):
    device = Device(tmp_path)
    said = device.hear(wanted(1, LOUD, **{key: value}))
    assert said.refused == (Unfit(Why.WRONG, key),)
    assert device.twin.profile == BASE


def test_an_older_one_is_not_taken_also_after_a_restart(tmp_path):
    device = Device(tmp_path)
    device.hear(wanted(5, LOUD))
    device.twin.stop()
    again = Device(tmp_path)
    said = again.hear(wanted(4, SOFT))
    assert (said.refused, said.revision, said.in_step) == ((Unfit(Why.OLDER),), 5, False)
    assert again.twin.profile == LOUD
    assert again.hear(wanted(6, SOFT)).in_step


def test_what_fails_is_undone_said_and_not_tried_again_until_it_is_another(tmp_path):
    device = Device(tmp_path)
    device.faults = 1
    said = device.hear(wanted(1, LOUD))
    assert (said.refused, said.in_step) == ((Unfit(Why.FAILED),), False)
    assert device.changes == [(BASE, ("sink",))], "as it was before"
    assert device.hear(wanted(1, LOUD)).refused == (Unfit(Why.FAILED),)
    assert len(device.changes) == 1
    assert device.hear(wanted(2, SOFT)).in_step


@pytest.mark.parametrize(("second", "ends"), [(BASE, BASE), (SOFT, SOFT), (LOUD, LOUD)])
@pytest.mark.parametrize("fails", [False, True])
def test_what_is_heard_while_another_one_is_being_applied_counts_in_the_end(tmp_path, second, ends, fails):
    """As back to what was before, which at that moment still runs."""
    device = Device(tmp_path)

    def hear() -> None:
        device.busy = True  # one work after the other, on the thread of the program
        device.hear(wanted(2, second))

    device.meanwhile, device.faults = [hear], int(fails)
    device.hear(wanted(1, LOUD))
    device.busy = False
    while device.waiting:
        device.waiting.pop(0)()
    told = device.link.told[-1]
    has_failed = fails and second is LOUD
    assert device.twin.profile == (BASE if has_failed else ends)
    assert (told.revision, told.in_step) == (2, not has_failed)
    assert told.refused == ((Unfit(Why.FAILED),) if has_failed else ())
    assert told.waits == ()


def test_who_dies_with_it_twice_does_not_try_it_a_third_time(tmp_path):
    Device(tmp_path, stands_s=0.0).stands(wanted(1, SOFT))
    Device(tmp_path).hear(wanted(2, LOUD))  # and it dies here
    back = Device(tmp_path)
    assert back.twin.profile == SOFT
    assert back.hear(wanted(2, LOUD)).live == ("sink", "loudspeaker")  # and dies again
    for _ in range(2):
        spared = Device(tmp_path)
        assert spared.twin.profile == SOFT
        said = spared.hear(wanted(2, LOUD))
        assert (said.refused, said.in_step, spared.changes) == ((Unfit(Why.FATAL),), False, [])
    assert spared.hear(wanted(3, HALL)).in_step, "another one is tried"


def test_duty_is_kept_told_and_heard(tmp_path):
    device = Device(tmp_path)
    device.twin.decide(serves=False)
    assert device.link.told[-1].duty == Duty(serves=False, turn=1)
    assert device.hear(wanted(1, BASE)).duty == Duty(serves=False, turn=1), "an older decision changes nothing"
    assert not Device(tmp_path).twin.serves
    device.hear(wanted(1, BASE, Duty(serves=True, turn=2)))
    assert device.duties == [Duty(serves=True, turn=2)]
    assert Device(tmp_path).twin.serves


def test_a_decision_in_an_old_configuration_counts_all_the_same(tmp_path):
    device = Device(tmp_path)
    device.hear(wanted(5, BASE))
    assert device.hear(wanted(4, BASE, Duty(serves=False, turn=1))).duty == Duty(serves=False, turn=1)
    assert not device.twin.serves


def test_without_a_folder_it_does_what_it_can_and_never_restarts_in_vain():
    device = Device(None, anew=["zone"])
    said = device.hear(wanted(1, HALL))
    assert (device.restarts, device.twin.profile) == (0, LOUD)
    assert said.refused == (Unfit(Why.UNSTORED, "zone"), Unfit(Why.UNSTORED))
    with pytest.raises(OSError, match="folder"):
        device.twin.decide(serves=False)
    assert device.twin.serves


@pytest.mark.parametrize("worn", [b"", b"{", b"\0" * 64, b'{"trial": 5}', b'{"good": {"sink": 7}, "base": "%s"}'])
def test_a_memory_that_cannot_be_read_is_as_good_as_none(tmp_path, worn):
    (tmp_path / "twin.json").write_bytes(worn.replace(b"%s", wanted(1, BASE).version.encode()))
    device = Device(tmp_path)
    assert device.twin.profile == BASE
    assert device.hear(wanted(1, LOUD)).in_step


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
BODY = st.fixed_dictionaries(
    {"revision": JUNK | st.integers(1, 9), "version": JUNK | st.text()},
    optional={
        "settings": JUNK | st.dictionaries(st.sampled_from(["sink", "calling", "announcing", "voices"]), JUNK),
        "seals": JUNK,
        "duty": JUNK,
    },
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=64) | BODY.map(lambda body: json.dumps({"schema": 1, "type": "Wanted", "body": body}).encode())
)
def test_whatever_is_heard_the_device_goes_on(payload):
    device = Device(None)
    try:
        device.twin.hear("", payload)
    except MalformedMessageError:
        assert device.link.told[-1].refused[0].why is Why.MALFORMED
        assert device.twin.profile == BASE
    assert device.hear(wanted(2**30 - 1, SOFT)).running == wanted(1, SOFT).version
