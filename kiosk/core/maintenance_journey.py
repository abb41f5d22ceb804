"""What staff sees behind a PIN: how the kiosk is, its tests, and whether it serves.

The way in is a finger held on the office's name, where nothing else is; what a citizen began is never lost by it, because it
leads in from the first screen alone. Whoever leaves, or walks away, leaves the kiosk as it stands between two citizens.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from contract.ids import DeviceId, FileCode, RequestId
from contract.notices import Camera, Printer, Receipt
from kiosk.core.papers import Copy, PaperTold, PrintPaper, TestSlip
from kiosk.core.typing_keys import KeyTapped, Typed, code_layout, press

PIN_LEAST: Final = 6
"""Digits of a PIN; a thief has no more than a few guesses (``kiosk.core.pin_wait``)."""
PIN_MOST: Final = 12
_PAD: Final = code_layout("0123456789", PIN_MOST)
_SHOWN: Final = 3
"""Characters of a file code at either end that a test shows."""


@dataclass(frozen=True, slots=True)
class Pin:
    """The digits so far; ``checking`` them; ``wrong`` ones before, and seconds until the next are looked at."""

    typed: str = field(default="", repr=False)
    checking: bool = False
    wrong: bool = False
    wait_s: int = 0

    @property
    def whole(self) -> bool:
        """Whether they may be a PIN."""
        return len(self.typed) >= PIN_LEAST and not self.checking


@dataclass(frozen=True, slots=True)
class Condition:
    """How the kiosk is. ``since``: when the controller was last reached or lost, aware. ``printer``: None where there is none.

    ``waiting``: requests that are stored and not yet answered; ``free_mb`` of the disk that they are stored on; ``latest`` is
    the last number given since the program began.
    """

    device: DeviceId
    version: str
    online: bool
    since: datetime
    printer: Printer | None
    model: str
    paper_mm: int
    camera: bool
    waiting: int
    free_mb: int
    out: bool
    latest: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Maintenance:
    """How the kiosk is, None before it is known, and what can be done; ``copy`` is the test slip's paper."""

    condition: Condition | None = None
    copy: Copy | None = None


@dataclass(frozen=True, slots=True)
class TouchTest:
    """Every touch leaves a dot."""


@dataclass(frozen=True, slots=True)
class CameraTest:
    """The camera's picture, how it is, and what it read last, most of it masked; ``foreign``: that was no file code."""

    read: str = ""
    foreign: bool = False
    camera: Camera = Camera.READY


@dataclass(frozen=True, slots=True)
class OutOfService:
    """The kiosk does not serve, and says so."""


MaintenanceViews = Pin | Maintenance | TouchTest | CameraTest


class Care(StrEnum):
    """What can be done from ``Maintenance``."""

    TEST_SLIP = "test_slip"
    CAMERA = "camera"
    TOUCH = "touch"
    CLOSE = "close"
    OPEN = "open"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class MaintenanceWanted:
    """Somebody has held a finger on the office's name for long."""


@dataclass(frozen=True, slots=True)
class PinGiven:
    """The PIN is typed."""


@dataclass(frozen=True, slots=True)
class PinChecked:
    """Whether it was right; ``wait_s``: seconds until another one is looked at."""

    right: bool
    wait_s: int = 0


@dataclass(frozen=True, slots=True)
class ConditionWanted:
    """The screen wants to be true again."""


@dataclass(frozen=True, slots=True)
class ConditionTold:
    """How the kiosk is now."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class CareTapped:
    """Something is to be done; ``job`` is for a paper."""

    care: Care
    job: RequestId


MaintenanceHappening = PinGiven | PinChecked | ConditionWanted | ConditionTold | CareTapped


@dataclass(frozen=True, slots=True)
class CheckPin:
    """Effect: see whether it is right; ``PinChecked`` comes."""

    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TellCondition:
    """Effect: see how the kiosk is; ``ConditionTold`` comes."""


@dataclass(frozen=True, slots=True)
class Serve:
    """Effect: from now on, over restarts as well, the kiosk serves or does not."""

    serves: bool


@dataclass(frozen=True, slots=True)
class Restart:
    """Effect: end the program; its supervisor starts it again."""


@dataclass(frozen=True, slots=True)
class TryCamera:
    """Effect: look through the camera, or no more."""

    on: bool


MaintenanceEffect = CheckPin | TellCondition | Serve | Restart | TryCamera | PrintPaper
Step = tuple[MaintenanceViews, tuple[MaintenanceEffect, ...]]


def step(view: MaintenanceViews, happening: MaintenanceHappening | KeyTapped | PaperTold) -> Step:
    """The next view and what is to be done; what does not belong to the view changes nothing."""
    match view, happening:
        case Pin(checking=True), PinChecked(right=True):
            return Maintenance(), (TellCondition(),)
        case Pin(checking=True), PinChecked(right=False, wait_s=wait_s):
            return Pin(wrong=True, wait_s=wait_s), ()
        case Pin(checking=False, typed=typed), KeyTapped(key):
            return replace(view, typed=press(Typed(_PAD, typed), key).text), ()
        case Pin(typed=typed), PinGiven() if view.whole:
            return replace(view, checking=True), (CheckPin(typed),)
        case Maintenance(), ConditionWanted():
            return view, (TellCondition(),)
        case Maintenance(), ConditionTold(condition):
            return replace(view, condition=condition), ()
        case Maintenance(copy=Copy() as copy), PaperTold():
            return replace(view, copy=copy.told(happening)), ()
        case Maintenance(Condition() as condition, copy), CareTapped(care, job):
            return _care(view, condition, care, job)
        case _:
            return view, ()


def _care(view: Maintenance, condition: Condition, care: Care, job: RequestId) -> Step:
    match care:
        case Care.TEST_SLIP if condition.printer is not None and (view.copy is None or view.copy.ended):
            slip = TestSlip(condition.device, condition.model, condition.paper_mm)
            return replace(view, copy=Copy(job)), (PrintPaper(job, slip),)
        case Care.CAMERA if condition.camera:
            return CameraTest(), (TryCamera(on=True),)
        case Care.TOUCH:
            return TouchTest(), ()
        case Care.CLOSE | Care.OPEN:
            return view, (Serve(care is Care.OPEN), TellCondition())
        case Care.RESTART:
            return view, (Restart(),)
        case _:
            return view, ()


def back(view: MaintenanceViews) -> Maintenance | None:
    """Where one step back leads; None: out."""
    return Maintenance() if isinstance(view, TouchTest | CameraTest) else None


def closing(view: MaintenanceViews) -> tuple[TryCamera, ...]:
    """What is to be done when a view is left."""
    return (TryCamera(on=False),) if isinstance(view, CameraTest) else ()


def leaving(view: MaintenanceViews) -> tuple[MaintenanceEffect, ...]:
    """What is to be done on the way one step back."""
    return (*closing(view), TellCondition()) if back(view) else closing(view)


def masked(code: FileCode) -> str:
    """A code of which only the ends can be read: a test must not show whose file it was."""
    hidden = max(0, len(code) - 2 * _SHOWN)
    return code[:_SHOWN] + "•" * hidden + code[len(code) - _SHOWN :] if hidden else "•" * len(code)
