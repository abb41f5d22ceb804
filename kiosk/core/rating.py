"""A visitor's way through the rating terminal: asleep, three faces, a reason if unhappy, thanks."""

from dataclasses import dataclass

from contract.commands import Score
from contract.ids import RequestId, VisitId


@dataclass(frozen=True, slots=True)
class Asleep:
    """Nobody to ask."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The visit that was just finished may be rated."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class Reasons:
    """An unhappy visitor may say why."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class Thanks:
    """The rating is stored."""

    visit: VisitId


View = Asleep | Faces | Reasons | Thanks


@dataclass(frozen=True, slots=True)
class Invited:
    """A visit may be rated from now on."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class FacePressed:
    """One of the three faces; ``request`` is new for every press."""

    score: Score
    request: RequestId


@dataclass(frozen=True, slots=True)
class ReasonPressed:
    """A reason's id, or None for "no reason"."""

    reason: str | None
    request: RequestId


@dataclass(frozen=True, slots=True)
class TimeOver:
    """The invitation was withdrawn or nobody pressed for too long. ``request`` serves a rating without a reason."""

    request: RequestId


Happening = Invited | FacePressed | ReasonPressed | TimeOver


@dataclass(frozen=True, slots=True)
class StoreRating:
    """Commit the rating, then send it until it is answered."""

    request: RequestId
    visit: VisitId
    score: Score
    reason: str | None


def step(view: View, happening: Happening) -> tuple[View, StoreRating | None]:
    """The next view, and the rating to store. An unhappy press counts even when no reason follows."""
    match view, happening:
        case Reasons(visit), ReasonPressed(reason, request):
            return Thanks(visit), StoreRating(request, visit, Score.NOT_SATISFIED, reason)
        case Reasons(visit), TimeOver(request):
            return Asleep(), StoreRating(request, visit, Score.NOT_SATISFIED, None)
        case Reasons(visit), Invited(newer) if newer != visit:
            return view, None
        case Faces(visit), FacePressed(Score.NOT_SATISFIED, _):
            return Reasons(visit), None
        case Faces(visit), FacePressed(score, request):
            return Thanks(visit), StoreRating(request, visit, score, None)
        case ((Asleep() | Faces()), Invited(visit)):
            return Faces(visit), None
        case Thanks(rated), Invited(visit) if visit != rated:
            return Faces(visit), None
        case ((Faces() | Thanks()), TimeOver()):
            return Asleep(), None
        case _:
            return view, None
