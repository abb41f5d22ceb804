"""The rating terminal's real window, service and outbox, led by a finger: one visit, one stored rating."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from contract.codec import decode_request
from contract.commands import RateVisit, Score
from contract.ids import CounterId, VisitId
from contract.notices import RatingInvitation
from tests.screens.board_notices import office
from tests.screens.driven import Driven

TEN_INCHES = ((1280, 800), (217, 136))
FINGER_MM = 25
A, B = VisitId("2026-03-02-A001"), VisitId("2026-03-02-B001")


def terminal(folder, screen=TEN_INCHES, language="vi"):
    pixels, millimetres = screen
    trace = folder / "trace.jsonl"
    words = ["--pixels", *map(str, pixels), "--millimetres", *map(str, millimetres), "--language", language]
    return Driven("rating_driver.py", pixels, trace, *words, "--trace", str(trace), "--state", str(folder / "state"))


def invitation(visit, seconds=30.0):
    until = datetime.now(UTC) + timedelta(seconds=seconds) if visit else None
    return RatingInvitation(CounterId(5), visit, until)


def stored(folder):
    """What lies in the outbox of the running terminal, in order."""
    outbox = sqlite3.connect(f"file:{folder}/state/outbox.sqlite?mode=ro", uri=True)
    with closing(outbox):
        return [decode_request(payload).command for (payload,) in outbox.execute("SELECT payload FROM requests")]


def test_a_trembling_finger_stores_one_rating(tmp_path):
    with terminal(tmp_path) as shown:
        shown.see("Asleep")
        shown.say("office", office())
        shown.say("invitation", invitation(A))
        faces = shown.see("Faces")
        assert all(min(box[2:]) >= FINGER_MM * 1280 / 217 for box in faces.targets.values())
        shown.screen.tap(*faces.middle("very_satisfied"), times=4)
        shown.see("Thanks")
        shown.see("Asleep")
        shown.say("invitation", invitation(A))
        shown.say("invitation", invitation(B))
        shown.see("Faces")
        shown.say("invitation", invitation(None))
        shown.see("Asleep")
        assert [sight.view for sight in shown.trace.seen].count("Faces") == 2
    assert stored(tmp_path) == [RateVisit(A, Score.VERY_SATISFIED)]


def test_an_unhappy_visitor_chooses_a_reason(tmp_path):
    with terminal(tmp_path) as shown:
        shown.see("Asleep")
        shown.say("office", office())
        shown.say("invitation", invitation(A))
        shown.screen.tap(*shown.see("Faces").middle("not_satisfied"))
        reasons = shown.see("Reasons")
        assert all(min(box[2:]) >= FINGER_MM * 1280 / 217 for box in reasons.targets.values())
        shown.press(reasons, "reason:r3", then="Thanks")
    assert stored(tmp_path) == [RateVisit(A, Score.NOT_SATISFIED, "r3")]


def test_an_unhappy_visitor_who_walks_away_counts_when_the_time_is_over(tmp_path):
    with terminal(tmp_path) as shown:
        shown.see("Asleep")
        shown.say("link up")
        shown.say("invitation", invitation(A, seconds=3))
        shown.screen.tap(*shown.see("Faces").middle("not_satisfied"))
        shown.see("Reasons")
        shown.see("Asleep")
    assert stored(tmp_path) == [RateVisit(A, Score.NOT_SATISFIED)]


@pytest.mark.parametrize(
    ("screen", "language"), [(TEN_INCHES, "vi"), (((800, 1280), (136, 217)), "vi"), (((1920, 1080), (345, 194)), "en")]
)
def test_the_longest_words_fit(tmp_path, screen, language):
    name = f"rating-{screen[0][0]}x{screen[0][1]}-{language}"
    faults = {}
    with terminal(tmp_path, screen, language) as shown:
        shown.see("Asleep")
        shown.say("office", office(wide=True))
        faults["asleep"] = shown.faults()
        shown.picture(f"{name}-asleep")
        shown.say("invitation", invitation(A))
        faces = shown.see("Faces")
        faults["faces"] = shown.faults()
        shown.picture(f"{name}-faces")
        shown.screen.tap(*faces.middle("not_satisfied"))
        reasons = shown.see("Reasons")
        faults["reasons"] = shown.faults()
        shown.picture(f"{name}-reasons")
        shown.press(reasons, "no_reason", then="Thanks")
        faults["thanks"] = shown.faults()
        shown.picture(f"{name}-thanks")
    assert {view: found for view, found in faults.items() if found} == {}
