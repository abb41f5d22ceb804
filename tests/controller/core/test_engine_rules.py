"""Rules of the engine by example."""

from datetime import date, timedelta

import pytest

from contract.commands import (
    CallNext,
    Finish,
    LookUpFile,
    MarkAbsent,
    PrintState,
    RateVisit,
    Recall,
    ReportPrint,
    Score,
    TakeTicket,
)
from contract.ids import CounterId, FieldId, FileCode, VisitId
from contract.notices import Reason
from contract.site import Calling
from controller.core import views
from controller.core.decide import RefusedError, decide
from controller.core.events import (
    DayOpened,
    Entry,
    FileLookedUp,
    TicketCalled,
    TicketIssued,
    TicketRecalled,
    VisitFinished,
    VisitMissed,
    VisitRated,
)
from controller.core.evolve import evolve
from controller.core.queue import Queue, Stage
from tests.office import CIVIL, FIVE, HANOI, KIOSK, LAND, MORNING, ONE, SetClock, small_site


class Day:
    """A queue with its clock: every accepted command is evolved at once."""

    def __init__(self, **site):
        self.clock = SetClock()
        self.queue = Queue(small_site(**site))
        self.happen(DayOpened(MORNING.date()))

    def happen(self, *events):
        for event in events:
            evolve(self.queue, Entry(self.queue.seq + 1, self.clock(), KIOSK, None, event))
        return events[0]

    def do(self, command):
        return self.happen(*decide(self.queue, command, self.clock()))

    def refused(self, command):
        with pytest.raises(RefusedError) as refusal:
            decide(self.queue, command, self.clock())
        return refusal.value.reason


def take(day, field=LAND):
    return day.do(TakeTicket(field)).visit


def test_each_field_has_its_own_series():
    day = Day()
    numbers = [day.do(TakeTicket(field)).number for field in (LAND, CIVIL, LAND, LAND, CIVIL)]
    assert numbers == ["B001", "A001", "B002", "B003", "A002"]


def test_people_ahead_are_those_of_the_own_field():
    day = Day()
    ahead = [day.do(TakeTicket(field)).ahead for field in (LAND, CIVIL, LAND, CIVIL, LAND)]
    assert ahead == [0, 0, 1, 1, 2]


def test_the_file_code_stays_with_the_visit():
    day = Day()
    visit = day.do(TakeTicket(LAND, FileCode("H56.14-240823-0001"))).visit
    assert day.queue.visits[visit].file_code == "H56.14-240823-0001"


def test_unknown_field_is_refused():
    assert Day().refused(TakeTicket(FieldId("khong-co"))) is Reason.UNKNOWN_FIELD


def test_no_number_before_the_day_is_opened():
    with pytest.raises(RefusedError):
        decide(Queue(small_site()), TakeTicket(LAND), MORNING)


def test_a_series_ends_at_its_last_number():
    day = Day(last=2)
    assert [take(day), take(day)] == ["2026-11-23-B001", "2026-11-23-B002"]
    assert day.refused(TakeTicket(LAND)) is Reason.SERIES_EXHAUSTED


def test_a_counter_takes_the_longest_waiting_of_its_fields():
    day = Day()
    first, second, third = take(day, CIVIL), take(day, LAND), take(day, CIVIL)
    for expected in (first, second, third):
        assert day.do(CallNext(FIVE)) == TicketCalled(expected, FIVE)
        day.do(Finish(FIVE, expected))
    assert day.refused(CallNext(FIVE)) is Reason.NOBODY_WAITING


def test_a_counter_calls_only_what_it_serves():
    day = Day()
    take(day, LAND)
    assert day.refused(CallNext(ONE)) is Reason.NOBODY_WAITING


def test_a_second_click_never_calls_a_second_person():
    day = Day()
    take(day)
    take(day)
    day.do(CallNext(FIVE))
    assert day.refused(CallNext(FIVE)) is Reason.STILL_SERVING


def test_two_counters_never_get_the_same_person():
    day = Day()
    civil = [take(day, CIVIL), take(day, CIVIL)]
    assert [day.do(CallNext(ONE)).visit, day.do(CallNext(FIVE)).visit] == civil


@pytest.mark.parametrize("command", [Recall, MarkAbsent, Finish])
def test_a_late_click_on_somebody_else_is_refused(command):
    day = Day()
    first, second = take(day), take(day)
    day.do(CallNext(FIVE))
    assert day.refused(command(FIVE, second)) is Reason.NOT_AT_COUNTER
    assert day.refused(command(ONE, first)) is Reason.NOT_AT_COUNTER
    assert day.refused(command(CounterId(77), first)) is Reason.UNKNOWN_COUNTER
    assert day.refused(CallNext(CounterId(77))) is Reason.UNKNOWN_COUNTER


def test_recalls_are_counted_and_spaced():
    day = Day(calling=Calling(recalls=2, recall_gap_s=5))
    visit = take(day)
    day.do(CallNext(FIVE))
    assert day.refused(Recall(FIVE, visit)) is Reason.RECALLED_TOO_SOON
    for times in (2, 3):
        day.clock.move(seconds=5)
        assert day.do(Recall(FIVE, visit)) == TicketRecalled(visit, FIVE, times)
    day.clock.move(seconds=5)
    assert day.refused(Recall(FIVE, visit)) is Reason.RECALLED_TOO_OFTEN


def test_a_clock_that_was_set_back_holds_no_recall_up():
    day = Day()
    visit = take(day)
    day.do(CallNext(FIVE))
    day.clock.move(hours=-1)
    assert day.do(Recall(FIVE, visit)) == TicketRecalled(visit, FIVE, 2)


def test_absent_frees_the_counter_and_cannot_be_rated():
    day = Day()
    visit = take(day)
    day.do(CallNext(FIVE))
    day.do(MarkAbsent(FIVE, visit))
    assert day.queue.visits[visit].stage is Stage.ABSENT
    assert day.refused(RateVisit(visit, Score.SATISFIED)) is Reason.NOT_FINISHED
    assert day.refused(CallNext(FIVE)) is Reason.NOBODY_WAITING


def finished(day):
    visit = take(day)
    day.do(CallNext(FIVE))
    day.do(Finish(FIVE, visit))
    return visit


def test_one_visit_has_one_rating():
    day = Day()
    visit = finished(day)
    rated = day.do(RateVisit(visit, Score.NOT_SATISFIED, "cho-lau"))
    assert (rated.counter, rated.field, rated.reason) == (FIVE, LAND, "cho-lau")
    assert day.refused(RateVisit(visit, Score.SATISFIED)) is Reason.ALREADY_RATED


def test_a_rating_needs_a_finished_visit_of_today():
    day = Day()
    visit = take(day)
    assert day.refused(RateVisit(visit, Score.SATISFIED)) is Reason.NOT_FINISHED
    assert day.refused(RateVisit(VisitId("2026-11-22-B001"), Score.SATISFIED)) is Reason.UNKNOWN_VISIT


def test_a_rating_closes():
    day = Day()
    visit = finished(day)
    day.clock.move(seconds=91)
    assert day.refused(RateVisit(visit, Score.SATISFIED)) is Reason.RATING_CLOSED


@pytest.mark.parametrize(("score", "reason"), [(Score.SATISFIED, "cho-lau"), (Score.NOT_SATISFIED, "bia-ra")])
def test_a_reason_is_of_the_list_and_of_the_unhappy(score, reason):
    day = Day()
    assert day.refused(RateVisit(finished(day), score, reason)) is Reason.UNKNOWN_REASON


def test_paper_and_look_ups_leave_the_queue_alone():
    day = Day()
    visit = take(day)
    before = views.board(day.queue, MORNING)
    day.do(ReportPrint(visit, PrintState.FAILED, "paper_out"))
    day.happen(FileLookedUp(FileCode("H56.14-240823-0001"), "found", 4))
    after = views.board(day.queue, MORNING)
    assert (before.calls, before.fields) == (after.calls, after.fields)
    assert day.refused(ReportPrint(VisitId("x"), PrintState.SENT)) is Reason.UNKNOWN_VISIT


def test_a_look_up_is_no_business_of_the_queue():
    day = Day()
    with pytest.raises(TypeError):
        decide(day.queue, LookUpFile(FileCode("x")), MORNING)


def test_a_new_day_starts_every_series_again():
    day = Day()
    take(day)
    day.clock.at = MORNING + timedelta(days=1)
    day.happen(DayOpened(date(2026, 11, 24)))
    assert take(day) == "2026-11-24-B001"
    assert day.queue.rows[LAND].last == 1


def test_events_about_unknown_visits_and_fields_still_replay():
    day = Day()
    day.happen(TicketIssued(VisitId("2026-11-23-Z001"), "Z001", FieldId("bo-roi"), 0))
    gone = VisitId("2026-11-01-B009")
    day.happen(TicketCalled(gone, FIVE), TicketRecalled(gone, FIVE, 2), VisitMissed(gone, FIVE))
    day.happen(VisitRated(gone, FIVE, LAND, Score.SATISFIED))
    assert FIVE not in day.queue.at_counter
    assert gone not in day.queue.visits
    assert views.following(day.queue, VisitId("2026-11-23-Z001")).field == ""


def test_an_old_journal_that_called_twice_or_finished_elsewhere_still_replays():
    day = Day()
    first, second = take(day), take(day)
    day.happen(TicketCalled(first, FIVE), TicketCalled(first, FIVE), TicketCalled(second, FIVE))
    day.happen(VisitFinished(first, FIVE))
    assert day.queue.at_counter == {FIVE: second}
    assert list(day.queue.rows[LAND].waiting) == []
    assert day.queue.rows[LAND].gone == 2


def test_the_board_shows_the_newest_call_first_and_one_a_counter():
    day = Day()
    a, b, c = take(day, CIVIL), take(day, CIVIL), take(day, CIVIL)
    day.do(CallNext(ONE))
    day.do(CallNext(FIVE))
    assert [call.visit for call in views.board(day.queue, MORNING).calls] == [b, a]
    day.do(Finish(ONE, a))
    day.do(CallNext(ONE))
    assert [call.visit for call in views.board(day.queue, MORNING).calls] == [c, b]
    assert views.board(day.queue, MORNING).fields[1].waiting == 0


def test_views_of_a_counter_a_terminal_and_a_phone():
    day = Day()
    first, second = take(day), take(day)
    assert views.following(day.queue, second).ahead == 1
    assert views.invitation(day.queue, FIVE).visit is None
    assert views.counter_state(day.queue, FIVE).call is None
    assert views.announcement(day.queue, day.queue.visits[first]) is None
    day.do(CallNext(FIVE))
    assert views.counter_state(day.queue, FIVE).call.number == "B001"
    assert views.desk(day.queue, FIVE).number == "B001"
    assert views.following(day.queue, second).ahead == 0
    assert views.following(day.queue, first).ahead == 0
    assert views.following(day.queue, VisitId("2026-11-22-B001")) is None
    spoken = views.announcement(day.queue, day.queue.visits[first])
    assert spoken.expires_at - spoken.called_at == timedelta(seconds=60)
    day.do(Finish(FIVE, first))
    assert views.invitation(day.queue, FIVE).visit == first
    assert views.desk(day.queue, FIVE).visit is None
    day.do(RateVisit(first, Score.SATISFIED))
    assert views.invitation(day.queue, FIVE).visit is None
    assert views.office(day.queue.site).rating_seconds == 30
    assert MORNING.tzinfo is HANOI
