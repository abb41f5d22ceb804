"""The device twin: the configuration that the controller wants of a device, and what the device says of the one that runs.

Retained both, so that a device that was off gets it on its return, and a controller hears on its own how everybody stands. No secret
travels: of what only ``apply`` brings there are digests, so that a device can say that it lacks it.

A device takes a ``Wanted`` of a higher ``revision`` than it has heard, or the same one again, and none that is older. It
applies what it can when nobody is disturbed, and answers with ``Reported``. Small devices may leave out all keys of ``Reported`` that
have a default, and must ignore every key of ``Wanted`` that they do not know.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from contract.ids import DeviceId

HIGHEST: Final = 2**30 - 1
"""Of a revision and of a turn: a small integer also where a device has 31 bits for one."""


@dataclass(frozen=True, slots=True)
class Duty:
    """Whether a device is in service. ``turn`` counts the decisions about it, wherever they were made."""

    serves: bool = True
    turn: int = 0

    def decided(self, *, serves: bool) -> "Duty":
        """Somebody decides, here and now."""
        return self if serves is self.serves else Duty(serves, min(self.turn + 1, HIGHEST))


def later(one: Duty, other: Duty) -> Duty:
    """The later decision of two; of two that were made apart at the same turn the careful one: out of service.

    The same in whatever order and however often they are heard, so device and controller always end with the same one.
    """
    return max(one, other, key=lambda duty: (duty.turn, not duty.serves))


@dataclass(frozen=True, slots=True)
class Wanted:
    """To one device: how it is wanted to be. Retained.

    ``revision`` counts the versions, from 1. ``version`` names the content: settings and seals. ``settings``: the keys of the
    device's profile that may travel (``contract.settings``). ``seals``: digests of those that only ``apply`` brings.
    """

    revision: int
    version: str
    settings: dict[str, Any] = field(default_factory=dict)
    seals: dict[str, str] = field(default_factory=dict)
    duty: Duty = Duty()


class Why(StrEnum):
    """Why a device does not take something."""

    MALFORMED = "malformed"
    """It is no wanted configuration of the contract."""
    OLDER = "older"
    """It is older than one that the device has heard; the controller tells a newer one."""
    UNKNOWN = "unknown"
    """The device's program does not know this key: it is older than the controller's."""
    WRONG = "wrong"
    """The key's value is none that the device can take."""
    FAILED = "failed"
    """The device tried it and stayed with what it had."""
    FATAL = "fatal"
    """The device's program died with it twice; it is not tried again before it is another one."""
    UNSTORED = "unstored"
    """The device's disk did not keep it: after a power cut it is heard again."""
    NO_RESTART = "no_restart"
    """The program would have to be started anew, and nobody is there who would do it: it was started by hand."""


@dataclass(frozen=True, slots=True)
class Unfit:
    """Something that is not taken; ``key`` empty: the whole of it."""

    why: Why
    key: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """A device's own word on its configuration. Retained.

    ``revision``: the highest that it has heard, 0 for none. ``running``: the version that runs. ``in_step``: it is the wanted one, with
    nothing left to do. ``live``: keys that were changed while it ran. ``waits``: keys that are applied as soon as nobody is disturbed,
    ``restart``: those among them that need the program anew. ``apply``: keys that the IT officer's ``apply`` brings. ``refused``: what it
    does not take, and why.
    """

    device: DeviceId
    revision: int
    running: str
    in_step: bool
    duty: Duty = Duty()
    live: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()
    restart: tuple[str, ...] = ()
    apply: tuple[str, ...] = ()
    refused: tuple[Unfit, ...] = ()
