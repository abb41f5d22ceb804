"""``python -m kiosk``: the number and receipt kiosk or the rating terminal, by the role in its profile.

A small process stands above the window and starts it again should it die or stand still (``kiosk.supervisor``).
``python -m kiosk words CODE`` tells what a further language lacks (``kiosk.translation``);
``python -m kiosk scan SOURCE...`` tells what a camera reads, without a window (``--help`` says more).

Here and in the two terminals adapters are picked, nowhere else. The window comes first: what it does not need is imported
behind its first picture.
"""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from contract.device_twin import DeviceTwin
from contract.errors import HallError
from contract.process import call_on_signal, hold_signals, log_to_stderr
from contract.profile import KioskProfile, RatingProfile, Screen, read_account, read_profile
from contract.request_ids import new_request_id
from contract.topics import Role
from kiosk import translation
from kiosk.core.comfort import Comfort
from kiosk.core.happenings import ComfortChosen
from kiosk.core.maintenance_journey import OutOfService
from kiosk.supervisor import BEAT_S, Heart, supervise
from kiosk.translation import offered, words
from panel import window

if TYPE_CHECKING:
    from contract.device_health import DeviceHealth
    from kiosk.core.journey import Happening
    from kiosk.kiosk_twin import KioskParts
    from kiosk.number_terminal import NumberTerminal
    from kiosk.standstill import Standstill

_PLAIN_S: Final = 60.0
"""Until the words of a kiosk out of service are for the next citizen."""


class Kiosk:
    """The kiosk's window, and behind it the terminal as soon as the first picture stands."""

    def __init__(self, twin: DeviceTwin[KioskProfile], language: str, *, watched: bool) -> None:
        from kiosk.screens.app import KioskApp  # noqa: PLC0415 (needs the window's settings)

        self.twin, self.watched = twin, watched
        profile = self.profile = twin.profile
        texts = {code: words(code) for code in first(language, offered())}
        self.texts, self.comfort = texts, Comfort(language)
        self.terminal: NumberTerminal | None = None
        self.parts: KioskParts | None = None
        self.health: DeviceHealth | None = None
        self.standstill: Standstill | None = None
        zone = ZoneInfo(profile.account.timezone)
        self.app = KioskApp(
            screen=profile.screen,
            texts=texts,
            comfort=self.comfort,
            happen=self.happen,
            new_request=new_request_id,
            latest_frame=self.latest_frame,
            now=lambda: datetime.now(zone),
            camera=bool(profile.camera),
            printer=bool(profile.printer),
            code_pattern=profile.file_code,
            trace=profile.trace,
            keys=profile.speech.keys,
            phones=bool(profile.web and profile.phone_key),
        )

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        from kivy.core.window import Window  # noqa: PLC0415

        call_on_signal(self.app.end)
        Window.bind(on_flip=self.stands)
        try:
            self.app.run()
        finally:
            self.twin.stop()
            if self.health:
                self.health.stop()
            if self.parts:
                self.parts.stop()
            if self.standstill:
                self.standstill.stop()

    def stands(self, shown: Any) -> None:
        """The first picture is there."""
        shown.unbind(on_flip=self.stands)
        self.app.soon(self.wire)

    def wire(self) -> None:
        """The terminal, from its outbox to its printer; where its disk takes nothing, the words for that."""
        from kiosk.standstill import Standstill, start_fault  # noqa: PLC0415

        if fault := start_fault(Path(self.profile.state)):
            self.app.show(OutOfService())
            self.standstill = Standstill(self.twin, fault, self.app.end)
            self.standstill.start()
            return
        from kiosk.kiosk_health import kiosk_health  # noqa: PLC0415
        from kiosk.kiosk_twin import KioskParts, make_voice  # noqa: PLC0415
        from kiosk.number_terminal import NumberTerminal  # noqa: PLC0415

        self.terminal = NumberTerminal(self.profile, self.texts, self.comfort, self.app, self.app.end, self.twin)
        self.parts = KioskParts(self.app, self.terminal, make_voice(self.profile, self.app))
        self.parts.join(self.twin, self.app.end if self.watched else None)
        self.health = kiosk_health(self.twin, self.terminal, self.app.end if self.watched else None)
        self.terminal.start()
        self.health.start()
        if self.parts.voice:
            self.parts.voice.start()

    def happen(self, happening: "Happening") -> None:
        """Something was touched; before the terminal stands there is nothing to touch but how words are written."""
        if self.terminal:
            self.terminal.service.happen(happening)
        elif isinstance(happening, ComfortChosen):
            self.write_as(happening.comfort)

    def write_as(self, comfort: Comfort) -> None:
        """As one citizen wants it, and after a while as it was; where no terminal does that."""
        from kivy.clock import Clock  # noqa: PLC0415

        self.app.set_comfort(comfort)
        Clock.unschedule(self.write_plainly)
        Clock.schedule_once(self.write_plainly, _PLAIN_S)

    def write_plainly(self, _seconds: float) -> None:
        """For the next citizen."""
        self.app.set_comfort(self.comfort)

    def latest_frame(self) -> object | None:
        """What the camera sees, while it looks."""
        camera = self.terminal.camera if self.terminal else None
        return camera.latest_frame() if camera else None


def first(one: str, all_of_them: list[str]) -> list[str]:
    """``one`` before the others."""
    return [one, *(each for each in all_of_them if each != one)]


def main() -> int:
    """Run one terminal, or look at pictures; returns the exit code."""
    if sys.argv[1:2] == ["scan"]:
        from kiosk import scan_command  # noqa: PLC0415 (a terminal needs it as little as it needs a terminal)

        return scan_command.main(sys.argv[2:])
    if sys.argv[1:2] == ["words"]:
        return translation.main(sys.argv[2:])
    parser = argparse.ArgumentParser(prog="python -m kiosk", description=__doc__)
    parser.add_argument("--profile", type=Path, required=True, help="the device's profile, as JSON")
    parser.add_argument("--language", default="vi", choices=offered(), help="language of the words on the screen")
    parser.add_argument("--position", type=int, nargs=2, default=(0, 0), metavar=("X", "Y"), help="of the window")
    parser.add_argument("--cursor", action="store_true", help="show the mouse's arrow, for a desk")
    parser.add_argument("--unsupervised", action="store_true", help="one process: when the window dies, it stays dead")
    given = parser.parse_args()
    hold_signals()
    try:
        account = read_account(given.profile)
        profile = _read(given.profile, account.role)
        log_to_stderr(account.device)
        heart = Heart() if given.unsupervised else supervise()
        _open(profile if given.unsupervised else _read(given.profile, account.role), given, heart)
    except HallError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _read(path: Path, role: Role) -> KioskProfile | RatingProfile:
    """Of the one terminal or the other. Raises ProfileError."""
    return read_profile(path, RatingProfile) if role is Role.RATING else read_profile(path, KioskProfile)


def _open(profile: KioskProfile | RatingProfile, given: argparse.Namespace, heart: Heart) -> None:
    """The window, until it ends; its loop beats the heart. What has come over the air is laid upon the profile."""
    watched = not given.unsupervised
    if isinstance(profile, KioskProfile):
        kiosk = DeviceTwin(profile, profile.state)
        _prepare(kiosk.profile.screen, given, heart)
        Kiosk(kiosk, given.language, watched=watched).run()
        return
    rating = DeviceTwin(profile, profile.state)
    _prepare(rating.profile.screen, given, heart)
    from kiosk.rating_terminal import RatingTerminal, stand_still  # noqa: PLC0415 (needs the window's settings)
    from kiosk.standstill import start_fault  # noqa: PLC0415

    texts = {code: words(code) for code in first(given.language, offered())}
    if fault := start_fault(Path(rating.profile.state)):
        stand_still(rating, texts, fault)
        return
    RatingTerminal(rating, texts, watched=watched).run()


def _prepare(screen: Screen, given: argparse.Namespace, heart: Heart) -> None:
    """Kivy's settings for this screen, and a loop that beats."""
    window.prepare(screen, position=tuple(given.position), cursor=given.cursor)
    from kivy.clock import Clock  # noqa: PLC0415

    Clock.schedule_interval(lambda _seconds: heart.beat(), BEAT_S)


if __name__ == "__main__":
    sys.exit(main())
