"""Which suggestion is taken, who may handle one, and how one stands after all that happened to it."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from contract.codec import from_plain, to_plain
from contract.commands import HandleSuggestion, LeaveSuggestion
from contract.ids import SuggestionNumber
from contract.notices import Reason
from contract.suggestion import LONGEST, LONGEST_ANSWER, TOPICS, SuggestionKind, SuggestionState
from contract.suggestion_topics import Suggestions, SuggestionTopic
from controller.core.events import DayOpened, Entry, SuggestionHandled, SuggestionLeft
from controller.core.evolve import evolve
from controller.core.queue import Queue
from controller.core.refusal import RefusedError
from controller.core.rights import device_sender
from controller.core.suggestions import (
    Suggestion,
    handle_suggestion,
    leave_suggestion,
    read_suggestions,
    topics,
)
from tests.office import HOA, KIOSK, MORNING, PAD, clerk, head_page, small_site

NUMBER, OTHER = SuggestionNumber("8170899655"), SuggestionNumber("2312259244")
SITE = small_site()
DELAY = LeaveSuggestion(SuggestionKind.CONDUCT, "delay", MORNING, "Chờ hai giờ.")
LEFT = SuggestionLeft(NUMBER, SuggestionKind.CONDUCT, "delay", MORNING, "Chờ hai giờ.")
KNOWN = Suggestion(NUMBER, SuggestionKind.CONDUCT, "delay", "Chờ hai giờ.", MORNING, KIOSK, 1)


def day(**settings):
    return Queue(replace(SITE, suggestions=Suggestions(**settings)))


def leave(command, queue=None, sender=KIOSK, at=MORNING, *, taken=False):
    return leave_suggestion(command, NUMBER, queue or day(), at, device_sender(SITE, sender), taken=taken)


def refused(ask, *words, **settings):
    with pytest.raises(RefusedError) as told:
        ask(*words, **settings)
    return told.value.reason


def handle(state, answer="", known=KNOWN, page=None):
    return handle_suggestion(HandleSuggestion(NUMBER, state, answer), known, day(), page or head_page())


def test_what_the_law_lists_can_be_left_with_or_without_words():
    for kind, listed in TOPICS.items():
        for topic in listed:
            assert leave(replace(DELAY, kind=kind, topic=topic, text=""))[0].topic == topic
    assert leave(DELAY) == [LEFT]
    assert leave(LeaveSuggestion(SuggestionKind.IDEA, None, MORNING, "Thêm ghế ngồi"))[0].text == "Thêm ghế ngồi"


def test_what_cannot_be_left():
    assert refused(leave, replace(DELAY, topic="weather")) is Reason.UNKNOWN_TOPIC
    assert refused(leave, replace(DELAY, kind=SuggestionKind.RULES)) is Reason.UNKNOWN_TOPIC
    assert refused(leave, replace(DELAY, topic=None, text=" ")) is Reason.BAD_SUGGESTION
    assert refused(leave, replace(DELAY, text="a" * (LONGEST + 1))) is Reason.BAD_SUGGESTION
    assert refused(leave, replace(DELAY, text="a\x1bb")) is Reason.BAD_SUGGESTION
    assert refused(leave, DELAY, taken=True) is Reason.NUMBER_TAKEN
    assert refused(leave, DELAY, sender=PAD) is Reason.NOT_ALLOWED
    assert refused(leave, DELAY, day(offered=False)) is Reason.UNKNOWN_TOPIC


@pytest.mark.parametrize("year", [1, 1900, 9999])
@pytest.mark.parametrize("hours", [-14, 0, 14])
def test_no_clock_of_a_kiosk_is_too_wrong(year, hours):
    left_at = datetime(year, 1, 1, 7, tzinfo=timezone(timedelta(hours=hours)))
    (left,) = leave(replace(DELAY, left_at=left_at))
    assert left.left_at <= MORNING
    assert datetime.fromisoformat(left.left_at.isoformat()) == from_plain(to_plain(left), SuggestionLeft).left_at


def test_a_clock_without_a_zone_is_the_offices():
    assert leave(replace(DELAY, left_at=MORNING.replace(tzinfo=None)))[0].left_at == MORNING


def test_a_site_may_have_a_list_of_its_own():
    own = (SuggestionTopic("gui-xe", "Chỗ gửi xe chật", english="Parking is tight"),)
    queue = day(topics=own)
    assert [(one.id, one.text, one.english) for one in topics(queue.site)] == [
        ("gui-xe", "Chỗ gửi xe chật", "Parking is tight")
    ]
    assert leave(replace(DELAY, topic="gui-xe"), queue)
    assert refused(leave, DELAY, queue) is Reason.UNKNOWN_TOPIC
    assert topics(day(offered=False).site) is None


def test_idle_hands_leave_a_few_a_minute():
    queue = day(per_minute=2)
    evolve(queue, Entry(1, MORNING, KIOSK, None, DayOpened(MORNING.date())))
    for seq, seconds in enumerate((0, 20), 2):
        left = replace(LEFT, left_at=MORNING + timedelta(seconds=seconds))
        evolve(queue, Entry(seq, MORNING, KIOSK, None, left))
    later = [MORNING + timedelta(seconds=one) for one in (30, 61)]
    assert refused(leave, replace(DELAY, left_at=later[0]), queue, at=later[1]) is Reason.TOO_MANY_SUGGESTIONS
    assert leave(replace(DELAY, left_at=later[1]), queue, at=later[1])
    assert leave(DELAY, day(per_minute=0))
    evolve(queue, Entry(4, MORNING, KIOSK, None, replace(LEFT, left_at=MORNING + timedelta(minutes=5))))
    assert len(queue.suggested[KIOSK]) == 1


def test_a_kiosks_clock_that_is_ahead_or_has_no_zone_is_not_believed():
    assert leave(replace(DELAY, left_at=MORNING + timedelta(hours=1)))[0].left_at == MORNING
    assert leave(replace(DELAY, left_at=MORNING.replace(tzinfo=None)))[0].left_at == MORNING
    assert leave(replace(DELAY, left_at=MORNING - timedelta(hours=1)))[0].left_at == MORNING - timedelta(hours=1)


def test_only_heads_handle_one():
    assert handle(SuggestionState.LOOKED_AT) == [SuggestionHandled(NUMBER, SuggestionState.LOOKED_AT)]
    assert refused(handle, SuggestionState.LOOKED_AT, page=clerk(5)) is Reason.NO_RIGHT
    assert refused(handle, SuggestionState.LOOKED_AT, known=None) is Reason.UNKNOWN_SUGGESTION


def test_an_answer_has_words():
    assert handle(SuggestionState.ANSWERED, " Đã thêm người. ")[0].answer == "Đã thêm người."
    assert refused(handle, SuggestionState.ANSWERED) is Reason.ANSWER_MISSING
    assert refused(handle, SuggestionState.ANSWERED, "a" * (LONGEST_ANSWER + 1)) is Reason.BAD_SUGGESTION
    assert refused(handle, SuggestionState.RECEIVED) is Reason.ALREADY_SO


def test_the_journal_tells_how_each_stands_newest_first():
    entries = [
        Entry(1, MORNING, KIOSK, None, LEFT),
        Entry(2, MORNING, KIOSK, None, replace(LEFT, number=OTHER)),
        Entry(3, MORNING, head_page().device, None, SuggestionHandled(NUMBER, SuggestionState.ANSWERED, "Xong."), HOA),
        Entry(4, MORNING, KIOSK, None, SuggestionHandled(SuggestionNumber("0"), SuggestionState.ANSWERED, "Ai?")),
    ]
    newest, oldest = read_suggestions(entries)
    assert (newest.number, newest.state) == (OTHER, SuggestionState.RECEIVED)
    assert (oldest.state, oldest.answer, oldest.officer, oldest.handled_at) == (
        SuggestionState.ANSWERED, "Xong.", HOA, MORNING,
    )  # fmt: skip
    assert read_suggestions([]) == []
