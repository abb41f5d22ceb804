"""Rating by the phone behind a ticket's QR: one visit, one rating, after its end, until the evening, never by a clerk."""

from dataclasses import replace

import pytest

from contract.commands import Finish, RateVisit, Score
from contract.notices import Reason
from controller.core.events import CommandRefused, VisitRated
from controller.core.follow import invitation_mark
from controller.core.rights import device_sender
from controller.web.page import Pages
from controller.web.rate_page import rate_words
from tests.controller.web.page_hall import SECRET, PageHall
from tests.office import FIVE, LAN, LAND, PAD, small_site


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = PageHall(tmp_path_factory.mktemp("rating")).start()
    yield hall
    hall.stop()


class Ticket:
    """A ticket's phone; ``serve`` finishes its visit."""

    def __init__(self, hall):
        self.hall = hall
        self.receipt = hall.take(LAND)
        self.visit = self.receipt.visit
        self.place = hall.path(self.receipt).removeprefix(hall.address) + "/rate"
        self.presses = 0

    def serve(self):
        assert self.hall.call(FIVE) == self.visit
        self.hall.do(Finish(FIVE, self.visit))
        return self

    def asks(self, counter=None):
        return self.hall.get(self.place + "?lang=en", counter).json()

    def press(self, score="satisfied", *reasons, request=None, cookies=None, place=None, **more):
        self.presses += 1
        body = {"request": request or f"one-press-{self.presses}", "score": score, "scale": 3, "reasons": list(reasons)}
        return self.hall.post((place or self.place) + "?lang=en", {**body, **more}, cookies)

    def rated(self):
        return [one.event for one in self.hall.journal.story(self.visit) if isinstance(one.event, VisitRated)]

    def refused(self):
        found = self.hall.journal.story(self.visit)
        return [(one.officer, one.event.reason) for one in found if isinstance(one.event, CommandRefused)]


def test_a_phone_rates_once_after_the_end(hall):
    ticket = Ticket(hall)
    assert ticket.asks() == {"open": False, "text": "This visit is not finished, so it cannot be rated yet."}
    assert not ticket.press().json()["accepted"]
    ticket.serve()
    assert ticket.asks() == {"open": True, "text": ""}
    said = ticket.press("not_satisfied", "khac", "cho-lau").json()
    assert said == {"accepted": True, "text": "Thank you. Your rating has been recorded."}
    assert ticket.asks() == {"open": False, "text": "This visit has been rated. Thank you."}
    assert not ticket.press("very_satisfied").json()["accepted"]
    assert ticket.rated() == [VisitRated(ticket.visit, FIVE, LAND, Score.NOT_SATISFIED, ("cho-lau", "khac"), 3, LAN)]
    assert ticket.refused() == []  # what phones cannot do fills no journal


def test_whoever_comes_first(hall):
    ticket = Ticket(hall).serve()
    terminal = device_sender(hall.site, PAD)
    rating = RateVisit(ticket.visit, Score.VERY_SATISFIED, mark=invitation_mark(SECRET, ticket.visit))
    hall.service.handle(terminal, hall.request(rating))
    assert ticket.press("not_satisfied").json()["text"] == "This visit has been rated. Thank you."
    other = Ticket(hall).serve()
    assert other.press().json()["accepted"]
    late = RateVisit(other.visit, Score.VERY_SATISFIED, mark=invitation_mark(SECRET, other.visit))
    assert hall.service.handle(terminal, hall.request(late)).reason is Reason.ALREADY_RATED
    assert [one.score for one in (*ticket.rated(), *other.rated())] == [Score.VERY_SATISFIED, Score.SATISFIED]


def test_a_clerk_cannot_rate_from_the_own_session_and_the_try_is_kept(hall):
    ticket = Ticket(hall).serve()
    assert not ticket.asks(FIVE)["open"]
    answer = ticket.press(cookies=hall.cookies[FIVE])
    assert (answer.status_code, answer.json()["accepted"]) == (403, False)
    assert answer.json()["text"].startswith("A member of staff is signed in in this browser")
    assert (ticket.rated(), ticket.refused()) == ([], [(LAN, Reason.NO_RIGHT)])
    assert ticket.press().json()["accepted"]


def test_only_the_ticket_opens_it(hall):
    ticket, other = Ticket(hall).serve(), Ticket(hall)
    foreign = ticket.place.replace(other.visit, ticket.visit).replace("/rate", "x/rate")
    for place in (foreign, other.place.replace(other.visit, ticket.visit)):
        assert ticket.press(place=place).status_code == 404
        assert hall.get(place).status_code == 404
    assert ticket.rated() == []
    other.serve()


@pytest.mark.parametrize(
    "wrong",
    [
        {"score": "splendid"},
        {"request": "x"},
        {"request": "<b>markup</b>"},
        {"reasons": ["bia-ra"]},
        {"reasons": "khac"},
        {"scale": "3"},
        {"mark": "forged"},
        {"after_s": 1},
    ],
)
def test_what_the_page_does_not_send_is_not_taken(hall, wrong):
    ticket = Ticket(hall).serve()
    assert ticket.press(**wrong).status_code == 400
    assert ticket.rated() == []


def test_another_sites_page_cannot_rate(hall):
    ticket = Ticket(hall).serve()
    body = {"request": "one-press-1", "score": "satisfied", "scale": 3, "reasons": []}
    assert hall.post(ticket.place, body, Origin="http://elsewhere.example").status_code == 403
    assert ticket.rated() == []


def test_until_the_evening_and_never_of_another_day(hall):
    ticket = Ticket(hall).serve()
    before = hall.clock.at
    try:
        hall.clock.at = before.replace(hour=21)
        assert ticket.asks()["text"] == "The time for rating is over. Thank you."
        assert not ticket.press().json()["accepted"]
        hall.clock.at = before.replace(hour=20, minute=59)
        assert ticket.press().json()["accepted"]
    finally:
        hall.clock.at = before
    assert len(ticket.rated()) == 1


@pytest.mark.parametrize(
    ("language", "reason", "other"), [("vi", "Chờ lâu", "Lý do khác"), ("en", "Waited", "Something else")]
)
def test_the_words_of_the_page(language, reason, other):
    site = small_site()
    (waited,) = site.rating.reasons
    rating = replace(site.rating, scale=5, reasons=(replace(waited, english="Waited"),))
    words = rate_words(replace(site, rating=rating), Pages(site).texts(language), language)
    assert [len(words["faces"]), words["scale"]] == [5, 5]
    assert [text for _, text in words["reasons"]] == [reason, other]
    without = rate_words(replace(site, rating=replace(rating, reasons=())), Pages(site).texts(language), language)
    assert without["reasons"] == []
    assert (
        rate_words(replace(site, rating=replace(rating, phone_until="")), Pages(site).texts(language), language) is None
    )
