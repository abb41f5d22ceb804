"""What the kiosk does when nothing happens: the time of a view ends, or a number of its own answers a tap."""

import logging
import sqlite3
import time
from typing import Final, Protocol

from contract.ids import RequestId
from kiosk.core.happenings import NumberGiven, TimePassed
from kiosk.core.journey import Happening, View
from kiosk.core.patience import given_up
from kiosk.core.views import Taking
from kiosk.ports import Holding

_LOG: Final = logging.getLogger(__name__)

_AGAIN_S: Final = 2.0
"""Between two looks whether a number of the kiosk's own can be given."""


class Patience(Protocol):
    """See ``kiosk.core.patience.patience_s``."""

    def __call__(self, view: View, *, plain: bool) -> float | None:
        """Seconds, or None for ever."""


class Waiting:
    """Called by the service, on its thread. ``own``: the numbers of the kiosk's own, where it holds some."""

    def __init__(self, patience: Patience, own: Holding | None) -> None:
        self._patience = patience
        self._own = own
        self._leaves_at: float | None = None
        self._alone_at: float | None = None

    def begin(self, view: View, *, plain: bool) -> None:
        """The view has just been shown."""
        self.stay(view, plain=plain)
        self._alone_at = time.monotonic() + self._own.patience_s if self._own and isinstance(view, Taking) else None

    def stay(self, view: View, *, plain: bool) -> None:
        """From now the view stays for its whole time."""
        stays = self._patience(view, plain=plain)
        self._leaves_at = None if stays is None else time.monotonic() + stays

    def left_s(self) -> float | None:
        """Seconds until ``over`` is wanted; None: never."""
        moments = [one for one in (self._leaves_at, self._alone_at) if one is not None]
        return max(0.0, min(moments) - time.monotonic()) if moments else None

    def over(self, view: View) -> Happening:
        """What happens because nothing did."""
        return self._answer_alone(view.request) if isinstance(view, Taking) else given_up(view)

    def _answer_alone(self, tap: RequestId) -> Happening:
        """The controller does not answer: a number of the kiosk's own, or, where there is none, some more patience."""
        self._alone_at = time.monotonic() + _AGAIN_S
        try:
            receipt = self._own.give(tap) if self._own else None
        except (OSError, sqlite3.Error):
            _LOG.exception("%s got no number of the kiosk's own", tap)
            receipt = None
        return NumberGiven(receipt) if receipt else TimePassed()
