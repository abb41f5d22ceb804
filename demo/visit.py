"""One citizen's visit, played on the real programs by finger, paper and page; leaves pictures, sound and its story."""

import json
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np

from contract.ids import DeviceId
from contract.topics import Role
from controller.adapters.sqlite_journal import SqliteJournal
from controller.story import story_plain
from demo.camera import receipt_view
from demo.files import SampleFile, sample_files
from demo.hall import Hall
from demo.screen import Sight, VirtualScreen, wait_for
from demo.sound import RATE, Recording, Samples

_PATIENT_S: Final = 20.0
"""For steps that wait for a program on a busy machine."""
_QUIET_S: Final = 0.8
"""So much silence after the call, and it is over."""
_CHROMIUMS: Final = ("chromium", "chromium-browser", "google-chrome")


class PlayedVisit:
    """The visit of issue and README: receipt, number, paper, call, rating. ``say`` is told each step as it begins."""

    def __init__(
        self,
        hall: Hall,
        screens: Mapping[DeviceId, VirtualScreen],
        recording: Recording,
        folder: Path,
        say: Callable[[str], None],
    ) -> None:
        self._hall, self._screens, self._recording = hall, screens, recording
        self._folder, self._say = folder, say
        self._kiosk = hall.device(Role.KIOSK).id
        self._rating = hall.device(Role.RATING)
        self._boards = (hall.device(Role.HALL_BOARD).id, hall.device(Role.COUNTER_BOARD).id)
        self._zone = ZoneInfo(hall.site.timezone)
        self._times: dict[str, str] = {}
        self._counter = self._rating.counter

    def play(self) -> dict[str, Any]:
        """From the receipt to the rating; returns what ``visit.json`` holds. Raises where a step does not come."""
        file = sample_files(date.today())[0]  # noqa: DTZ011 - as old as the hall's registry
        self._scan(file)
        number, visit = self._take()
        self._paper(number)
        self._call(number)
        self._finish(visit)
        self._rate()
        return self._story(file, number, visit)

    def _scan(self, file: SampleFile) -> None:
        self._say("the citizen comes to the kiosk and holds the receipt before the camera")
        wait_for(self._home, _PATIENT_S, "the kiosk shows no fields")
        self._picture(self._kiosk, "kiosk-home.png")
        self._mark("arrived")
        self._tap(self._kiosk, "scan")
        self._wait(self._kiosk, "Scanning")
        self._hall.camera.show(receipt_view(1, self._hall.site.name, date.today()))  # noqa: DTZ011
        status = self._wait(self._kiosk, "Status", outcome="found")
        self._mark("file_shown")
        self._say(f"file {file.code}: {status.facts['advice']}; the kiosk offers the right number")
        self._picture(self._kiosk, "kiosk-status.png")
        self._hall.camera.show(None)
        self._tap(self._kiosk, "take")

    def _take(self) -> tuple[str, str]:
        ticket = self._wait(self._kiosk, "Ticket")
        self._mark("number_shown")
        number = ticket.facts["number"]
        self._say(f"number {number} is stored and shown")
        return number, f"{datetime.now(self._zone):%Y-%m-%d}-{number}"

    def _paper(self, number: str) -> None:
        if not self._hall.traces[self._kiosk].seen[-1].facts.get("paper") == "confirmed":
            self._wait(self._kiosk, "Ticket", number=number, paper="confirmed")
        self._mark("paper_confirmed")
        self._say("the printer confirms the ticket")
        self._picture(self._kiosk, "kiosk-ticket.png")
        self._hall.printer.pieces[-1].image.save(self._folder / "ticket.png")

    def _call(self, number: str) -> None:
        self._say(f"the clerk at counter {self._counter} calls the next number from the page")
        answer = self._press("call")
        self._mark("called")
        if not answer["accepted"]:
            raise RuntimeError(f"the call was refused: {answer['text']}")
        for board in self._boards:
            self._wait(board, None, number=number, state="new")
        self._mark("boards_changed")
        for board, name in zip(self._boards, ("board-hall.png", "board-counter.png"), strict=True):
            self._picture(board, name)
        self._say(f"boards show {number}, the loudspeaker calls it")
        if not self._recording.wait_for(_call_is_over, _PATIENT_S):
            raise RuntimeError("the call was not heard")
        self._mark("call_heard")
        self._recording.save(self._folder / "call.wav")
        self._photograph_page()

    def _finish(self, visit: str) -> None:
        self._say("the clerk finishes; the rating terminal wakes")
        self._press("finish", visit)
        self._mark("finished")
        self._wait(self._rating.id, "Faces")
        self._mark("rating_asked")
        self._picture(self._rating.id, "rating.png")

    def _rate(self) -> None:
        self._say("the visitor presses a face")
        self._tap(self._rating.id, "very_satisfied")
        self._wait(self._rating.id, "Thanks")
        self._mark("rated")

    def _story(self, file: SampleFile, number: str, visit: str) -> dict[str, Any]:
        """What the journal knows, once it knows the rating."""

        def rated() -> dict[str, Any] | None:
            journal = SqliteJournal(self._hall.state, read_only=True)
            story = story_plain(visit, journal.story(visit))  # type: ignore[arg-type]
            journal.close()
            return story if any(one["type"] == "VisitRated" for one in story["events"]) else None

        story = wait_for(rated, _PATIENT_S, "the rating is not in the journal")
        events = {one["type"]: one for one in story["events"]}
        return {
            "number": number,
            "field": events["TicketIssued"]["field"],
            "counter": events["TicketCalled"]["counter"],
            "file_code": events["TicketIssued"]["file_code"],
            "rating": events["VisitRated"]["score"],
            "times": self._times,
            "events": story["events"],
            "scanned": file.code,
        }

    # What a person does ---------------------------------------------------------------------------------------------

    def _home(self) -> Sight | None:
        seen = [*self._hall.traces[self._kiosk].seen, *self._hall.traces[self._kiosk].news()]
        return next((one for one in reversed(seen) if one.view == "Home" and len(one.targets) > 1), None)

    def _wait(self, device: DeviceId, view: str | None, **facts: str) -> Sight:
        trace = self._hall.traces[device]

        def look() -> Sight | None:
            self._alive()
            news = trace.news()
            matching = (one for one in news if view in (None, one.view) and facts.items() <= one.facts.items())
            return next(matching, None)

        return wait_for(look, _PATIENT_S, f"{device}: no {view or 'picture'} {facts or ''}")

    def _tap(self, device: DeviceId, key: str) -> None:
        self._screens[device].tap(*self._hall.traces[device].where(key, _PATIENT_S))

    def _press(self, command: str, visit: str | None = None) -> dict[str, Any]:
        return self._hall.post(
            f"/counter/{self._counter}/command", request=uuid.uuid4().hex, command=command, visit=visit
        )

    def _picture(self, device: DeviceId, name: str) -> None:
        self._screens[device].grab().save(self._folder / name)

    def _mark(self, step: str) -> None:
        self._times[step] = datetime.now(self._zone).isoformat(timespec="milliseconds")

    def _alive(self) -> None:
        ended = self._hall.ended()
        if ended:
            raise RuntimeError(f"{ended[0]} ended by itself:\n{self._hall.log(ended[0])[-2000:]}")

    def _photograph_page(self) -> None:
        """The counter page, where a Chromium is at hand."""
        browser = next((found for name in _CHROMIUMS if (found := shutil.which(name))), None)
        if browser is None:
            self._say("no Chromium here, so no clerk.png; the page itself was used all the same")
            return
        with tempfile.TemporaryDirectory() as profile:
            subprocess.run(
                [
                    *(
                        browser,
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--hide-scrollbars",
                    ),
                    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
                    *("--disable-quic", f"--user-data-dir={profile}", "--window-size=1366,768", "--timeout=4000"),
                    f"--screenshot={self._folder / 'clerk.png'}",
                    f"{self._hall.pages}/counter/{self._counter}",
                ],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=30,
                check=False,
            )


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
