"""One citizen's visit, played on the real programs by finger, paper and page; leaves pictures, sound and its story."""

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np

from contract.commands import CallNext, Finish, OpenCounter
from contract.ids import CounterId, DeviceId, VisitId
from contract.notices import Refusal
from contract.site import Device, Field, Site
from contract.topics import Role
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import VisitRated
from controller.story import story_plain
from demo.browser import Browser, chromium
from demo.camera import receipt_view
from demo.files import SampleFile, sample_files
from demo.hall import Hall
from demo.keypad import Keypad
from demo.person import PATIENT_S, Person
from demo.screen import VirtualScreen, wait_for
from demo.sound import RATE, Recording, Samples

_SAID_S: Final = 75.0
"""The loudspeaker may have a morning's calls to say first; none is older than a minute."""
_QUIET_S: Final = 1.5
"""So much silence after the call, more than between two of them, and it is over."""


class PlayedVisit:
    """From the receipt to the rating, at the counter that has a rating terminal. ``say`` is told each step as it begins.

    ``others_move_on`` has those called who wait before our citizen.
    """

    def __init__(
        self,
        hall: Hall,
        screens: Mapping[DeviceId, VirtualScreen],
        record: Callable[[], Recording],
        folder: Path,
        say: Callable[[str], None],
        others_move_on: Callable[[], None] | None = None,
    ) -> None:
        self._hall, self._record, self._folder, self._say = hall, record, folder, say
        self._others_move_on = others_move_on
        self._person = Person(hall, screens)
        self._kiosk = hall.device(Role.KIOSK).id
        self._rating = hall.device(Role.RATING).id
        self._boards = (hall.device(Role.HALL_BOARD).id, hall.device(Role.COUNTER_BOARD).id)
        self._counter = hall.device(Role.RATING).counter or CounterId(0)
        self._zone = ZoneInfo(hall.site.timezone)
        self._times: dict[str, str] = {}

    def play(self) -> dict[str, Any]:
        """Every step; returns what ``visit.json`` holds. Raises ScreenError or RuntimeError where a step does not come."""
        self._open()
        self._scan(sample_files(date.today())[0])  # noqa: DTZ011 - as old as the hall's registry
        number = self._take()
        self._paper(number)
        self._call(number)
        visit = VisitId(f"{self._times['number_shown'][:10]}-{number}")
        till = fee_counter(self._hall.site)
        if till is not None:
            self._pay(visit, number, *till)
        self._finish(visit)
        self._rate()
        return self._story(visit)

    def _open(self) -> None:
        self._say(f"the officer signs in at counter {self._counter} and opens it")
        self._hall.staff.at(self._counter)
        self._mark("opened")

    def _scan(self, file: SampleFile) -> None:
        self._say("the citizen comes to the kiosk and holds the receipt before the camera")
        self._person.sees_key(self._kiosk, f"field:{self._hall.site.fields[0].id}")
        self._picture(self._kiosk, "kiosk-home.png")
        self._mark("arrived")
        self._person.touches(self._kiosk, "scan")
        self._person.sees(self._kiosk, "Scanning")
        self._hall.camera.show(receipt_view(1, self._hall.site.name, date.today()))  # noqa: DTZ011
        status = self._person.sees(self._kiosk, "Status", outcome="found")
        self._mark("file_shown")
        self._say(f"file {file.code}: {status.facts['advice']}; the kiosk offers the right number")
        self._person.sees_key(self._kiosk, "take")
        self._picture(self._kiosk, "kiosk-status.png")
        self._hall.camera.show(None)
        self._look_further(file)
        self._person.touches(self._kiosk, "take")

    def _look_further(self, file: SampleFile) -> None:
        """What the receipt alone does not show; the number is taken from there."""
        digits = file.phone[-self._hall.site.registry.proof.digits :]
        self._person.touches(self._kiosk, "more")
        for typed, digit in enumerate(digits, 1):
            self._person.sees_key(self._kiosk, f"key:{digit}")
            self._person.touches(self._kiosk, f"key:{digit}")
            self._person.sees(self._kiosk, "Digits", typed=str(typed))
        self._person.sees_key(self._kiosk, "show")
        self._person.touches(self._kiosk, "show")
        self._person.sees(self._kiosk, "Details")
        self._say("the last digits of the owner's telephone open the rest of the file")
        self._person.sees_key(self._kiosk, "take")
        self._picture(self._kiosk, "kiosk-details.png")

    def _take(self) -> str:
        number = self._person.sees(self._kiosk, "Ticket").facts["number"]
        self._mark("number_shown")
        self._say(f"number {number} is stored and shown")
        return number

    def _paper(self, number: str) -> None:
        self._person.sees(self._kiosk, "Ticket", number=number, paper="confirmed")
        self._mark("paper_confirmed")
        self._say("the printer confirms the ticket")
        self._picture(self._kiosk, "kiosk-ticket.png")
        self._hall.printer.pieces[-1].image.save(self._folder / "ticket.png")

    def _call(self, number: str) -> None:
        if self._others_move_on:
            self._say("the citizen sits down; the one who came before is called")
            with self._record() as recording:
                self._others_move_on()
                self._until_said(recording)
            self._person.sees(self._boards[0], state="quiet")
        with self._record() as recording:
            self._called(number)
            self._until_said(recording)
            self._mark("call_heard")
            recording.save(self._folder / "call.wav")
        self._photograph_pages()

    def _called(self, number: str) -> None:
        self._say(f"the clerk at counter {self._counter} calls the next number from the page")
        self._press("call")
        self._mark("called")
        for board in self._boards:
            self._person.sees(board, number=number, state="new")
        self._mark("boards_changed")
        for board, name in zip(self._boards, ("board-hall.png", "board-counter.png"), strict=True):
            self._picture(board, name)
        self._say(f"boards show {number}, the loudspeaker calls it")

    def _press(self, command: str, visit: VisitId | None = None, **words: Any) -> None:
        answer = self._person.presses(self._counter, command, visit, **words)
        if not answer["accepted"]:
            raise RuntimeError(f"{command} was refused: {answer['text']}")

    def _pay(self, visit: VisitId, number: str, fees: Field, device: Device) -> None:
        """To the fee counter, whose clerk has only a keypad, and back to the same officer."""
        assert device.counter is not None
        self._say(f"the clerk sends the citizen to pay at counter {device.counter}, and back to the same officer")
        self._press("transfer", visit, field=fees.id, back=True)
        self._mark("sent_to_pay")
        with Keypad(self._hall.broker.account(device.id), device.counter) as keypad:
            for command in (OpenCounter(device.counter), CallNext(device.counter), Finish(device.counter, visit)):
                answer = keypad.press(command)
                if isinstance(answer, Refusal):
                    raise RuntimeError(f"the keypad at counter {device.counter}: {answer.reason}")  # noqa: TRY004
        self._mark("paid")
        self._say(f"paid; counter {self._counter} calls {number} again")
        self._press("call")
        self._person.sees(self._boards[1], number=number)
        self._mark("called_back")

    def _until_said(self, recording: Recording) -> None:
        if not recording.wait_for(_call_is_over, _SAID_S):
            raise RuntimeError("the call was not heard")

    def _finish(self, visit: VisitId) -> None:
        self._say("the clerk finishes; the rating terminal wakes")
        self._press("finish", visit)
        self._mark("finished")
        self._person.sees(self._rating, "Faces")
        self._person.sees_key(self._rating, "very_satisfied")
        self._mark("rating_asked")
        self._picture(self._rating, "rating.png")

    def _rate(self) -> None:
        self._say("the visitor presses a face")
        self._person.touches(self._rating, "very_satisfied")
        self._person.sees(self._rating, "Thanks")
        self._mark("rated")

    def _story(self, visit: VisitId) -> dict[str, Any]:
        """What the journal tells, once it has the rating, which it tells nobody."""

        def rated() -> dict[str, Any] | None:
            journal = SqliteJournal(self._hall.state, read_only=True)
            entries = journal.story(visit)
            journal.close()
            return story_plain(visit, entries) if any(isinstance(one.event, VisitRated) for one in entries) else None

        story = wait_for(rated, PATIENT_S, "the rating is not in the journal")
        events = {one["type"]: one for one in story["events"]}
        return {
            "number": events["TicketIssued"]["number"],
            "field": events["TicketIssued"]["field"],
            "counter": events["TicketCalled"]["counter"],
            "file_code": events["TicketIssued"]["file_code"],
            "rated": True,
            "times": self._times,
            "events": story["events"],
        }

    def _picture(self, device: DeviceId, name: str) -> None:
        self._person.looks(device).save(self._folder / name)

    def _mark(self, step: str) -> None:
        self._times[step] = datetime.now(self._zone).isoformat(timespec="milliseconds")

    def _photograph_pages(self) -> None:
        """The counter's page and the head's, where a Chromium is at hand."""
        program = chromium()
        if program is None:
            self._say("no Chromium here, so no clerk.png and head.png; the pages themselves were used all the same")
            return
        self._say("what the clerk and the head of the office see")
        clerk, head = self._hall.staff.at(self._counter), self._hall.staff.head()
        with Browser(program) as browser:
            browser.photograph(clerk.address, self._folder / "clerk.png", clerk.cookies)
            if head is not None:
                browser.photograph(head.address, self._folder / "head.png", head.cookies)


def fee_counter(site: Site) -> tuple[Field, Device] | None:
    """A field that people are only sent on to, and the keypad of a counter that serves it; None where there is none."""
    served = {counter.id: counter.fields for counter in site.counters}
    for device in site.devices:
        for field in site.fields:
            at = served.get(device.counter, ()) if device.counter is not None else ()
            if device.role is Role.KEYPAD and not field.offered and field.id in at:
                return field, device
    return None


def _call_is_over(samples: Samples) -> bool:
    """Something was heard, and then it was quiet for a while."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > 200)
    return loud.size > RATE and len(samples) - loud[-1] > _QUIET_S * RATE


def write_story(folder: Path, story: Mapping[str, Any]) -> None:
    """``visit.json``."""
    (folder / "visit.json").write_text(json.dumps(story, ensure_ascii=False, indent=2) + "\n", "utf-8")


def say_to_person(step: str) -> None:
    """A progress line."""
    print(f"  {datetime.now():%H:%M:%S}  {step}", file=sys.stderr, flush=True)  # noqa: DTZ005 - the reader's clock
