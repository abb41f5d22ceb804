"""The rating pad: one visit, one press, and none before somebody was invited. Its rules are those of ``docs/rating-pad.md``."""

from . import clock, lamp
from .messages import whole, words

FACES = {
    3: ("very_satisfied", "satisfied", "not_satisfied"),
    5: ("very_satisfied", "satisfied", "neutral", "not_satisfied", "very_unsatisfied"),
}
"""Scores by scale, best first, as the buttons ``face1``, ``face2``, ..."""
OLD_MS = 2000
"""What comes so soon after the office's own notice, as after every connecting, may be an invitation of long ago."""


class Pad:
    """Told what is heard and pressed; ``rated`` is the visit of the latest press that is kept, after a power cut as well."""

    def __init__(self, rated: str) -> None:
        self.scale = 3
        self._limit_ms = 30_000
        self._told_at: int | None = None
        self._rated = rated
        self._visit = self._mark = ""
        self._heard_at = self._closes_at = 0
        self._said: tuple[int, ...] = lamp.DARK
        self._said_until = 0

    def office(self, body: "dict[str, object]", now: int) -> None:
        """An ``Office``; empty where it was too long to be read: its usual values serve."""
        scale = whole(body, "rating_scale", 3)
        self.scale = scale if scale in FACES else 3
        self._limit_ms = 1000 * min(max(whole(body, "rating_seconds", 30), 1), 600)
        self._told_at = now

    def invited(self, body: "dict[str, object]", now: int, office_s: int) -> None:
        """A ``RatingInvitation``; without a visit it withdraws the one before. ``office_s``: the office's time, as the pulse tells it."""
        visit = words(body, "visit")
        if not visit or visit == self._rated:
            self._visit = ""
        elif visit != self._visit:
            left_ms = self._left_ms(clock.seconds(words(body, "until")), now, office_s)
            if left_ms > 0:
                self._visit, self._mark = visit, words(body, "mark")
                self._heard_at, self._closes_at = now, now + min(left_ms, self._limit_ms)

    def _left_ms(self, until_s: int, now: int, office_s: int) -> int:
        """How long an invitation still stands; one that does not say until when may be as old as the office's own notice."""
        if until_s:
            return 1000 * (until_s - office_s)
        return self._limit_ms if self._told_at is not None and now - self._told_at >= OLD_MS else 0

    def is_invited(self, now: int) -> bool:
        """Whether a press counts now."""
        return bool(self._visit) and now < self._closes_at

    def press(self, face: int, now: int) -> "dict[str, object] | None":
        """The body of a ``RateVisit`` for a face, 1 is the best; None where the press means nothing."""
        faces = FACES[self.scale]
        if not self.is_invited(now) or not 1 <= face <= len(faces):
            return None
        return {
            "visit": self._visit,
            "score": faces[face - 1],
            "scale": self.scale,
            "mark": self._mark,
            "after_s": (now - self._heard_at) // 100 / 10,
        }

    def kept(self, now: int) -> None:
        """The press is on the flash: thanks, and none for this visit any more."""
        self._rated, self._visit = self._visit, ""
        self._said, self._said_until = lamp.SENT, now + lamp.SENT_MS

    def unkept(self, now: int) -> None:
        """The flash is full or broken: no thanks; the visitor may try again."""
        self._said, self._said_until = lamp.REFUSED, now + lamp.REFUSED_MS

    def lamp(self, now: int, *, reached: bool) -> "tuple[int, ...]":
        """What the lamp says; ``reached``: whether the broker and the controller behind it are heard."""
        if now < self._said_until:
            return self._said
        if self.is_invited(now):
            return lamp.LIT
        return lamp.DARK if reached else lamp.ALONE
