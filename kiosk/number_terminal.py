"""The number and receipt kiosk's parts behind its window, wired."""

import shutil
import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from contract import VERSION
from contract.codec import decode_notice_as
from contract.device_twin import DeviceTwin
from contract.ids import FileCode
from contract.link import Link
from contract.notices import Board, Camera, Office, Outlook, Presence, Printer, Receipt
from contract.process import until_broken
from contract.profile import KioskProfile
from contract.request_ids import new_request_id
from contract.topics import CONTROLLER
from kiosk.adapters.argon2_pin import Argon2Pin
from kiosk.adapters.http_phones import HttpPhones, asks_for_phones
from kiosk.adapters.json_marks import JsonMarks
from kiosk.adapters.late import LateCamera
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core.comfort import Comfort
from kiosk.core.happenings import CameraTrouble, CodeRead, ForeignRead
from kiosk.core.maintenance_journey import Condition
from kiosk.maintenance import MaintenanceWork
from kiosk.own_numbers import OwnNumbers
from kiosk.paper_desk import PaperDesk
from kiosk.ports import Duties, Screens
from kiosk.procedure_shelf import ProcedureShelf
from kiosk.sending import Sender
from kiosk.service import KioskService

_ABSENT_S: Final = 3.0
"""A broker that is started again must not grey the screen."""
_LOOK_S: Final = 15.0
"""Between two looks while nobody is there."""


class NumberTerminal:
    """One kiosk; ``texts`` by language, the kiosk's own first; ``end`` closes its window, should its rules ever die.

    ``duties``: whether it serves; by default nobody decides about that.
    """

    def __init__(
        self,
        profile: KioskProfile,
        texts: Mapping[str, Mapping[str, str]],
        comfort: Comfort,
        screens: Screens,
        end: Callable[[], object],
        duties: Duties | None = None,
    ) -> None:
        self.profile, self.screens, self.texts = profile, screens, texts
        self.duties: Duties = duties or DeviceTwin(profile, profile.state)
        self.zone = ZoneInfo(profile.account.timezone)
        self.office: Office | None = None
        self.box = SqliteOutbox(Path(profile.state))
        self.link = Link(profile.account, self.reach_changed)
        self.presence = Presence(profile.account.device, online=True)
        self.here = self.ended = False
        self.turn = threading.Lock()
        self.absence = threading.Timer(_ABSENT_S, self.still_away)
        self.absence.cancel()
        topics, device = self.link.topics, profile.account.device
        self.sender = Sender(
            self.link,
            self.box,
            topics.command(device),
            topics.answer(device),
            lambda answer: self.service.answered(answer),
        )
        self.own = OwnNumbers(self.box.held(self.zone), self.sender, new_request_id, screens.set_alone)
        self.camera = LateCamera(self.make_camera) if profile.camera else None
        self.paper = self.make_paper(texts) if profile.printer else None
        worker = self.paper.worker if self.paper else None
        self.since = datetime.now(self.zone)
        self.care = self.make_maintenance(end) if profile.pin else None
        self.service = KioskService(
            screens,
            self.sender,
            self.box,
            worker,
            self.camera,
            new_request_id,
            comfort,
            own=self.own,
            care=self.care,
            phones=self.make_phones(),
            duties=self.duties,
        )
        self.shelf = self.make_shelf()
        self.link.listen(topics.office, self.heard_office)
        self.link.listen(topics.board, self.heard_board)
        self.link.listen(topics.outlook, self.heard_outlook)
        self.link.listen(topics.presence(CONTROLLER), self.heard_controller)
        self.runner = threading.Thread(target=until_broken(self.service.run, end), name="journey")

    def start(self) -> None:
        """Begin where the last run ended."""
        self.screens.set_online(False)
        self.remember()
        self.reached(False)
        self.runner.start()
        if self.shelf:
            self.shelf.start()
        self.link.start()
        self.sender.start()
        if self.paper:
            self.paper.start()

    def stop(self) -> None:
        """In reverse."""
        with self.turn:
            self.ended = True
            self.absence.cancel()
        self.service.stop()
        self.runner.join()
        if self.care:
            self.care.stop()
        if self.camera:
            self.camera.close()
        if self.paper:
            self.paper.stop()
        self.sender.stop()
        self.link.stop()
        if self.shelf:
            self.shelf.stop()
        self.box.close()

    def make_shelf(self) -> ProcedureShelf | None:
        """The catalogue of procedures, where the profile says whence it comes."""
        return ProcedureShelf(self.profile, self.screens.set_procedures) if self.profile.web else None

    def make_phones(self) -> HttpPhones | None:
        """The way for telephone numbers, where the office wants them."""
        profile = self.profile
        asks = asks_for_phones(profile)
        return HttpPhones(profile.web, profile.account.device, profile.phone_key) if asks else None

    def reach_changed(self, up: bool) -> None:  # noqa: FBT001 (the link's callback)
        """The link came or went."""
        if up:
            self.sender.resume()
        else:
            self.reached(False)

    def heard_controller(self, _topic: str, payload: bytes) -> None:
        """The controller came or went."""
        presence = decode_notice_as(payload, Presence)
        self.reached(presence.online)
        if presence.online:
            self.sender.resume()

    def reached(self, now: bool) -> None:  # noqa: FBT001 (as the window's own door)
        """The controller can be reached, or cannot: the screen says so only when it lasts."""
        with self.turn:
            if self.here is not now:
                self.since = datetime.now(self.zone)
            self.here = now
            if self.ended:
                return
            if now:
                self.absence.cancel()
                self.screens.set_online(True)
                self.own.is_away(False)
            elif self.absence.finished.is_set():
                self.wait_on(_ABSENT_S)

    def still_away(self) -> None:
        """The absence has lasted, unless the controller came back at this very moment."""
        with self.turn:
            if not (self.here or self.ended):
                self.screens.set_online(False)
                self.own.is_away(True)
                self.wait_on(_LOOK_S)

    def wait_on(self, seconds: float) -> None:
        """Look again: hours end and numbers run out while nobody is there to say so."""
        self.absence = threading.Timer(seconds, self.still_away)
        self.absence.daemon = True
        self.absence.start()

    def remember(self) -> None:
        """What the office was like when it was heard last: all there is, should nobody be there now."""
        if self.own.office:
            self.show_office(self.own.office)
        if self.own.outlook:
            self.screens.set_outlook(self.own.outlook)

    def heard_office(self, _topic: str, payload: bytes) -> None:
        """The office's fields."""
        office = decode_notice_as(payload, Office)
        self.show_office(office)
        self.own.heard_office(office)

    def show_office(self, office: Office) -> None:
        """On the screen and on tickets."""
        self.office = office
        self.screens.set_office(office)
        if self.shelf:
            self.shelf.heard(office)

    def heard_board(self, _topic: str, payload: bytes) -> None:
        """How many wait."""
        self.screens.set_board(decode_notice_as(payload, Board))

    def heard_outlook(self, _topic: str, payload: bytes) -> None:
        """What a newcomer to each field would find."""
        outlook = decode_notice_as(payload, Outlook)
        self.screens.set_outlook(outlook)
        self.own.heard_outlook(outlook)

    def describe(self, *, printer: Printer | None = None, camera: Camera | None = None) -> None:
        """Tell everybody how the printer or the camera is; what is not given is as it was."""
        with self.turn:
            before = self.presence
            self.presence = replace(before, printer=printer or before.printer, camera=camera or before.camera)
            self.link.describe(self.presence)

    def make_maintenance(self, end: Callable[[], object]) -> MaintenanceWork:
        """The work behind the maintenance screen."""
        return MaintenanceWork(
            JsonMarks(Path(self.profile.state)),
            self.duties,
            Argon2Pin(self.profile.pin).fits,
            self.condition,
            lambda happening: self.service.happen(happening),
            end,
        )

    def condition(self, latest: Receipt | None) -> Condition:
        """How the kiosk is, for staff."""
        with self.turn:
            here, since, printer = self.here, self.since, self.presence.printer
        return Condition(
            self.profile.account.device,
            VERSION,
            here,
            since,
            (printer or Printer.UNKNOWN) if self.profile.printer else None,
            self.profile.printer_model,
            self.profile.paper_mm,
            bool(self.profile.camera),
            len(self.sender.unanswered()),
            shutil.disk_usage(self.profile.state).free // 2**20,
            out=not self.duties.serves,
            latest=latest,
        )

    def make_camera(self) -> Any:
        """The scanner, on its own thread: it loads OpenCV and two decoders."""
        from kiosk.adapters.camera_reader import CameraReader  # noqa: PLC0415

        def read(code: FileCode) -> None:
            self.service.happen(CodeRead(code, new_request_id()))

        def watch(condition: Camera) -> None:
            self.describe(camera=condition)
            self.service.happen(CameraTrouble(condition))

        return CameraReader(
            self.profile.camera,
            read,
            lambda: self.service.happen(ForeignRead()),
            watch,
            self.profile.file_code,
        )

    def make_paper(self, texts: Mapping[str, Mapping[str, str]]) -> PaperDesk:
        """What the printer proves becomes a happening, what ails it the kiosk's presence too."""
        return PaperDesk(
            self.profile,
            texts,
            lambda: self.service.comfort.language,
            lambda: self.office,
            lambda happening: self.service.happen(happening),
            lambda condition: self.describe(printer=condition),
        )
