"""A kiosk becomes what is wanted of it while it runs: its window, its voice, its printer, its scanner, its procedures.

Everything but the size of its picture is changed between two citizens. A picture of another size needs the window anew.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from contract.device_twin import DeviceTwin, Hands
from contract.notices import Camera
from contract.profile import KioskProfile
from kiosk.adapters.late import LateCamera
from kiosk.core.happenings import DutyChanged
from kiosk.core.hearing import Outlets
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.number_terminal import NumberTerminal
from kiosk.screens.app import KioskApp
from kiosk.screens.fittings import fittings
from kiosk.voice_terminal import VoiceTerminal

_SEEN: Final = frozenset({"screen", "camera", "printer", "file_code", "web", "speech"})
"""Keys of the profile of which the window shows something."""
_HEARD: Final = frozenset({"speech", "zero_tens"})
_PRINTED: Final = frozenset({"printer", "printer_model", "paper_mm"})
_SCANNED: Final = frozenset({"camera", "file_code"})


class KioskParts:
    """What stands behind one window, and is changed one by one; ``voice`` None: it has none."""

    def __init__(self, app: KioskApp, terminal: NumberTerminal, voice: VoiceTerminal | None) -> None:
        self.app, self.terminal, self.voice = app, terminal, voice

    def join(self, twin: DeviceTwin[KioskProfile], restart: Callable[[], object] | None) -> None:
        """Follow the twin from the start of the terminal's link on."""
        service = self.terminal.service
        twin.join(
            self.terminal.link,
            Hands(_anew, self.change, service.when_idle, restart, lambda _duty: service.happen(DutyChanged())),
        )

    def change(self, profile: KioskProfile, keys: tuple[str, ...]) -> None:
        """Be this kiosk from now on; on the service's thread, while it is idle. Raises whatever a new part raises."""
        terminal = self.terminal
        terminal.profile = profile
        if _PRINTED.intersection(keys):
            self._change_printer()
        if _SCANNED.intersection(keys):
            self._change_scanner()
        if "web" in keys:
            self._change_shelf()
        terminal.service.use(terminal.paper.worker if terminal.paper else None, terminal.camera, terminal.make_phones())
        if _SEEN.intersection(keys):
            self.app.refit(fittings(profile))
        if _HEARD.intersection(keys):
            self._change_voice(profile)

    def stop(self) -> None:
        """The voice, then the terminal."""
        if self.voice:
            self.voice.stop()
        self.terminal.stop()

    def _change_printer(self) -> None:
        terminal = self.terminal
        if terminal.paper:
            terminal.paper.stop()
        terminal.paper = terminal.make_paper(terminal.texts) if terminal.profile.printer else None
        if terminal.paper:
            terminal.paper.start()
            return
        with terminal.turn:
            terminal.presence = replace(terminal.presence, printer=None)
            terminal.link.describe(terminal.presence)

    def _change_scanner(self) -> None:
        terminal = self.terminal
        if terminal.camera:
            terminal.camera.close()
        terminal.camera = LateCamera(terminal.make_camera) if terminal.profile.camera else None
        with terminal.turn:
            seen = Camera.READY if terminal.camera and terminal.presence.camera else None
            terminal.presence = replace(terminal.presence, camera=seen)
            terminal.link.describe(terminal.presence)

    def _change_shelf(self) -> None:
        terminal = self.terminal
        if terminal.shelf:
            terminal.shelf.stop()
        terminal.shelf = terminal.make_shelf()
        if terminal.shelf is None:
            self.app.set_procedures(ProcedureIndex((), {}))
            return
        terminal.shelf.start()
        if terminal.office:
            terminal.shelf.heard(terminal.office)

    def _change_voice(self, profile: KioskProfile) -> None:
        if self.voice:
            self.voice.stop()
            self.app.set_outlets(Outlets())
        self.voice = make_voice(profile, self.app)
        if self.voice:
            self.voice.start()


def make_voice(profile: KioskProfile, app: KioskApp) -> VoiceTerminal | None:
    """The kiosk's voice, where it has a way out."""
    return VoiceTerminal(profile, app) if profile.speech.headphones or profile.speech.sound else None


def _anew(before: KioskProfile, target: KioskProfile) -> frozenset[str]:
    """Which keys need the window anew."""
    return frozenset({"screen"}) if before.screen.pixels != target.screen.pixels else frozenset()
