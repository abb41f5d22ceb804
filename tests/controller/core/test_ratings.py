"""One visit, one rating, after its end: by the terminal that was invited, or by the ticket's phone until the evening."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contract.commands import CallNext, Finish, Place, RateVisit, Recall, Score, Transfer, Undo
from contract.ids import VisitId
from contract.notices import Reason
from contract.rating import FACES, Rating, RatingReason, face_icon, faces
from controller.core.events import VisitRated
from controller.core.ratings import GRACE_S, PhoneRating, phone_rating, rate_earlier, rate_visit, read_served, served
from controller.core.refusal import RefusedError
from controller.core.rights import device_sender, phone_sender
from tests.controller.core.engine_day import ALL, Day, wide_site
from tests.office import CIVIL, FIVE, LAN, LAND, MAI, ONE, PAD, small_site

POOR, FINE = Score.NOT_SATISFIED, Score.SATISFIED
RATING = Rating(30, reasons=(RatingReason("cho-lau", "Chờ lâu"), RatingReason("thai-do", "Thái độ")))
SITE = replace(small_site(), rating=RATING)
TERMINAL = device_sender(SITE, PAD)


@pytest.fixture
def day():
    """A visit is finished at counter 5; ``day.served`` is its id."""
    day = Day(SITE)
    day.take()
    day.served = day.serve()
    return day


def by_phone(day, command, sender=None):
    return day.do(command, sender or phone_sender(command.visit))


def test_a_rating_says_who_served_and_what_was_chosen(day):
    rated = day.do(RateVisit(day.served, POOR, ("khac", "cho-lau", "khac")))
    assert rated == VisitRated(day.served, FIVE, LAND, POOR, ("cho-lau", "khac"), 3, LAN)
    assert day.refused(RateVisit(day.served, FINE)) is Reason.ALREADY_RATED
    assert day.refused(RateVisit(day.served, FINE), phone_sender(day.served)) is Reason.ALREADY_RATED


def test_a_rating_needs_a_finished_visit_of_today():
    day = Day()
    visit = day.take()
    for sender in (TERMINAL, phone_sender(visit)):
        assert day.refused(RateVisit(visit, FINE), sender) is Reason.NOT_FINISHED
    assert day.refused(RateVisit(VisitId("2026-11-22-B001"), FINE)) is Reason.NOT_OF_TODAY
    assert day.refused(RateVisit(VisitId("2026-11-23-B099"), FINE)) is Reason.UNKNOWN_VISIT
    assert day.refused(RateVisit(VisitId(""), FINE)) is Reason.UNKNOWN_VISIT
    day.call()
    assert day.refused(RateVisit(visit, FINE)) is Reason.NOT_FINISHED


def test_a_device_that_was_not_invited_does_not_rate(day):
    with pytest.raises(RefusedError) as refusal:
        rate_visit(RateVisit(day.served, FINE), day.queue, day.clock(), TERMINAL, invited=False)
    assert refusal.value.reason is Reason.NOT_ALLOWED
    phone = phone_sender(day.served)
    assert rate_visit(RateVisit(day.served, FINE), day.queue, day.clock(), phone, invited=False)


def test_the_terminals_time_ends_and_the_phones_goes_on(day):
    day.later(seconds=31 + GRACE_S)
    assert day.refused(RateVisit(day.served, FINE)) is Reason.RATING_CLOSED
    day.later(hours=9)
    assert by_phone(day, RateVisit(day.served, FINE)).score is FINE


@pytest.mark.parametrize("after_s", [-0.1, 30 + GRACE_S + 0.1, 1e300])
def test_a_press_that_was_not_in_time_by_the_terminals_own_record_is_refused(day, after_s):
    assert day.refused(RateVisit(day.served, FINE, after_s=after_s)) is Reason.RATING_CLOSED


def test_a_press_in_time_counts_however_late_it_is_delivered(day):
    day.later(hours=7)
    assert day.do(RateVisit(day.served, FINE, after_s=12.5)).score is FINE


def test_what_the_office_has_struck_off_since_is_left_out_of_what_comes_late(day):
    pressed = RateVisit(day.served, POOR, ("bo-roi", "thai-do"), after_s=8)
    assert day.refused(pressed) is Reason.UNKNOWN_REASON
    day.later(hours=7)
    assert day.do(pressed).reasons == ("thai-do",)


@pytest.mark.parametrize(("score", "reason"), [(FINE, "cho-lau"), (Score.NEUTRAL, "khac"), (POOR, "bia-ra")])
def test_a_reason_is_of_the_list_and_of_the_unhappy(day, score, reason):
    assert day.refused(RateVisit(day.served, score, (reason,))) is Reason.UNKNOWN_REASON


def test_an_office_without_reasons_has_no_other_one():
    day = Day(replace(SITE, rating=Rating()))
    day.take()
    visit = day.serve()
    assert day.refused(RateVisit(visit, POOR, ("khac",))) is Reason.UNKNOWN_REASON


@pytest.mark.parametrize(
    ("score", "told", "kept"), [(FINE, 3, 3), (FINE, 5, 5), (FINE, 9, 3), (Score.NEUTRAL, 3, 5), (POOR, 5, 5)]
)
def test_a_rating_keeps_the_scale_that_its_visitor_saw(day, score, told, kept):
    assert day.do(RateVisit(day.served, score, scale=told)).scale == kept


def test_faces_by_scale():
    assert [faces(scale) for scale in (3, 5, 4)] == [FACES[3], FACES[5], FACES[3]]
    assert [face_icon(POOR, scale) for scale in (3, 5)] == ["very_unsatisfied", "not_satisfied"]
    assert face_icon(FINE, 3) == "satisfied"


def test_what_a_phone_can_do(day):
    waiting, unknown = day.take(), VisitId("2026-11-22-B001")
    states = [phone_rating(day.queue, one, day.clock()) for one in (waiting, unknown, day.served)]
    assert states == [PhoneRating.NOT_YET, PhoneRating.CLOSED, PhoneRating.OPEN]
    day.do(RateVisit(day.served, FINE))
    assert phone_rating(day.queue, day.served, day.clock()) is PhoneRating.RATED


@pytest.mark.parametrize(
    ("until", "hour", "state"), [("21:00", 20, "open"), ("21:00", 21, "closed"), ("", 9, "closed")]
)
def test_phones_may_until_the_evening(until, hour, state):
    day = Day(replace(SITE, rating=replace(RATING, phone_until=until)))
    day.take()
    visit = day.serve()
    day.clock.at = day.clock.at.replace(hour=hour)
    assert phone_rating(day.queue, visit, day.clock()) is PhoneRating(state)
    if state == "open":
        assert by_phone(day, RateVisit(visit, FINE))
    else:
        assert day.refused(RateVisit(visit, FINE), phone_sender(visit)) is Reason.RATING_CLOSED


def of_an_earlier_day(day, visit, at=None, sender=TERMINAL):
    """Decide on a rating of the next day for a visit that only the journal knows."""
    story = [entry for entry in day.journal if getattr(entry.event, "visit", None) == visit]
    at = at or day.clock() + timedelta(days=1)
    return rate_earlier(RateVisit(visit, FINE, after_s=5), story, day.site.rating, at, sender)


def test_a_terminal_that_was_off_until_the_next_morning_still_delivers_once(day):
    (rated,) = of_an_earlier_day(day, day.served)
    assert rated == VisitRated(day.served, FIVE, LAND, FINE, (), 3, LAN)
    day.happen(rated)
    with pytest.raises(RefusedError) as refusal:
        of_an_earlier_day(day, day.served)
    assert refusal.value.reason is Reason.ALREADY_RATED


@pytest.mark.parametrize(
    ("visit", "sender", "reason"),
    [
        ("2026-11-22-B001", TERMINAL, Reason.NOT_OF_TODAY),
        (None, phone_sender(VisitId("2026-11-23-B001")), Reason.NOT_ALLOWED),
    ],
)
def test_of_an_earlier_day_only_what_the_journal_knows_and_the_own_counter(day, visit, sender, reason):
    with pytest.raises(RefusedError) as refusal:
        of_an_earlier_day(day, visit or day.served, sender=sender)
    assert refusal.value.reason is reason


def test_the_journal_knows_of_a_visit_what_the_queue_knew():
    """Transferred, taken back, with a step before the last: whoever called last has served."""
    day = Day(wide_site(), seated=ALL)
    visit = day.take()
    day.call()
    day.do(Transfer(visit, FIVE, to_counter=ONE, place=Place.FRONT))
    assert day.do(CallNext(ONE)).visit == visit
    day.later(seconds=6)
    day.do(Recall(ONE, visit))
    day.do(Finish(ONE, visit, whole=True))
    day.do(Undo(ONE, visit))
    story = [entry for entry in day.journal if getattr(entry.event, "visit", None) == visit]
    assert read_served(visit, story).finished_at is None
    day.do(Finish(ONE, visit, whole=True))
    story = [entry for entry in day.journal if getattr(entry.event, "visit", None) == visit]
    assert read_served(visit, story) == served(day.queue, visit)
    assert read_served(visit, story).officer == MAI
    assert read_served(visit, story[1:]) is None


def test_a_transfer_that_was_taken_back_leaves_the_field_that_served(day):
    visit = day.take()
    day.call()
    day.do(Transfer(visit, FIVE, field=CIVIL))
    day.do(Undo(FIVE, visit))
    day.do(Finish(FIVE, visit))
    story = [entry for entry in day.journal if getattr(entry.event, "visit", None) == visit]
    assert read_served(visit, story) == served(day.queue, visit)
    assert read_served(visit, story).field == LAND
