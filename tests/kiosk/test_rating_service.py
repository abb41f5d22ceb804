"""The rating terminal's shell on a real outbox: one visit, one rating, whatever the broker repeats."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from contract.codec import decode_request, encode_notice
from contract.commands import RateVisit, Score
from contract.errors import MalformedMessageError
from contract.ids import CounterId, RequestId, VisitId
from contract.notices import Acceptance, Office, Presence, RatingInvitation, Reason, ReasonInfo, Refusal
from contract.topics import Topics
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core.rating import Asleep, FacePressed, Faces, FacesAgain, ReasonPressed, Reasons, ReasonsDone, Thanks
from kiosk.rating_service import REASONS_S, THANKS_S, RatingService, open_for
from kiosk.sending import Sender

FIVE = CounterId(5)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A, B, C = VisitId("2026-03-02-A001"), VisitId("2026-03-02-B001"), VisitId("2026-03-02-C001")
OFFICE = Office("x", (), (), (ReasonInfo("cho-lau", "Chờ lâu"), ReasonInfo("thai-do", "Thái độ")), 30)
VERY, FINE, POOR = Score.VERY_SATISFIED, Score.SATISFIED, Score.NOT_SATISFIED


def rated(visit, score, *reasons, scale=3, after_s=0.0):
    """What the terminal sends, with the mark of the invitation below."""
    return RateVisit(visit, score, reasons, scale, f"mark of {visit}", after_s)


class FakeWorld:
    """Window and link that write down what they are told."""

    topics = Topics("thu")

    def __init__(self):
        self.told = []
        self.changed = threading.Condition()

    def _tell(self, what):
        with self.changed:
            self.told.append(what)
            self.changed.notify_all()

    def until(self, wanted, seconds=5.0):
        with self.changed:
            assert self.changed.wait_for(lambda: wanted in self.told, seconds), (wanted, self.told)
            self.told.remove(wanted)

    def publish(self, topic, payload, *, retain=False):
        self._tell(decode_request(payload).command)

    def listen(self, topic, handler):
        self.hear = handler

    def show(self, view):
        self._tell(view)

    def set_office(self, office):
        self._tell(office)

    def set_officer(self, officer):
        self.officer = officer

    def set_duty(self, serves):
        self._tell(f"serves: {serves}")


class Terminal:
    """The real service, sender and outbox; its clock is moved by hand, whatever it waits for comes in real time."""

    def __init__(self, folder, up_for=60.0):
        self.world, self.box, self.requests = FakeWorld(), SqliteOutbox(folder), 0
        self.sender = Sender(self.world, self.box, "command", "answer", self.answered)
        self.at = 1000.0
        self.service = RatingService(self.world, self.sender, self.new_request, lambda: self.at, lambda: NOW)
        self.service.link_changed(True)
        self.at += up_for
        self.thread = threading.Thread(target=self.service.run)
        self.thread.start()
        self.world.until(Asleep())
        self.know(OFFICE)

    def know(self, office):
        self.service.heard_office("", encode_notice(office))
        self.world.until(office)

    def answered(self, answer):
        self.service.answered(answer)

    def new_request(self):
        self.requests += 1
        return RequestId(f"n{self.requests}")

    def invite(self, visit, seconds=30.0, officer=None):
        until = NOW + timedelta(seconds=seconds) if visit else None
        mark = f"mark of {visit}" if visit else ""
        self.service.heard_invitation("", encode_notice(RatingInvitation(FIVE, visit, until, mark, officer)))

    def face(self, score):
        self.service.happen(FacePressed(score, self.new_request()))

    def reason(self, reason):
        self.service.happen(ReasonPressed(reason))

    def done(self):
        self.service.happen(ReasonsDone(self.new_request()))

    def pass_time(self, seconds):
        """Move the clock, then let the service look at it with news of the counter that change nothing."""
        self.at += seconds
        self.invite(None) if isinstance(self.service.view, Thanks) else self.invite(self.service._open.visit)

    def stored(self):
        return [decode_request(payload).command for _id, payload in self.box.pending()]

    def end(self):
        self.service.stop()
        self.thread.join(5)
        assert not self.thread.is_alive()
        self.box.close()


@pytest.fixture
def terminals(tmp_path):
    opened = []

    def open_terminal(**more):
        opened.append(Terminal(tmp_path, **more))
        return opened[-1]

    yield open_terminal
    for terminal in opened:
        terminal.end()


@pytest.fixture
def terminal(terminals):
    return terminals()


def test_a_face_is_stored_sent_and_thanked_for(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.face(Score.VERY_SATISFIED)
    terminal.world.until(rated(A, VERY))
    terminal.world.until(Thanks(A))
    assert terminal.stored() == [rated(A, VERY)]
    terminal.pass_time(THANKS_S)
    terminal.world.until(Asleep())


def test_an_unhappy_visitor_says_why(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.face(Score.NOT_SATISFIED)
    terminal.world.until(Reasons(A, POOR))
    assert terminal.stored() == []
    for reason in ("thai-do", "cho-lau", "khac", "thai-do"):
        terminal.reason(reason)
    terminal.world.until(Reasons(A, POOR, ("cho-lau", "khac")))
    terminal.done()
    terminal.world.until(Thanks(A))
    assert terminal.stored() == [rated(A, POOR, "cho-lau", "khac")]


def test_an_unhappy_visitor_who_leaves_counts_all_the_same(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.face(Score.NOT_SATISFIED)
    terminal.world.until(Reasons(A, POOR))
    terminal.pass_time(30)
    terminal.world.until(Asleep())
    assert terminal.stored() == [rated(A, POOR)]


def test_reasons_stay_for_a_while_after_the_last_touch_and_the_press_was_in_time(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.at += 28
    terminal.face(POOR)
    terminal.world.until(Reasons(A, POOR))
    terminal.at += REASONS_S - 1
    terminal.reason("khac")
    terminal.world.until(Reasons(A, POOR, ("khac",)))
    terminal.at += REASONS_S - 1
    terminal.reason("cho-lau")
    terminal.world.until(Reasons(A, POOR, ("khac", "cho-lau")))
    terminal.pass_time(REASONS_S)
    terminal.world.until(Asleep())
    assert terminal.stored() == [rated(A, POOR, "khac", "cho-lau", after_s=28.0)]


def test_who_takes_the_wrong_face_back_is_not_taken_for_the_next_visitor(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.at += 5
    terminal.face(POOR)
    terminal.world.until(Reasons(A, POOR))
    terminal.invite(B)
    terminal.at += 6
    terminal.service.happen(FacesAgain())
    terminal.world.until(Faces(A))
    terminal.face(FINE)
    terminal.world.until(rated(A, FINE, after_s=5.0))
    terminal.world.until(Faces(B))


def test_five_faces_are_told_and_an_office_without_reasons_asks_nobody_why(terminal):
    terminal.know(Office("x", (), (), (), 30, rating_scale=5))
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.face(Score.VERY_UNSATISFIED)
    terminal.world.until(Thanks(A))
    assert terminal.stored() == [rated(A, Score.VERY_UNSATISFIED, scale=5)]


def test_it_sleeps_with_the_officers_name(terminal):
    terminal.invite(None, officer="Trần Thị Lan")
    terminal.invite(A)
    terminal.world.until(Faces(A))
    assert terminal.world.officer is None
    terminal.invite(B, officer="Lê Thị Mai")
    terminal.world.until(Faces(B))
    assert terminal.world.officer == "Lê Thị Mai"


def test_nobody_presses(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.pass_time(30)
    terminal.world.until(Asleep())
    assert terminal.stored() == []


def test_a_short_invitation_ends_by_itself(terminals):
    terminal = terminals()
    terminal.invite(A, seconds=0.2)
    terminal.world.until(Faces(A))
    terminal.service._clock = lambda: terminal.at + 1
    terminal.world.until(Asleep())


def test_a_withdrawn_invitation_closes_the_faces_but_not_the_thanks(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.invite(None)
    terminal.world.until(Asleep())
    terminal.invite(B)
    terminal.world.until(Faces(B))
    terminal.face(Score.SATISFIED)
    terminal.world.until(Thanks(B))
    terminal.invite(None)
    terminal.invite(C)
    terminal.world.until(Faces(C))
    assert Asleep() not in terminal.world.told


def test_an_end_that_was_taken_back_is_offered_again_when_it_comes(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.invite(None)
    terminal.world.until(Asleep())
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.face(POOR)
    terminal.world.until(Reasons(A, POOR))
    terminal.invite(None)
    terminal.reason("khac")
    terminal.world.until(Reasons(A, POOR, ("khac",)))
    terminal.done()
    terminal.world.until(Thanks(A))
    assert terminal.stored() == [rated(A, POOR, "khac")]


@pytest.mark.parametrize("pressed", [True, False])
def test_a_visit_is_offered_once_however_often_the_broker_repeats_it(terminal, pressed):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    if pressed:
        terminal.face(Score.SATISFIED)
        terminal.world.until(Thanks(A))
        terminal.world.until(rated(A, FINE))
    terminal.pass_time(30)
    terminal.world.until(Asleep())
    terminal.service.link_changed(False)
    terminal.service.link_changed(True)
    terminal.invite(A)
    terminal.at += 10
    terminal.invite(B)
    terminal.world.until(Faces(B))
    assert terminal.world.told == []


def test_a_restart_does_not_offer_what_was_rated_and_sends_what_was_not_answered(terminals):
    first = terminals()
    first.invite(A)
    first.world.until(Faces(A))
    first.face(Score.SATISFIED)
    first.world.until(Thanks(A))
    first.end()
    second = terminals()
    second.sender.start()
    second.world.until(rated(A, FINE))
    second.invite(A)
    second.invite(B)
    second.world.until(Faces(B))
    assert Faces(A) not in second.world.told
    second.sender.stop()


def test_what_another_version_left_in_the_outbox_keeps_no_terminal_from_starting(terminals):
    first = terminals()
    first.box.put(RequestId("old"), b'{"schema":0}')
    first.end()
    second = terminals()
    second.invite(A)
    second.world.until(Faces(A))


def test_an_answered_rating_is_settled_whatever_the_answer(terminal):
    for visit, answer in ((A, Acceptance), (B, lambda request: Refusal(request, Reason.RATING_CLOSED))):
        terminal.invite(visit)
        terminal.world.until(Faces(visit))
        terminal.face(Score.SATISFIED)
        terminal.world.until(Thanks(visit))
        ((request, _payload),) = terminal.box.pending()
        terminal.world.hear("", encode_notice(answer(request)))
        assert terminal.box.pending() == []


def test_the_next_visit_waits_while_a_reason_is_chosen(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.face(Score.NOT_SATISFIED)
    terminal.world.until(Reasons(A, POOR))
    terminal.invite(B)
    terminal.done()
    terminal.world.until(Faces(B))
    assert terminal.stored() == [rated(A, POOR)]


def test_a_rating_that_cannot_be_stored_is_not_thanked_for(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.box.close()
    terminal.face(Score.SATISFIED)
    terminal.world.until(Asleep())
    assert Thanks(A) not in terminal.world.told


def test_an_old_invitation_that_the_broker_kept_is_not_offered(terminals):
    terminal = terminals(up_for=0.5)
    terminal.invite(A, seconds=-5)
    terminal.at += 60
    terminal.invite(B)
    terminal.world.until(Faces(B))
    assert terminal.world.told == []


def test_the_office_tells_how_long_and_which_reasons(terminal):
    terminal.know(Office("x", (), (), (ReasonInfo("cho-lau", "Chờ lâu"),), 12))
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.pass_time(12)
    terminal.world.until(Asleep())


@pytest.mark.parametrize(
    "notice", [Presence("kiosk-1", online=True), RatingInvitation(FIVE, A, NOW.replace(tzinfo=None))]
)
def test_what_is_not_an_invitation_is_refused(terminal, notice):
    with pytest.raises(MalformedMessageError):
        terminal.service.heard_invitation("", encode_notice(notice))
    with pytest.raises(MalformedMessageError):
        terminal.service.heard_office("", encode_notice(notice))


@pytest.mark.parametrize(
    ("left", "live", "open_s"),
    [(30, True, 29), (20, False, 19), (5, False, 4.5), (0, False, 0), (-40, False, -40), (-40, True, 29), (900, True, 29),
     (900, False, 29)],
)  # fmt: skip
def test_how_long_an_invitation_stays_open(left, live, open_s):
    assert open_for(NOW + timedelta(seconds=left), 30, NOW, live=live) == pytest.approx(open_s)
    assert open_for(None, 30, NOW, live=live) == 29


class Heard:
    """What a test of the terminal came to."""

    def __init__(self):
        self.told, self.changed = [], threading.Condition()

    def __call__(self, pressed):
        with self.changed:
            self.told.append(pressed)
            self.changed.notify_all()

    def until(self, wanted, seconds=5.0):
        with self.changed:
            assert self.changed.wait_for(lambda: self.told == wanted, seconds), self.told


def test_a_test_shows_the_faces_and_what_is_pressed_is_never_stored(terminal):
    for score in (VERY, POOR):
        heard = Heard()
        terminal.service.test(heard)
        terminal.world.until(Faces("-"))
        terminal.invite(None)  # a clerk's finishing elsewhere takes no test away
        terminal.face(score)
        if score is POOR:
            terminal.world.until(Reasons("-", POOR))
            terminal.done()
        terminal.world.until(Thanks("-"))
        heard.until([True])
        terminal.pass_time(THANKS_S)
        terminal.world.until(Asleep())
    assert terminal.stored() == []


def test_a_test_that_nobody_presses_ends_by_itself(terminal):
    heard = Heard()
    terminal.service.test(heard)
    terminal.world.until(Faces("-"))
    terminal.at += 16
    terminal.invite(None)
    terminal.world.until(Asleep())
    heard.until([False])


def test_a_real_visit_ends_a_test_and_a_test_waits_for_a_real_visit(terminal):
    heard, second = Heard(), Heard()
    terminal.service.test(heard)
    terminal.world.until(Faces("-"))
    terminal.invite(A)
    terminal.world.until(Faces(A))
    heard.until([False])
    terminal.service.test(second)
    terminal.face(VERY)
    terminal.world.until(rated(A, VERY))
    terminal.world.until(Thanks(A))
    assert second.told == []
    terminal.pass_time(THANKS_S)
    terminal.world.until(Faces("-"))
    terminal.face(FINE)
    second.until([True])
    assert terminal.stored() == [rated(A, VERY)]
