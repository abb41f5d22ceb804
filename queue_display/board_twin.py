"""A board becomes what is wanted of it: what it can while no call is new on it, the rest by a start of its program."""

from collections.abc import Callable
from typing import Any, Final

from contract.device_twin import DeviceTwin, Hands
from contract.link import Link
from contract.profile import BoardProfile
from queue_display.service import BoardService

_STARTED_WITH: Final = ("counter", "zone", "web")
"""Keys by which a board listens, or fetches, from its start on."""


def follow_twin(
    twin: DeviceTwin[BoardProfile],
    link: Link,
    service: BoardService[Any, Any],
    app: Any,
    restart: Callable[[], object] | None,
) -> None:
    """Before the link starts. ``app`` is the board's window."""

    def change(profile: BoardProfile, _keys: tuple[str, ...]) -> None:
        if profile.counter is None:  # what else the profile of a counter's board says has no meaning for it
            app.refit(profile)

    hands = Hands(anew, change, service.when_calm, restart, lambda duty: service.serve(serves=duty.serves))
    twin.join(link, hands)
    service.serve(serves=twin.serves)


def anew(before: BoardProfile, target: BoardProfile) -> frozenset[str]:
    """Which keys need the program anew: a counter's board is drawn once, the hall's whenever its lines or sizes change."""
    keys = {key for key in _STARTED_WITH if getattr(before, key) != getattr(target, key)}
    is_counter = before.counter is not None
    if before.screen.pixels != target.screen.pixels or (is_counter and before.screen != target.screen):
        keys.add("screen")
    if before.shows.media != target.shows.media and not is_counter:
        keys.add("shows")
    return frozenset(keys)
