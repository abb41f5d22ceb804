"""Whatever is sent, the engine does it or refuses it, and a refusal changes nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contract import commands as c
from contract.ids import CounterId, FieldId, PriorityId, SuggestionNumber, TicketNumber, VisitId
from contract.suggestion import SuggestionKind, SuggestionState
from controller.core import events as e
from controller.core.decide import decide
from controller.core.refusal import RefusedError
from controller.core.rights import device_sender
from controller.core.suggestions import Suggestion, handle_suggestion, leave_suggestion
from tests.controller.core.engine_day import ALL, Day, snapshot, wide_site
from tests.office import AN, FIVE, KEYPAD, KIOSK, LAND, MORNING, PAD, clerk, head_page

KNOWN = Suggestion(SuggestionNumber("8170899655"), SuggestionKind.IDEA, None, "Thêm ghế", MORNING, KIOSK, 1)
WORDS = st.one_of(
    st.sampled_from(["", " ", "b001", "B001", "2026-11-23-B001", "2026-11-22-B001", "٣٣٣٣", "B٩٩٩", "\x00", LAND]),
    st.text(),
)
NUMBERS = st.one_of(st.sampled_from([-1, 0, 5, 2**63, 10**40, -(10**40)]), st.integers())
ENDS_OF_TIME = st.sampled_from([datetime.max, datetime.min])  # noqa: DTZ901
MOMENTS = st.one_of(st.none(), st.datetimes(), st.datetimes(timezones=st.just(UTC)), ENDS_OF_TIME)
QUESTIONS = {c.LookUpFile, c.AskSuggestion}
KINDS = sorted(set(c.Command.__args__) - QUESTIONS, key=lambda kind: kind.__name__)
FILLED = {
    c.Place: st.sampled_from(c.Place),
    c.Score: st.sampled_from(c.Score),
    c.PrintState: st.sampled_from(c.PrintState),
    SuggestionKind: st.sampled_from(SuggestionKind),
    SuggestionState: st.sampled_from(SuggestionState),
    bool: st.booleans(),
    int: NUMBERS,
    CounterId: NUMBERS,
    FieldId: WORDS,
    VisitId: WORDS,
    TicketNumber: WORDS,
    PriorityId: WORDS,
    datetime: MOMENTS,
}
SENDERS = (
    clerk(FIVE),
    head_page(),
    head_page(AN),
    *(device_sender(wide_site(), one) for one in (KIOSK, KEYPAD, PAD)),
)


def wishes(kind):
    """Commands of a kind, filled with anything."""
    return st.builds(kind, **{name: _values(kind, name, one) for name, one in _types(kind).items()})


def _values(kind, name, plain):
    """None only where the contract allows it: the codec lets nothing else through."""
    values = FILLED.get(plain, WORDS)
    wanted = plain is datetime and kind.__annotations__[name] is datetime
    return values.filter(lambda one: one is not None) if wanted else values


def _types(kind):
    plain = {}
    for name, said in kind.__annotations__.items():
        options = [one for one in getattr(said, "__args__", (said,)) if one is not type(None)]
        plain[name] = options[0]
    return plain


@pytest.fixture(scope="module")
def day():
    """Somebody is served, somebody waits, somebody is set aside."""
    day = Day(wide_site(), seated=ALL)
    for _ in range(3):
        day.take()
    day.call()
    day.do(c.Park(FIVE, day.queue.at_counter[FIVE]))
    day.call()
    return day


def decided(queue, wish, at, sender):
    """As the service does it: suggestions outlive the queue's day."""
    if isinstance(wish, c.LeaveSuggestion):
        return leave_suggestion(wish, KNOWN.number, queue, at, sender, taken=False)
    if isinstance(wish, c.HandleSuggestion):
        return handle_suggestion(wish, KNOWN, queue, sender)
    return decide(queue, wish, at, sender)


@settings(max_examples=400, deadline=None)
@given(wish=st.sampled_from(KINDS).flatmap(wishes), sender=st.sampled_from(SENDERS))
def test_nonsense_is_refused_or_done_and_never_crashes(day, wish, sender):
    before = snapshot(day.queue)
    try:
        events = decided(day.queue, wish, day.clock(), sender)
    except RefusedError:
        events = ()
    assert snapshot(day.queue) == before
    assert all(isinstance(one, e.Event) for one in events)
