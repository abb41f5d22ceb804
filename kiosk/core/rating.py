"""A visitor's way through the rating terminal: asleep, the faces, reasons if unhappy, thanks."""

from dataclasses import dataclass, replace
from typing import Final

from contract.commands import Score
from contract.ids import RequestId, VisitId
from contract.rating import UNHAPPY


@dataclass(frozen=True, slots=True)
class Asleep:
    """Nobody to ask."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The visit that was just finished may be rated."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class Reasons:
    """An unhappy visitor may say why; ``chosen`` in the order of choosing."""

    visit: VisitId
    score: Score
    chosen: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Thanks:
    """The rating is stored."""

    visit: VisitId


View = Asleep | Faces | Reasons | Thanks

TEST: Final = VisitId("-")
"""Nobody's: what is pressed in a test of the IT officer counts nowhere, and the screen says so."""


def is_test(view: View) -> bool:
    """Whether what is shown is a test."""
    return not isinstance(view, Asleep) and view.visit == TEST


@dataclass(frozen=True, slots=True)
class Invited:
    """A visit may be rated from now on."""

    visit: VisitId


@dataclass(frozen=True, slots=True)
class FacePressed:
    """One of the faces; ``request`` is new for every press. Where the office has no ``reasons``, nobody is asked why."""

    score: Score
    request: RequestId
    reasons: bool = True


@dataclass(frozen=True, slots=True)
class ReasonPressed:
    """A reason's id: chosen, or taken back."""

    reason: str


@dataclass(frozen=True, slots=True)
class ReasonsDone:
    """No more reasons, or none at all."""

    request: RequestId


@dataclass(frozen=True, slots=True)
class FacesAgain:
    """The wrong face was pressed."""


@dataclass(frozen=True, slots=True)
class TimeOver:
    """The invitation was withdrawn or nobody pressed for too long. ``request`` serves a rating whose reasons were not ended."""

    request: RequestId


Happening = Invited | FacePressed | ReasonPressed | ReasonsDone | FacesAgain | TimeOver
Press = FacePressed | ReasonPressed | ReasonsDone | FacesAgain
"""What a finger can do."""


@dataclass(frozen=True, slots=True)
class StoreRating:
    """Commit the rating, then send it until it is answered."""

    request: RequestId
    visit: VisitId
    score: Score
    reasons: tuple[str, ...] = ()


def step(view: View, happening: Happening) -> tuple[View, StoreRating | None]:
    """The next view, and the rating to store. An unhappy press counts even when no reason follows."""
    if isinstance(view, Reasons):
        return _reasons(view, happening)
    match view, happening:
        case Faces(visit), FacePressed(score, _, True) if score in UNHAPPY:
            return Reasons(visit, score), None
        case Faces(visit), FacePressed(score, request):
            return Thanks(visit), StoreRating(request, visit, score)
        case ((Asleep() | Faces()), Invited(visit)):
            return Faces(visit), None
        case Thanks(rated), Invited(visit) if visit != rated:
            return Faces(visit), None
        case ((Faces() | Thanks()), TimeOver()):
            return Asleep(), None
        case _:
            return view, None


def _reasons(view: Reasons, happening: Happening) -> tuple[View, StoreRating | None]:
    """The next visit waits until this visitor is done."""
    match happening:
        case ReasonPressed(reason):
            return replace(view, chosen=_toggled(view.chosen, reason)), None
        case FacesAgain():
            return Faces(view.visit), None
        case ReasonsDone(request):
            return Thanks(view.visit), StoreRating(request, view.visit, view.score, view.chosen)
        case TimeOver(request):
            return Asleep(), StoreRating(request, view.visit, view.score, view.chosen)
        case _:
            return view, None


def _toggled(chosen: tuple[str, ...], reason: str) -> tuple[str, ...]:
    return tuple(one for one in chosen if one != reason) if reason in chosen else (*chosen, reason)
