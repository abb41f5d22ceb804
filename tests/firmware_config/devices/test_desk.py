"""Small devices under a real MicroPython, before a real broker: what people see and press, and what must never throw them over."""

import json
import tomllib
from datetime import timedelta

import pytest

from contract.codec import encode_notice
from contract.commands import CallNext, Finish, MarkAbsent, OpenCounter, RateVisit, Recall, Score
from contract.directives import Directive, Done, Result
from contract.health import Mishap
from contract.notices import CounterStatus, Presence
from contract.twin import Duty, Reported, Unfit, Wanted, Why
from demo.screen import wait_for
from firmware_config.devices.core.segments import segments
from tests.firmware_config.devices.desk import MICROPYTHON, PATIENCE_S, ROOT
from tests.firmware_config.devices.stage import Stage
from tests.firmware_config.devices.wires import Max7219Chip, Tm1637Chip, read_frames


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    stage = Stage(tmp_path_factory.mktemp("stage"))
    try:
        stage.start()
        yield stage
    finally:
        stage.stop()


@pytest.fixture
def pad(stage):
    """The pad of counter 1, which takes invitations, and its Wi-Fi."""
    stage.invite(1, None)
    stage.lives()
    desk, wifi = stage.desk("pad-1")
    desk.wait(0, "ready")
    desk.wait(0, "lamp dark")
    yield desk, wifi
    desk.cut()


@pytest.fixture
def keypad(stage):
    """The keypad of counter 2, which is open and free, and its Wi-Fi."""
    stage.lives()
    stage.counter(2)
    desk, wifi = stage.desk("keypad-2")
    desk.wait(0, "lamp dark")
    yield desk, wifi
    desk.cut()


def test_it_is_the_interpreter_of_the_boards():
    assert MICROPYTHON.exists(), "tests/micropython/build.sh makes it"


def test_a_pad_from_the_invitation_to_the_answer(stage, pad):
    desk, _ = pad
    assert stage.last(stage.at.presence("pad-1")) == Presence("pad-1", online=True)
    asked = len(stage.requests("pad-1"))
    desk.press("face1")
    desk.wait(0, "nobody may rate now: face1")
    stage.invite(1, "2026-11-23-B001")
    desk.wait(0, "lamp lit")
    desk.press("face3")
    kept = desk.wait(0, "kept RateVisit").split()[2]
    desk.wait(0, "lamp sent")
    request = stage.wait_request("pad-1", asked + 1)
    after_s = request.command.after_s
    assert request.command == RateVisit("2026-11-23-B001", Score.NOT_SATISFIED, mark="mark", after_s=after_s)
    assert request.id == kept
    assert 0 <= after_s < PATIENCE_S
    mark = desk.mark
    desk.press("face1")
    desk.wait(mark, "nobody may rate now: face1")
    assert stage.wait_request("pad-1", asked + 2) == request  # nobody has answered: it says it again, under the same id
    stage.answer("pad-1", kept)
    desk.wait(0, f"answered Acceptance {kept}")
    desk.wait(mark, "lamp dark")
    desk.cut()
    assert desk.owed() == {}


def test_a_vote_outlives_a_power_cut_and_its_visit_is_not_asked_again(stage, pad):
    desk, _ = pad
    stage.invite(1, "2026-11-23-B002")
    desk.wait(0, "lamp lit")
    desk.press("face2")
    kept = desk.wait(0, "kept RateVisit").split()[2]
    desk.cut()
    assert desk.owed() == {kept: "RateVisit"}
    mark = desk.mark
    desk.start()
    desk.wait(mark, "ready")
    wait_for(lambda: stage.requests("pad-1")[-1].id == kept or None, PATIENCE_S, "the vote is not sent again")
    stage.invite(1, "2026-11-23-B002")
    desk.press("face1")
    desk.wait(mark, "nobody may rate now: face1")
    stage.answer("pad-1", kept, refused=True)
    desk.wait(mark, f"answered Refusal {kept}")


def test_a_pad_without_a_controller_or_a_wifi_says_so(stage, pad):
    desk, wifi = pad
    mark = desk.mark
    stage.dies()
    desk.wait(mark, "lamp alone")
    mark = desk.mark
    stage.lives()
    desk.wait(mark, "lamp dark")
    mark = desk.mark
    wifi.pull()
    desk.wait(mark, "not connected")
    desk.wait(mark, "lamp alone")
    stage.wait(lambda: stage.last(stage.at.presence("pad-1")) == Presence("pad-1", online=False), "its last will")
    mark = desk.mark
    wifi.plug()
    desk.wait(mark, "connected")
    desk.wait(mark, "lamp dark")
    mark = desk.mark
    desk.say("wifi 0")
    desk.wait(mark, "not connected: no Wi-Fi")
    desk.say("wifi 1")
    desk.wait(mark, "connected")


def test_a_keypad_speaks_of_the_visit_at_its_counter(stage, keypad):
    desk, _ = keypad
    for key, command in (
        ("next", CallNext(2)),
        ("recall", Recall(2, "visit-B012")),
        ("absent", MarkAbsent(2, "visit-B012")),
        ("finish", Finish(2, "visit-B012")),
    ):
        asked, mark = len(stage.requests("keypad-2")), desk.mark
        desk.press(key)
        request = stage.wait_request("keypad-2", asked + 1)
        assert request.command == command
        desk.press("finish")
        desk.wait(mark, "means nothing now: finish")  # one at a time
        stage.answer("keypad-2", request.id)
        desk.wait(mark, f"answered Acceptance {request.id}")
        if key == "next":
            stage.counter(2, "B012")
            desk.wait(mark, "lamp lit")


def test_a_keypad_shows_refusals_and_opens_its_counter(stage, keypad):
    desk, _ = keypad
    mark = desk.mark
    desk.press("finish")
    desk.wait(mark, "means nothing now: finish")
    desk.wait(mark, "lamp refused")
    mark = desk.mark
    asked = len(stage.requests("keypad-2"))
    desk.press("next")
    stage.answer("keypad-2", stage.wait_request("keypad-2", asked + 1).id, refused=True)
    desk.wait(mark, "answered Refusal")
    desk.wait(mark, "lamp refused")
    stage.counter(2, status=CounterStatus.PAUSED)
    desk.wait(mark, "lamp resting")
    desk.press("next")
    assert stage.wait_request("keypad-2", asked + 2).command == OpenCounter(2)
    mark = desk.mark
    stage.dies()
    stage.answer("keypad-2", stage.requests("keypad-2")[-1].id)
    desk.wait(mark, "lamp alone")
    desk.press("next")
    desk.wait(mark, "means nothing now: next")


def test_a_press_that_nobody_expects_any_more_is_withdrawn(stage, keypad):
    desk, _ = keypad
    desk.press("next")
    kept = desk.wait(0, "kept CallNext").split()[2]
    stage.wait_request("keypad-2")
    desk.cut()
    asked, mark = len(stage.requests("keypad-2")), desk.mark
    stage.ahead = timedelta(seconds=61)
    try:
        desk.start()
        desk.wait(mark, f"withdrawn {kept}")
        desk.wait(mark, "lamp refused")
        desk.wait(mark, "lamp dark")
    finally:
        stage.ahead = timedelta(0)
    assert len(stage.requests("keypad-2")) == asked
    desk.cut()
    assert desk.owed() == {}


NUMBERS = (1, 2, 3)


def shown(desk):
    """What stands on a number board, by its chip: segments from the left, or the letters of the line."""
    pins = {str(pin): wire for wire, pin in desk.pins.items()}
    if "tx" in desk.pins:
        frames = read_frames(b"".join(bytes.fromhex(words) for what, words in list(desk.told) if what == "tx"))
        return next((data for _, what, data in reversed(frames) if what == "T"), "")
    chip = Tm1637Chip() if "dio" in desk.pins else Max7219Chip()
    for what, level in list(desk.told):
        if what in pins:
            getattr(chip, f"set_{pins[what]}")(int(level))
    assert chip.faults == []
    return bytes(chip.digits[:4]) if "dio" in desk.pins else bytes(chip.lit(4))


def test_number_boards_show_their_counters_on_every_display(stage):
    """1: MAX7219, 2: a line of letters, 3: TM1637."""
    stage.lives()
    for number in NUMBERS:
        stage.counter(number, "B011")
    desks = [stage.desk(f"so-{number}")[0] for number in NUMBERS]

    def see(text):
        for desk in desks:
            wanted = text if "tx" in desk.pins else segments(text, 4)
            wait_for(lambda: shown(desk) == wanted or None, PATIENCE_S, f"{text} is not shown")  # noqa: B023 (at once)

    see("8.8.8.8.")
    see("B011")
    for number in NUMBERS:
        stage.counter(number, "C012")
    see("    ")  # they blink
    see("C012")
    for status, text in ((CounterStatus.PAUSED, "nGHI"), (CounterStatus.CLOSED, "dOnG"), (CounterStatus.OPEN, "    .")):
        for number in NUMBERS:
            stage.counter(number, status=status)
        see(text)
    stage.dies()
    see("----")
    stage.lives()
    see("    .")
    for desk in desks:
        desk.cut()


BAD = (
    b"",
    b"{",
    b"\xff\xfe\x00",
    b"[" * 20_000,
    b"null",
    b'{"schema":2,"type":"Office","body":{}}',
    b'{"schema":1,"type":"Office","body":{"rating_scale":"many","rating_seconds":1e9}}',
    b'{"schema":1,"type":"RatingInvitation","body":{"visit":["a"],"mark":7}}',
    b'{"schema":1,"type":"CounterState","body":{"call":{"visit":{},"times":"x","number":9},"status":4}}',
    b'{"schema":1,"type":"Pulse","body":{"at":"tomorrow"}}',
    b'{"schema":1,"type":"Wanted","body":{"revision":"x","settings":7,"duty":[]}}',
    b'{"schema":1,"type":"Acceptance","body":{"request":{}}}',
    b'{"schema":1,"type":"Directive","body":{"id":"b","what":{}}}',
    b'{"schema":1,"type":"Directive","body":{"id":7,"what":"restart"}}',
    b" " * 24_000,
    b"x" * 40_000,
    b"\x00" * 64_000,
)


def test_whatever_arrives_a_device_goes_on(stage):
    stage.lives()
    stage.counter(3)
    desks = {device: stage.desk(device)[0] for device in ("pad-3", "keypad-3", "so-1", "so-3")}
    mark = stage.mark
    for device, desk in desks.items():
        desk.wait(0, "connected")
        topics = (
            stage.at.office, stage.at.pulse, stage.at.answer(device), stage.at.rating(desk.number),
            stage.at.counter(desk.number), stage.at.wanted(device), stage.at.directive(device),
        )  # fmt: skip
        for payload in BAD:
            for topic in topics:
                stage.shout(topic, payload)
        stage.shout(stage.at.directive(device), b'{"schema":1,"type":"Directive","body":{"id":"a","what":"restart"}}')
    for device, desk in desks.items():
        assert desk.wait_ended() == 3  # it has heard all that, and still does what it is told
        assert [words for words in desk.said if "anew after" in words] == []
        gone = Presence(device, online=False)
        stage.wait(lambda: stage.last(stage.at.presence(device)) == gone, "its last will")  # noqa: B023 (at once)
        assert stage.requests(device, mark) == []


def test_a_configuration_comes_over_the_air_and_the_last_good_one_comes_back(stage):
    stage.lives()
    stage.counter(3, "B001")
    desk, _ = stage.desk("so-3")
    desk.wait(0, "connected")
    reported = stage.at.reported("so-3")

    def wants(revision, version, settings, duty=Duty()):  # noqa: B008 (frozen)
        stage.say(stage.at.wanted("so-3"), Wanted(revision, version, settings, duty=duty))

    def reports(told):
        stage.wait(lambda: stage.last(reported) == told, f"{told} is not reported, but {stage.last(reported)}")

    wants(1, "v1", {"words": {"paused": "A", "closed": "B"}, "hardware": {"brightness": 7}})
    reports(Reported("so-3", 1, "v1", in_step=True))
    stage.counter(3, status=CounterStatus.CLOSED)
    wait_for(lambda: shown(desk) == segments("   B", 4) or None, PATIENCE_S, "the new word is not shown")
    wants(2, "v2", {"hardware": {"brightness": 99}})
    reports(Reported("so-3", 2, "v1", in_step=False, refused=(Unfit(Why.WRONG, "hardware"),)))
    wants(3, "v3", {"hardware": {"pins": {"clk": 22}}})
    assert desk.wait_ended() == 3
    desk.start()
    reports(Reported("so-3", 3, "v3", in_step=True))
    mark = desk.mark
    wait_for(lambda: "22" in {what for what, _ in desk.told[mark:]} or None, PATIENCE_S, "the new pin is not used")
    wants(3, "v3", {"hardware": {"pins": {"clk": 22}}}, Duty(serves=False, turn=1))
    reports(Reported("so-3", 3, "v3", in_step=True, duty=Duty(serves=False, turn=1)))
    desk.cut()
    kept = json.loads((desk.flash / "twin").read_bytes()[9:])
    assert kept["good"]["version"] == "v3"


def test_directives_from_the_fleet_page(stage):
    stage.lives()
    stage.counter(1)
    desk, _ = stage.desk("so-1")
    desk.wait(0, "connected")
    at, ordered = stage.at.health("so-1"), stage.at.directive("so-1")

    def order(directive, what):
        stage.shout(ordered, encode_notice(Directive(directive, what)))

    def told(done):
        stage.wait(lambda: getattr(stage.last(at), "done", 0) == done, f"{done} is not told, but {stage.last(at)}")

    told(None)
    assert stage.last(at).version == tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    wait_for(lambda: shown(desk) == segments("    .", 4) or None, PATIENCE_S, "the board is not at rest")
    order("d1", "test-board")
    told(Done("d1", Result.BEGUN))
    wait_for(lambda: shown(desk) == segments("8.8.8.8.", 4) or None, PATIENCE_S, "not everything is lit")
    told(Done("d1", Result.DONE))
    order("d2", "test-print")
    told(Done("d2", Result.CANNOT))
    order("d3", "restart")
    assert desk.wait_ended() == 3
    told(Done("d3", Result.BEGUN))


def test_a_button_that_sticks_is_told_to_the_fleet_page(stage):
    stage.lives()
    desk, _ = stage.desk("pad-2")
    desk.wait(0, "ready")
    desk.say(f"{desk.pins['face2']} 0")
    desk.wait(0, "nobody may rate now: face2")
    desk.say("hurry 31000")
    desk.wait(0, "lamp trouble")
    stage.wait(lambda: stage.last(stage.at.health("pad-2")).error == Mishap("stuck face2"), "the button that sticks")
    desk.cut()


def test_who_is_not_let_in_says_so(stage):
    desk, _ = stage.desk("pad-2", password="wrong")
    desk.wait(0, "lamp alone")
    desk.wait(0, "link: the broker refuses: 05")
    desk.cut()


def test_a_torn_profile_is_told_on_the_console(stage):
    desk, _ = stage.desk("pad-2")
    desk.cut()
    (desk.flash / "profile.json").write_bytes(b'{"account": {"role": "pa')
    mark = desk.mark
    desk.start()
    desk.wait(mark, "no profile that can be read")
    assert desk.wait_ended() == 3
