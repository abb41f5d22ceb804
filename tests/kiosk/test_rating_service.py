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
from kiosk.core.rating import Asleep, FacePressed, Faces, ReasonPressed, Reasons, Thanks
from kiosk.rating_service import THANKS_S, RatingService, open_for
from kiosk.sending import Sender

FIVE = CounterId(5)
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
A, B, C = VisitId("2026-03-02-A001"), VisitId("2026-03-02-B001"), VisitId("2026-03-02-C001")


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

    def answered(self, answer):
        self.service.answered(answer)

    def new_request(self):
        self.requests += 1
        return RequestId(f"n{self.requests}")

    def invite(self, visit, seconds=30.0):
        until = NOW + timedelta(seconds=seconds) if visit else None
        self.service.heard_invitation("", encode_notice(RatingInvitation(FIVE, visit, until)))

    def face(self, score):
        self.service.happen(FacePressed(score, self.new_request()))

    def reason(self, reason):
        self.service.happen(ReasonPressed(reason, self.new_request()))

    def pass_time(self, seconds):
        """Move the clock, then let the service look at it with a press that means nothing on the present view."""
        self.at += seconds
        if isinstance(self.service.view, Reasons):
            self.face(Score.SATISFIED)
        else:
            self.reason(None)

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
    terminal.world.until(RateVisit(A, Score.VERY_SATISFIED))
    terminal.world.until(Thanks(A))
    assert terminal.stored() == [RateVisit(A, Score.VERY_SATISFIED)]
    terminal.pass_time(THANKS_S)
    terminal.world.until(Asleep())


def test_an_unhappy_visitor_says_why(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.face(Score.NOT_SATISFIED)
    terminal.world.until(Reasons(A))
    assert terminal.stored() == []
    terminal.reason("cho-lau")
    terminal.world.until(Thanks(A))
    assert terminal.stored() == [RateVisit(A, Score.NOT_SATISFIED, "cho-lau")]


def test_an_unhappy_visitor_who_leaves_counts_all_the_same(terminal):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    terminal.face(Score.NOT_SATISFIED)
    terminal.world.until(Reasons(A))
    terminal.pass_time(30)
    terminal.world.until(Asleep())
    assert terminal.stored() == [RateVisit(A, Score.NOT_SATISFIED)]


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


@pytest.mark.parametrize("rated", [True, False])
def test_a_visit_is_offered_once_however_often_the_broker_repeats_it(terminal, rated):
    terminal.invite(A)
    terminal.world.until(Faces(A))
    if rated:
        terminal.face(Score.SATISFIED)
        terminal.world.until(Thanks(A))
        terminal.world.until(RateVisit(A, Score.SATISFIED))
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
    second.world.until(RateVisit(A, Score.SATISFIED))
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
    terminal.world.until(Reasons(A))
    terminal.invite(B)
    terminal.reason(None)
    terminal.world.until(Faces(B))
    assert terminal.stored() == [RateVisit(A, Score.NOT_SATISFIED)]


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
    office = Office("x", (), (), (ReasonInfo("cho-lau", "Chờ lâu"),), 12)
    terminal.service.heard_office("", encode_notice(office))
    terminal.world.until(office)
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
