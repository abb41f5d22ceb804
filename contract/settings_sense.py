"""Whether a configuration makes sense, for a device that must not believe all it hears: the site file's own check says more."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from contract.announcing import clock, span
from contract.hall_board import LONGEST_LINE
from contract.printer_models import PrinterModelError, printer_model
from contract.profile import BoardProfile, KioskProfile, RatingProfile, Screen, SpeakerProfile
from contract.settings import DeviceProfile, UnfitValueError
from contract.speech import usages

_PIXELS: Final = range(200, 16385)
_MILLIMETRES: Final = range(50, 5001)
_LONGEST_PATTERN: Final = 200
_LOUDEST_DB: Final = 60.0
_SLOWEST_S: Final = 3600.0
_PACES: Final = range(80, 261)
_PITCHES: Final = range(100)
_PRINTER: Final = re.compile(r"(tcp://.+|/.+)?")
_PAGES: Final = re.compile(r"(https?://[^/\s]+(/\S*)?)?")


def check_sense(profile: DeviceProfile) -> None:
    """Raise UnfitValueError naming the first key whose value no device could live with."""
    for key, fits in _checks(profile):
        try:
            is_fit = fits()
        except (ValueError, KeyError, re.error, PrinterModelError) as fault:
            raise UnfitValueError(key, str(fault)) from fault
        if not is_fit:
            raise UnfitValueError(key, "no device could live with it")


_Check = tuple[str, Callable[[], bool]]


def _checks(profile: DeviceProfile) -> Iterator[_Check]:
    if isinstance(profile, KioskProfile | RatingProfile | BoardProfile):
        yield "screen", lambda: _is_screen(profile.screen)
    if isinstance(profile, BoardProfile | KioskProfile):
        yield "web", lambda: bool(_PAGES.fullmatch(profile.web))
    if not isinstance(profile, KioskProfile | SpeakerProfile):
        yield "counter", lambda: profile.counter is None or profile.counter > 0
    if isinstance(profile, KioskProfile):
        yield from _of_kiosk(profile)
    elif isinstance(profile, BoardProfile):
        yield "shows", lambda: all(len(line) <= LONGEST_LINE for line in profile.shows.ticker)
    elif isinstance(profile, SpeakerProfile):
        yield from _of_speaker(profile)


def _of_kiosk(profile: KioskProfile) -> Iterator[_Check]:
    yield "printer", lambda: bool(_PRINTER.fullmatch(profile.printer))
    yield "printer_model", lambda: bool(printer_model(profile.printer_model, profile.paper_mm))
    yield "file_code", lambda: len(profile.file_code) <= _LONGEST_PATTERN and bool(re.compile(profile.file_code))
    yield "speech", lambda: bool(usages(profile.speech.keys)) or True


def _of_speaker(profile: SpeakerProfile) -> Iterator[_Check]:
    said, own, voices = profile.announcing, profile.loudspeaker, profile.voices
    yield "announcing", lambda: all(abs(db) <= _LOUDEST_DB for db in said.volumes.values())
    yield "announcing", lambda: bool([clock(since) for since in said.volumes]) or True
    yield "announcing", lambda: bool([span(quiet) for quiet in said.quiet]) or True
    yield "announcing", lambda: 0 <= said.repeat_after_s <= _SLOWEST_S
    yield "loudspeaker", lambda: abs(own.gain_db) <= _LOUDEST_DB and bool([span(quiet) for quiet in own.quiet] or True)
    yield "voices", lambda: voices.words_a_minute in _PACES and voices.pitch in _PITCHES


def _is_screen(screen: Screen) -> bool:
    pixels = all(one in _PIXELS for one in screen.pixels)
    return (
        pixels and all(one in _MILLIMETRES for one in screen.millimetres) and 0 <= screen.bottom_mm <= _MILLIMETRES[-1]
    )
