"""A suggestion on the real outbox: stored before it is sent, sent until it is answered, then forgotten; and the question by its number."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from contract.commands import AskSuggestion, LeaveSuggestion
from contract.ids import RequestId
from contract.notices import Acceptance, Reason, Refusal, SuggestionStatus
from contract.suggestion import SuggestionKind, SuggestionState
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core import suggestion_journey as s
from kiosk.core.happenings import Left
from kiosk.core.typing_keys import KeyTapped
from kiosk.core.views import Home
from tests.kiosk.test_kiosk_service import Bench

AT = datetime(2026, 11, 23, 1, tzinfo=UTC)
ONE = RequestId("r1")
LEFT = LeaveSuggestion(SuggestionKind.IDEA, None, AT, "Ghế")


@pytest.fixture
def bench(tmp_path):
    bench = Bench(tmp_path)
    yield bench
    bench.end()


def send(bench, request=ONE):
    keys = [KeyTapped(one) for one in ("g", "h", "ê", "acute")]
    steps = (Left(), s.SuggestTapped(), s.KindTapped(SuggestionKind.IDEA, listed=False), *keys, s.WordsDone())
    for one in (*steps, s.SendTapped(request, AT)):
        bench.kiosk.happen(one)


def latest(told):
    return next(view for what, view in reversed(told) if what == "shown")


def test_stored_sent_shown_and_forgotten_once_it_is_answered(bench):
    send(bench)
    told = bench.world.until(lambda told: isinstance(latest(told), s.SuggestSent))
    assert ("sent", LEFT) in told
    assert [request for request, _ in bench.box.pending()] == [ONE]
    bench.hear(Acceptance(ONE))
    told = bench.world.until(lambda told: getattr(latest(told), "draft", 0) is None)
    assert latest(told).request == ONE
    assert bench.box.pending() == []
    with closing(sqlite3.connect(bench.folder / "outbox.sqlite")) as db:
        assert db.execute("SELECT payload FROM requests").fetchall() == [(b"",)]


def test_what_was_left_before_a_power_cut_is_sent_after_it_and_not_shown(bench):
    send(bench)
    bench.world.until(lambda told: ("sent", LEFT) in told)
    bench.end()
    bench.begin()
    bench.sender.start()
    bench.world.until(lambda told: ("sent", LEFT) in told)
    assert bench.world.told[0] == ("shown", Home())
    bench.sender.stop()


def test_what_is_refused_stands_there_to_be_sent_again(bench):
    send(bench)
    bench.world.until(lambda told: isinstance(latest(told), s.SuggestSent))
    bench.hear(Refusal(ONE, Reason.TOO_MANY_SUGGESTIONS))
    told = bench.world.until(lambda told: isinstance(latest(told), s.SuggestCheck) and latest(told).refused)
    assert latest(told).draft.typed.text == "Ghế"
    assert bench.box.pending() == []


def test_words_are_not_lost_to_a_number_that_is_taken(bench):
    send(bench)
    bench.kiosk.happen(Left())
    bench.world.until(lambda told: isinstance(latest(told), Home) and ("sent", LEFT) in told)
    bench.hear(Refusal(ONE, Reason.NUMBER_TAKEN))
    bench.world.until(lambda told: told.count(("sent", LEFT)) == 2)
    bench.kiosk.happen(s.SuggestTapped())  # whatever comes after: the refusal has been settled
    bench.world.until(lambda told: isinstance(latest(told), s.SuggestKinds))
    assert ONE not in dict(bench.box.pending())
    assert len(bench.box.pending()) == 1


class FullOutbox(SqliteOutbox):
    """A disk that takes nothing."""

    def put(self, request, payload):
        raise OSError(28, "No space left on device")


def test_a_full_disk_says_so_and_keeps_the_words_on_the_screen(tmp_path):
    bench = Bench(tmp_path, FullOutbox)
    try:
        send(bench)
        told = bench.world.until(lambda told: getattr(latest(told), "refused", None) is Reason.NOT_STORED)
        assert latest(told).draft.typed.text == "Ghế"
    finally:
        bench.end()


def test_a_question_is_asked_once_and_answered(bench):
    number = s.suggestion_number(ONE)
    for one in (s.SuggestTapped(), s.AskTapped(), *map(KeyTapped, number), s.NumberTyped(RequestId("q1"))):
        bench.kiosk.happen(one)
    bench.world.until(lambda told: ("sent", AskSuggestion(number)) in told)
    status = SuggestionStatus(RequestId("q1"), number, SuggestionState.RECEIVED, SuggestionKind.IDEA, AT.date())
    bench.hear(status)
    bench.world.until(lambda told: latest(told) == s.SuggestAnswer(number, status))
    assert bench.box.pending() == []


def test_nobody_waits_for_an_answer_that_does_not_come(tmp_path):
    bench = Bench(tmp_path)
    bench.end()
    bench.begin(lambda view, *, plain: 0.05 if isinstance(view, s.SuggestAsking) else None)
    number = s.suggestion_number(ONE)
    for one in (s.SuggestTapped(), s.AskTapped(), *map(KeyTapped, number), s.NumberTyped(RequestId("q1"))):
        bench.kiosk.happen(one)
    try:
        bench.world.until(lambda told: latest(told) == s.SuggestAnswer(number, None))
    finally:
        bench.end()
