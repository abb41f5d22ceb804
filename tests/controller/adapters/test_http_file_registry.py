"""The registry adapter against the stand-in in every mood, and against every value that a record may hold."""

import logging
import threading
import time
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract.ids import FileCode
from contract.notices import LookUp
from contract.registry import Registry
from controller.adapters.http_file_registry import HttpFileRegistry
from controller.core.breaker import FAILURES, REST_S
from controller.ports import RegistryAnswer
from demo.files import sample_files
from demo.registry import DemoRegistry, Mood

FILES = sample_files(date(2026, 11, 22))
CODE = FILES[0].code
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DEADLINE_S = 0.6
GRACE_S = 0.5
DEAD = [Mood.SLOW, Mood.MUTE, Mood.DRIBBLE]
WRONG = [Mood.NONSENSE, Mood.BUSY, Mood.HUGE, Mood.RESET, Mood.REDIRECT]


@pytest.fixture
def registry():
    with DemoRegistry(FILES) as registry:
        yield registry


def ask(url, code=CODE, **options):
    """The answer and the seconds it took."""
    start = time.monotonic()
    answer = HttpFileRegistry(Registry(url, "H09", DEADLINE_S), ZONE, **options).look_up(code)
    return answer, time.monotonic() - start


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.status}")
def test_every_sample_file_is_found(registry, file):
    answer, _ = ask(registry.url, file.code)
    assert answer == RegistryAnswer(LookUp.FOUND, file.status, file.procedure, file.due_on)


def test_nothing_personal_comes_through(registry, caplog):
    caplog.set_level(logging.DEBUG)
    told = ""
    for mood in (Mood.FINE, Mood.NONSENSE, Mood.HUGE):
        registry.set_mood(mood)
        told += "".join(repr(ask(registry.url, file.code)[0]) for file in FILES)
    told += caplog.text
    assert CODE not in told
    for file in FILES:
        assert not any(word in told for word in (file.owner, file.citizen_number, file.phone))


def test_a_code_that_the_registry_does_not_know(registry):
    answer, _ = ask(registry.url, FileCode("H56.14-240823-0001"))
    assert answer == RegistryAnswer(LookUp.UNKNOWN_FILE)


@pytest.mark.parametrize("mood", DEAD)
def test_a_registry_that_does_not_answer_in_time_is_not_waited_for(registry, mood):
    registry.set_mood(mood)
    answer, seconds = ask(registry.url)
    assert answer.outcome is LookUp.UNAVAILABLE
    assert DEADLINE_S <= seconds < DEADLINE_S + GRACE_S


@pytest.mark.parametrize("mood", WRONG)
def test_a_registry_that_answers_wrongly(registry, mood):
    registry.set_mood(mood)
    answer, seconds = ask(registry.url)
    assert answer.outcome is LookUp.UNAVAILABLE
    assert seconds < DEADLINE_S + GRACE_S


@pytest.mark.parametrize("mood", [Mood.BUSY, Mood.RESET])
def test_a_hiccup_is_asked_again_once(registry, mood):
    registry.set_mood(mood, turns=1)
    assert ask(registry.url)[0].outcome is LookUp.FOUND
    assert registry.asked == 2


@pytest.mark.parametrize("mood", [Mood.BUSY, Mood.RESET])
def test_never_more_than_twice(registry, mood):
    registry.set_mood(mood)
    ask(registry.url)
    assert registry.asked == 2


def test_a_redirect_is_not_followed(registry):
    registry.set_mood(Mood.REDIRECT)
    ask(registry.url)
    assert registry.asked == 1


def test_a_proxy_in_the_environment_is_not_used(registry, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert ask(registry.url)[0].outcome is LookUp.FOUND


@pytest.mark.parametrize("url", ["", "nonsense", "http://127.0.0.1:9/", "http://[", "https://127.0.0.1:9/", "ftp://a/"])
def test_an_address_without_a_registry(url):
    answer, seconds = ask(url)
    assert answer.outcome is LookUp.UNAVAILABLE
    assert seconds < DEADLINE_S + GRACE_S


def test_a_dead_registry_soon_costs_no_waiting_and_is_tried_again(registry):
    now = [100.0]
    adapter = HttpFileRegistry(Registry(registry.url, "H09", DEADLINE_S, 0), ZONE, clock=lambda: now[0])
    registry.set_mood(Mood.RESET)
    for _ in range(FAILURES):
        adapter.look_up(CODE)
    asked = registry.asked
    assert adapter.look_up(CODE).outcome is LookUp.UNAVAILABLE
    assert registry.asked == asked
    registry.set_mood(Mood.FINE)
    now[0] += REST_S
    assert adapter.look_up(CODE).outcome is LookUp.FOUND
    assert adapter.look_up(CODE).outcome is LookUp.FOUND


def test_many_at_once_get_their_own_answers(registry):
    adapter = HttpFileRegistry(Registry(registry.url, "H09", 5.0), ZONE)
    answers = {}

    def look_up(file):
        answers[file.code] = adapter.look_up(file.code)

    threads = [threading.Thread(target=look_up, args=(file,)) for file in FILES[:8]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(6)
    assert {code: answer.status for code, answer in answers.items()} == {file.code: file.status for file in FILES[:8]}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


class Canned(DemoRegistry):
    """Answers with whatever the test wants."""

    said = None

    def answer(self, question):
        return self.said


@pytest.fixture(scope="module")
def canned():
    with Canned(()) as registry:
        yield registry


def say(canned, record):
    canned.said = {"error_code": 0, "result": [{"MaHoSo": CODE, **record}]}
    return ask(canned.url)[0]


@settings(max_examples=25, deadline=None)
@given(
    record=st.fixed_dictionaries(
        {"TenTTHC": VALUES, "TrangThaiHoSo": VALUES, "NgayTiepNhan": VALUES, "NgayHenTra": VALUES}
    )
)
def test_wrong_values_lose_only_themselves(canned, record):
    answer = say(canned, record)
    assert answer.outcome is LookUp.FOUND
    assert answer.status in range(11)
    assert answer.procedure is None or (answer.procedure.isprintable() and len(answer.procedure) <= 200)
    assert answer.due_on is None or isinstance(answer.due_on, date)


@pytest.mark.parametrize(
    ("status", "shown"),
    [(9, 9), ("9", 9), ("10", 10), (0, 0), (11, 0), (-1, 0), (True, 0), ("nine", 0), (4.0, 0), (None, 0)],
)
def test_a_status_is_known_or_nothing(canned, status, shown):
    assert say(canned, {"TrangThaiHoSo": status}).status == shown


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("20261122083000", date(2026, 11, 22)),
        ("20240229000000", date(2024, 2, 29)),
        ("20230229000000", None),
        ("20261322083000", None),
        ("00010101000000", None),
        ("99991231235959", None),
        ("22/11/2026", None),
        ("２0261122083000", None),
        (20261122083000, None),
    ],
)
def test_a_date_exists_or_is_left_out(canned, said, day):
    assert say(canned, {"NgayHenTra": said}).due_on == day


def test_a_procedure_is_one_line_in_nfc(canned):
    assert say(canned, {"TenTTHC": "  Ca\u0302\u0301p\r\nbản  sao\x07 "}).procedure == "Cấp bản sao"
