"""``python -m kiosk``: the number and receipt kiosk or the rating terminal, by the role in its profile.

The only place of this package that picks adapters. What draws and what is heavy is imported after the window's settings.
"""

import argparse
import sys
import threading
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from contract.codec import decode_notice
from contract.errors import HallError, MalformedMessageError
from contract.ids import FileCode, RequestId
from contract.language import load_texts
from contract.link import Link
from contract.notices import Board, Office, Presence, Printer, Receipt
from contract.process import call_on_signal, hold_signals, log_to_stderr
from contract.profile import KioskProfile, RatingProfile, read_profile, read_role
from contract.topics import CONTROLLER, Role
from kiosk.adapters.late import LateCamera, LatePrinter
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core import journey
from kiosk.core.slip import Slip
from kiosk.ports import TicketPrinter
from kiosk.printing import PrintWorker
from kiosk.sending import Sender
from kiosk.service import KioskService
from panel import window

TEXTS: Final = Path(__file__).parent / "texts"
_DOTS: Final = {80: 576, 58: 384}
_ABSENT_S: Final = 3.0
"""A broker that is started again must not grey the screen."""
_PRINTER_AFTER_S: Final = 0.5
"""The printer's libraries are loaded when the first picture stands."""


class Kiosk:
    """One kiosk's parts, wired."""

    def __init__(self, profile: KioskProfile, language: str) -> None:
        from kiosk.screens.app import KioskApp  # noqa: PLC0415 (needs the window's settings)

        self.profile = profile
        self.texts = load_texts(TEXTS, language)
        self.office: Office | None = None
        self.box = SqliteOutbox(Path(profile.state))
        self.link = Link(profile.account, self.reach_changed)
        self.absence = threading.Timer(_ABSENT_S, lambda: None)
        topics, device = self.link.topics, profile.account.device
        self.sender = Sender(
            self.link,
            self.box,
            topics.command(device),
            topics.answer(device),
            lambda answer: self.service.answered(answer),
        )
        self.camera = camera = LateCamera(self.make_camera) if profile.camera else None
        zone = ZoneInfo(profile.account.timezone)
        self.app = KioskApp(
            screen=profile.screen,
            texts=self.texts,
            happen=lambda happening: self.service.happen(happening),
            new_request=new_request,
            latest_frame=camera.latest_frame if camera else lambda: None,
            now=lambda: datetime.now(zone),
            camera=bool(profile.camera),
            printer=bool(profile.printer),
            trace=profile.trace,
        )
        self.paper = self.make_paper() if profile.printer else None
        self.service = KioskService(self.app, self.sender, self.box, self.paper, camera, new_request)
        self.link.listen(topics.office, self.heard_office)
        self.link.listen(topics.board, self.heard_board)
        self.link.listen(topics.presence(CONTROLLER), self.heard_controller)

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        call_on_signal(self.app.end)
        runner = threading.Thread(target=until_broken(self.service.run, self.app.end), name="journey")
        runner.start()
        self.app.set_online(False)
        self.app.bind(on_start=lambda *_: self.started())
        try:
            self.app.run()
        finally:
            self.absence.cancel()
            self.service.stop()
            runner.join()
            if self.camera:
                self.camera.close()
            if self.paper:
                self.paper.stop()
            self.sender.stop()
            self.link.stop()
            self.box.close()

    def started(self) -> None:
        """The window stands."""
        from kivy.clock import Clock  # noqa: PLC0415

        self.link.start()
        self.sender.start()
        if self.paper:
            Clock.schedule_once(lambda _: self.paper.start() if self.paper else None, _PRINTER_AFTER_S)

    def reach_changed(self, up: bool) -> None:  # noqa: FBT001 (the link's callback)
        """The link came or went."""
        if up:
            self.sender.resume()
        else:
            self.reached(False)

    def heard_controller(self, topic: str, payload: bytes) -> None:
        """The controller came or went."""
        presence = decode_notice(payload)
        if not isinstance(presence, Presence):
            raise MalformedMessageError(f"{type(presence).__name__} on {topic}")
        self.reached(presence.online)
        if presence.online:
            self.sender.resume()

    def reached(self, now: bool) -> None:  # noqa: FBT001 (as the window's own door)
        """The controller can be reached, or cannot: the screen says so only when it lasts."""
        self.absence.cancel()
        if now:
            self.app.set_online(True)
        else:
            self.absence = threading.Timer(_ABSENT_S, lambda: self.app.set_online(False))
            self.absence.daemon = True
            self.absence.start()

    def heard_office(self, topic: str, payload: bytes) -> None:
        """The office's fields."""
        office = decode_notice(payload)
        if not isinstance(office, Office):
            raise MalformedMessageError(f"{type(office).__name__} on {topic}")
        self.office = office
        self.app.set_office(office)

    def heard_board(self, topic: str, payload: bytes) -> None:
        """How many wait."""
        board = decode_notice(payload)
        if not isinstance(board, Board):
            raise MalformedMessageError(f"{type(board).__name__} on {topic}")
        self.app.set_board(board)

    def make_camera(self) -> Any:
        """The scanner, on its own thread: it loads OpenCV and two decoders."""
        from kiosk.adapters.camera_reader import CameraReader  # noqa: PLC0415

        def read(code: FileCode) -> None:
            self.service.happen(journey.CodeRead(code, new_request()))

        return CameraReader(
            self.profile.camera,
            read,
            lambda: self.service.happen(journey.ForeignRead()),
            lambda blind: self.service.happen(journey.CameraTrouble(blind)),
            self.profile.file_code,
        )

    def make_paper(self) -> PrintWorker:
        """The print worker; what it proves becomes a happening, what ails the printer the kiosk's presence."""
        device = self.profile.account.device

        def watch(condition: Printer) -> None:
            self.link.describe(Presence(device, online=True, printer=condition))

        return PrintWorker(
            LatePrinter(self.make_printer),
            self.compose,
            lambda visit, state, trouble: self.service.happen(journey.PaperMoved(visit, state, trouble)),
            watch,
        )

    def make_printer(self) -> TicketPrinter:
        """The printer, on the worker's thread; what all tickets share is drawn ahead."""
        from kiosk.adapters.escpos_printer import EscposPrinter  # noqa: PLC0415
        from kiosk.adapters.pillow_slip import SlipPainter  # noqa: PLC0415
        from kiosk.adapters.printer_line import open_line  # noqa: PLC0415

        dots = _DOTS[self.profile.paper_mm]
        painter = SlipPainter(dots, self.texts)
        if self.office:
            now = datetime.now(ZoneInfo(self.profile.account.timezone))
            painter.prepare(
                Slip(self.office.name, f"{one.prefix}000", one.name, now, 0, one.seat, "")  # type: ignore[arg-type]
                for one in self.office.fields
            )
        return EscposPrinter(open_line(self.profile.printer), painter, dots)

    def compose(self, receipt: Receipt) -> Slip:
        """A ticket's content."""
        office = self.office
        field = next((one for one in office.fields if one.id == receipt.field), None) if office else None
        return Slip(
            office.name if office else "",
            receipt.number,
            field.name if field else receipt.field,
            receipt.issued_at.astimezone(ZoneInfo(self.profile.account.timezone)),
            receipt.ahead,
            field.seat if field else "",
            receipt.follow,
        )


def new_request() -> RequestId:
    """Unlike any other, for ever."""
    return RequestId(uuid.uuid4().hex)


def until_broken(run: Any, end: Any) -> Any:
    """A terminal whose rules have died ends, and whoever started it starts it anew."""

    def guarded() -> None:
        try:
            run()
        finally:
            end()

    return guarded


def main() -> int:
    """Run one terminal; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m kiosk", description=__doc__)
    parser.add_argument("--profile", type=Path, required=True, help="the device's profile, as JSON")
    parser.add_argument("--language", default="vi", help="language of the words on the screen")
    parser.add_argument("--position", type=int, nargs=2, default=(0, 0), metavar=("X", "Y"), help="of the window")
    parser.add_argument("--cursor", action="store_true", help="show the mouse's arrow, for a desk")
    given = parser.parse_args()
    hold_signals()
    try:
        if read_role(given.profile) is Role.RATING:
            _rate(read_profile(given.profile, RatingProfile), given)
        else:
            _serve(read_profile(given.profile, KioskProfile), given)
    except HallError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _serve(profile: KioskProfile, given: argparse.Namespace) -> None:
    log_to_stderr(profile.account.device)
    window.prepare(profile.screen, position=tuple(given.position), cursor=given.cursor)
    Kiosk(profile, given.language).run()


def _rate(profile: RatingProfile, given: argparse.Namespace) -> None:
    log_to_stderr(profile.account.device)
    window.prepare(profile.screen, position=tuple(given.position), cursor=given.cursor)
    from kiosk.rating_terminal import RatingTerminal  # noqa: PLC0415 (needs the window's settings)

    RatingTerminal(profile, given.language).run()


if __name__ == "__main__":
    sys.exit(main())
