"""How a scanner's camera is, told from its pictures: whether they are black, stand still, or stand on their head.

A sensor never gives the same picture twice: its noise sees to that. One that does has hung itself up.
"""

from dataclasses import dataclass, replace
from typing import Final

from contract.notices import Camera

FROZEN_AFTER_S: Final = 3.0
"""The same picture for so long: some cameras repeat one or two when they have nothing new."""
DARK_AFTER_S: Final = 1.5
"""A camera that was just opened measures its light first."""
DARK: Final = 26
"""Grey value that a picture's brightest parts stay below when something lies on the lens."""
_REMEMBERED: Final = 5
_MOST: Final = 4


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What a picture is judged by. ``print``: equal only for equal pictures. ``brightest``: grey value (0-255) of its lights."""

    print: int
    brightest: int


@dataclass(frozen=True, slots=True)
class Watch:
    """Since when, in seconds, the pictures have been the same and dark; ``condition`` as it follows."""

    glimpse: Glimpse | None = None
    same_since: float = 0.0
    dark_since: float | None = None
    condition: Camera = Camera.READY


def again(before: Watch, at: float) -> Watch:
    """The camera is opened again: its last picture is remembered, for it must not be that one still."""
    return Watch(before.glimpse, at)


def is_new(before: Watch, glimpse: Glimpse) -> bool:
    """Whether the picture may be read: on one that hangs stands what another citizen held there."""
    return before.glimpse is None or before.glimpse.print != glimpse.print


def watch(before: Watch, glimpse: Glimpse | None, at: float) -> Watch:
    """A new picture at ``at`` seconds; None: the camera gives none, which has lasted long enough to count."""
    if glimpse is None:
        return Watch(condition=Camera.LOST)
    same_since = at if is_new(before, glimpse) else before.same_since
    dark_since = before.dark_since if glimpse.brightest < DARK else None
    if dark_since is None and glimpse.brightest < DARK:
        dark_since = at
    if dark_since is not None and at - dark_since >= DARK_AFTER_S:
        condition = Camera.DARK  # before the other: under a lid many sensors give nothing but zeros
    elif at - same_since >= FROZEN_AFTER_S:
        condition = Camera.FROZEN
    else:
        condition = Camera.READY
    return Watch(glimpse, same_since, dark_since, condition)


@dataclass(frozen=True, slots=True)
class Mounting:
    """How the latest receipts stood in the picture, one vote a receipt (True: on its head), and what follows of it.

    One citizen may hold one receipt the wrong way round; receipt after receipt says how the camera is screwed on.
    ``latest`` is the hash of the receipt that voted last.
    """

    votes: tuple[bool, ...] = ()
    latest: int | None = None
    upside_down: bool = False


def mount(before: Mounting, receipt: int, *, on_its_head: bool) -> Mounting:
    """A receipt was read, ``receipt`` being the hash of its code; read again at once it has no second vote."""
    if receipt == before.latest:
        return before
    votes = (*before.votes, on_its_head)[-_REMEMBERED:]
    after = replace(before, votes=votes, latest=receipt)
    if sum(votes) >= _MOST:
        return replace(after, upside_down=True)
    if len(votes) - sum(votes) >= _MOST:
        return replace(after, upside_down=False)
    return after


def told(condition: Camera, mounting: Mounting) -> Camera:
    """What the kiosk says of its camera: one that sees may still hang on its head."""
    return Camera.UPSIDE_DOWN if condition is Camera.READY and mounting.upside_down else condition
