"""The rating terminal's real window, service and outbox, led by a finger: one visit, one stored rating."""

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PIL import ImageChops

from contract.codec import decode_request
from contract.commands import RateVisit, Score
from contract.ids import CounterId, VisitId
from contract.notices import RatingInvitation
from demo.screen import ScreenError, wait_for
from tests.screens.board_notices import office
from tests.screens.driven import Driven

TEN_INCHES = ((1280, 800), (217, 136))
FINGER_MM, TOUCH_MM, REACH_MM = 25, 20, 1100
A, B = VisitId("2026-03-02-A001"), VisitId("2026-03-02-B001")


def terminal(folder, screen=TEN_INCHES, language="vi", bottom=0):
    pixels, millimetres = screen
    trace = folder / "trace.jsonl"
    words = ["--pixels", *map(str, pixels), "--millimetres", *map(str, millimetres), "--language", language]
    words += ["--bottom", str(bottom)]
    return Driven("rating_driver.py", pixels, trace, *words, "--trace", str(trace), "--state", str(folder / "state"))


def invitation(visit, seconds=30.0):
    until = datetime.now(UTC) + timedelta(seconds=seconds) if visit else None
    return RatingInvitation(CounterId(5), visit, until)


def stored(folder):
    """What lies in the outbox of the running terminal, in order."""
    outbox = sqlite3.connect(f"file:{folder}/state/outbox.sqlite?mode=ro", uri=True)
    with closing(outbox):
        commands = [decode_request(payload).command for (payload,) in outbox.execute("SELECT payload FROM requests")]
    return [(one.visit, one.score, one.reasons, one.scale) for one in commands if isinstance(one, RateVisit)]


def alike(one, other):
    return ImageChops.difference(one, other).getbbox() is None


def tremble(shown, sight, key):
    """Four touches within a quarter of a second, once they are heard: what has just come up is not pressed by chance."""
    for _ in range(9):
        shown.touch(sight, key, times=4)
        with suppress(ScreenError):
            return shown.trace.wait("Thanks", 1.5)
    raise AssertionError(key)


def choose(shown, sight, reason, so_far):
    """Touch a reason until it is chosen."""
    for _ in range(9):
        shown.touch(sight, f"reason:{reason}")
        with suppress(ScreenError):
            return shown.trace.wait("Reasons", 1.5, chosen=str(so_far))
    raise AssertionError(reason)


def test_a_trembling_finger_stores_one_rating(tmp_path):
    with terminal(tmp_path) as shown:
        shown.see("Asleep")
        shown.say("office", office())
        shown.say("invitation", invitation(A))
        faces = shown.see("Faces")
        sizes = {key: min(box[2:]) * 217 / 1280 for key, box in faces.targets.items()}
        assert sizes.pop("language") >= TOUCH_MM
        assert min(sizes.values()) >= FINGER_MM
        tremble(shown, faces, "very_satisfied")
        shown.see("Asleep")
        shown.say("invitation", invitation(A))
        shown.say("invitation", invitation(B))
        shown.see("Faces")
        shown.say("invitation", invitation(None))
        shown.see("Asleep")
        assert [sight.view for sight in shown.trace.seen].count("Faces") == 2
    assert stored(tmp_path) == [(A, Score.VERY_SATISFIED, (), 3)]


def test_an_unhappy_visitor_chooses_a_reason(tmp_path):
    with terminal(tmp_path) as shown:
        shown.see("Asleep")
        shown.say("office", office())
        shown.say("invitation", invitation(A))
        reasons = shown.press(shown.see("Faces"), "not_satisfied", then="Reasons")
        assert "send" not in reasons.targets
        reasons.targets.pop("again"), reasons.targets.pop("no_reason")
        assert all(min(box[2:]) >= FINGER_MM * 1280 / 217 for box in reasons.targets.values())
        choose(shown, reasons, "r3", so_far=1)
        sight = choose(shown, reasons, "khac", so_far=2)
        shown.press(sight, "send", then="Thanks")
    assert stored(tmp_path) == [(A, Score.NOT_SATISFIED, ("r3", "khac"), 3)]


def test_an_unhappy_visitor_who_walks_away_counts_when_the_time_is_over(tmp_path):
    with terminal(tmp_path) as shown:
        shown.see("Asleep")
        shown.say("office", office())
        shown.say("link up")
        shown.say("invitation", invitation(A, seconds=8))
        shown.press(shown.see("Faces"), "not_satisfied", then="Reasons")
        shown.see("Asleep")
    assert stored(tmp_path) == [(A, Score.NOT_SATISFIED, (), 3)]


def test_the_wrong_face_is_taken_back_in_the_other_language_and_the_next_visitor_reads_the_first(tmp_path):
    with terminal(tmp_path) as shown:
        shown.say("office", office())
        shown.say("invitation", invitation(A))
        before = shown.see("Faces")
        words = shown.screen.grab()
        shown.press(before, "language", then="Faces")
        reasons = shown.press(before, "not_satisfied", then="Reasons")
        shown.press(reasons, "again", then="Faces")
        shown.picture("rating-faces-english")
        shown.press(before, "satisfied", then="Thanks")
        shown.see("Asleep")
        shown.say("invitation", invitation(B))
        shown.see("Faces")
        wait_for(lambda: alike(shown.screen.grab(), words) or None, 5, "the next visitor reads another language")
    assert stored(tmp_path) == [(A, Score.SATISFIED, (), 3)]


SMALL, UPRIGHT, LARGE = TEN_INCHES, ((800, 1280), (136, 217)), ((1920, 1080), (345, 194))


@pytest.mark.parametrize(
    ("screen", "language", "scale", "bottom"),
    [(SMALL, "vi", 3, 0), (SMALL, "vi", 5, 975), (UPRIGHT, "vi", 5, 883), (UPRIGHT, "en", 3, 0), (LARGE, "en", 5, 0)],
)
def test_the_longest_words_fit_and_everything_can_be_reached(tmp_path, screen, language, scale, bottom):
    name = f"rating-{screen[0][0]}x{screen[0][1]}-{language}-{scale}{'-high' if bottom else ''}"
    faults, sights = {}, []
    with terminal(tmp_path, screen, language, bottom) as shown:
        shown.see("Asleep")
        shown.say("office", replace(office(wide=True), rating_scale=scale))
        shown.say("invitation", RatingInvitation(CounterId(5), None, None, officer="Nguyễn Hoàng Thị Phương Thảo"))
        faults["asleep"] = shown.faults()
        shown.picture(f"{name}-asleep")
        shown.say("invitation", invitation(A))
        sights.append(shown.see("Faces"))
        faults["faces"] = shown.faults()
        shown.picture(f"{name}-faces")
        sights.append(shown.press(sights[0], "not_satisfied", then="Reasons"))
        faults["reasons"] = shown.faults()
        shown.picture(f"{name}-reasons")
        shown.press(sights[1], "no_reason", then="Thanks")
        faults["thanks"] = shown.faults()
        shown.picture(f"{name}-thanks")
    assert {view: found for view, found in faults.items() if found} == {}
    assert len(sights[0].targets) == scale + 1
    highest = max(
        bottom + screen[1][1] - box[1] * screen[1][1] / screen[0][1] for one in sights for box in one.targets.values()
    )
    assert not bottom or highest <= REACH_MM


@pytest.mark.parametrize(("screen", "language"), [(SMALL, "en"), (UPRIGHT, "vi")])
def test_a_test_says_on_every_screen_that_it_is_one(tmp_path, screen, language):
    """Whoever stands before it must not believe to have rated; the words fit, and differ from those of a visit."""
    with terminal(tmp_path, screen, language) as shown:
        shown.see("Asleep")
        shown.say("office", office(wide=True))
        pictures = {}
        way = (("Faces", "not_satisfied", "Reasons"), ("Reasons", "no_reason", "Thanks"), ("Thanks", "", ""))
        for what in ("test", "invitation"):
            shown.say(what, None if what == "test" else invitation(A))
            sight = shown.see("Faces")
            for view, key, then in way:
                assert shown.faults() == []
                pictures[what, view] = shown.picture(f"rating-{what}-{view}-{language}".lower())
                sight = shown.press(sight, key, then=then) if key else sight
            shown.see("Asleep")
        assert not any(alike(pictures["test", view], pictures["invitation", view]) for view, *_ in way)
    assert [visit for visit, *_ in stored(tmp_path)] == [A]
