"""What a screen of the kiosk may use of the world: its words, the time, the camera's picture, and a way to say what was touched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from contract.file_code import DEFAULT_PATTERN
from contract.ids import RequestId
from kiosk.core.comfort import Comfort
from kiosk.core.journey import Happening


@dataclass(frozen=True, slots=True)
class Doors:
    """``latest_frame`` gives a picture of height x width x 3 bytes (BGR) as a numpy array, or None.

    ``now`` is the office's local time. ``camera`` and ``printer``: whether the kiosk has one; ``reach``: whether its screen
    reaches higher than an arm from a wheelchair. ``languages``: names by code. ``texts`` are of ``comfort``'s language.
    ``code_pattern``: what a file code is (regular expression). ``phones``: whether phones are told of turns.
    """

    texts: Mapping[str, str]
    happen: Callable[[Happening], None]
    new_request: Callable[[], RequestId]
    latest_frame: Callable[[], object | None]
    now: Callable[[], datetime]
    camera: bool
    printer: bool
    reach: bool
    languages: Mapping[str, str]
    comfort: Comfort
    code_pattern: str = DEFAULT_PATTERN
    phones: bool = False

    def word(self, key: str, **values: object) -> str:
        """The text of a key with its places filled in; KeyError for a key that the language lacks."""
        return self.texts[key].format(**values)

    def day(self, day: date) -> str:
        """A date with its weekday, e.g. ``Thứ Hai, 23/11/2026``."""
        return f"{self.texts[f'day.{day.isoweekday()}']}, {day:%d/%m/%Y}"
