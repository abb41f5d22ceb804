"""``python -m demo.tapping``: a kiosk without a window whose citizens tap by themselves, for as long as nobody ends it.

Everything behind the screen is the real kiosk; in front of it a seeded crowd taps, reads, and leaves. Its diary says what was
tapped, shown and handed to the printer, each before it happens or as it happens, so that it is true at every moment. SIGTERM
ends the tapping; the process ends when every tap has its number and every number its paper.
"""

import argparse
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from contract.codec import decode_notice
from contract.commands import PrintState
from contract.ids import FieldId, RequestId
from contract.link import Link
from contract.notices import Answer, Board, Office, Outlook, Presence, Receipt
from contract.process import log_to_stderr, stop_on_signal
from contract.profile import KioskProfile, read_profile
from contract.topics import CONTROLLER
from demo.diary import Diary
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core.comfort import Comfort
from kiosk.core.happenings import FieldTapped, Left, PaperMoved
from kiosk.core.journey import View
from kiosk.core.papers import PaperContent
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.core.views import Home, Refused, Ticket
from kiosk.own_numbers import OwnNumbers
from kiosk.sending import Sender
from kiosk.service import KioskService

_PAUSE_S: Final = 0.01
"""A citizen's longest pause before a tap, and before leaving."""
_PAPER_S: Final = 0.05
"""A ticket's longest way to the printer, and through it: long enough for kills to strike in between."""
_LOOK_S: Final = 0.01


class DiaryScreens:
    """A screen that writes down the numbers it shows, and tells the crowd what it sees."""

    def __init__(self, diary: Diary) -> None:
        self.views: SimpleQueue[View] = SimpleQueue()
        self._diary = diary

    def show(self, view: View) -> None:
        """Note a number; everything is seen by the crowd."""
        if isinstance(view, Ticket):
            receipt = view.receipt
            self._diary.note("shown", request=receipt.request, visit=receipt.visit, number=receipt.number)
        elif isinstance(view, Refused):
            self._diary.note("refused", reason=view.reason)
        self.views.put(view)

    def set_office(self, office: Office) -> None:
        """Not for this crowd."""

    def set_board(self, board: Board) -> None:
        """Not for this crowd."""

    def set_outlook(self, outlook: Outlook) -> None:
        """Not for this crowd."""

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """Nobody reads here."""

    def set_online(self, up: bool) -> None:  # noqa: FBT001
        """Not for this crowd."""

    def set_comfort(self, comfort: Comfort) -> None:
        """Not for this crowd."""

    def set_alone(self, fields: frozenset[FieldId]) -> None:
        """Not for this crowd, which taps any field."""


class DiaryPaper:
    """A printer that writes down what it is given and confirms it after a moment."""

    def __init__(self, diary: Diary, random: Random) -> None:
        self._diary = diary
        self._random = random
        self._given: SimpleQueue[Receipt] = SimpleQueue()
        self.kiosk: KioskService | None = None
        threading.Thread(target=self._print, name="paper", daemon=True).start()

    def print_ticket(self, receipt: Receipt) -> bool:
        """Note it, and print it in a moment."""
        self._diary.note("paper", request=receipt.request, visit=receipt.visit, number=receipt.number)
        self._given.put(receipt)
        return True

    def reprint(self, receipt: Receipt) -> None:
        """Nobody of the crowd asks for a copy."""

    def print_paper(self, job: RequestId, content: PaperContent) -> None:
        """Nor for any other paper."""

    def _print(self) -> None:
        while True:
            receipt = self._given.get()
            for state in (PrintState.SENT, PrintState.CONFIRMED):
                threading.Event().wait(self._random.uniform(0, _PAPER_S))
                if self.kiosk:
                    self.kiosk.happen(PaperMoved(receipt.visit, state, None))


class Crowd:
    """One citizen after the other: taps a field, reads the number, leaves. ``name`` makes request ids unique."""

    def __init__(self, kiosk: KioskService, views: SimpleQueue[View], diary: Diary, random: Random, name: str) -> None:
        self._kiosk = kiosk
        self._views = views
        self._diary = diary
        self._random = random
        self._name = name
        self._taps = 0

    def run(self, fields: tuple[FieldId, ...], stop: threading.Event) -> None:
        """Tap until ``stop``; returns at home, with no tap under way."""
        left = ""
        while True:
            view = self._views.get()
            if isinstance(view, Home):
                if stop.wait(self._random.uniform(0, _PAUSE_S)):
                    return
                self._tap(self._random.choice(fields))
            elif isinstance(view, Ticket) and view.receipt.request != left:
                left = view.receipt.request
                stop.wait(self._random.uniform(0, _PAUSE_S))
                self._kiosk.happen(Left())
            elif isinstance(view, Refused):
                self._kiosk.happen(Left())

    def _tap(self, field: FieldId) -> None:
        self._taps += 1
        request = RequestId(f"{self._name}-{self._taps}")
        self._diary.note("tap", request=request, field=field)
        self._kiosk.happen(FieldTapped(field, request))


def tap_away(profile: KioskProfile, diary: Diary, fields: tuple[FieldId, ...], name: str) -> None:
    """Be the kiosk of ``profile`` until SIGTERM, and until nothing is owed to anybody."""
    stop = stop_on_signal()
    random = Random(name)
    book = SqliteOutbox(Path(profile.state))
    link = Link(profile.account, on_change=lambda up: sender.resume() if up else own.is_away(True))
    device = profile.account.device

    def answered(answer: Answer) -> None:
        kiosk.answered(answer)

    sender = Sender(link, book, link.topics.command(device), link.topics.answer(device), answered)
    screens, paper = DiaryScreens(diary), DiaryPaper(diary, Random(f"{name} paper"))
    reports = iter(range(1, sys.maxsize))

    def new_request() -> RequestId:
        return RequestId(f"{name}-report-{next(reports)}")

    held = book.held(ZoneInfo(profile.account.timezone))
    own = OwnNumbers(held, sender, new_request, screens.set_alone)
    kiosk = KioskService(screens, sender, book, paper, None, new_request, own=own)
    paper.kiosk = kiosk

    def heard(_topic: str, payload: bytes) -> None:
        match decode_notice(payload):
            case Presence(online=online):
                own.is_away(not online)
                if online:
                    sender.resume()
            case Office() as office:
                own.heard_office(office)
            case Outlook() as outlook:
                own.heard_outlook(outlook)

    for topic in (link.topics.presence(CONTROLLER), link.topics.office, link.topics.outlook):
        link.listen(topic, heard)
    running = threading.Thread(target=kiosk.run, name="kiosk")
    own.is_away(True)  # until it is heard
    running.start()
    sender.start()
    link.start()
    Crowd(kiosk, screens.views, diary, random, name).run(fields, stop)
    while sender.unanswered() or book.owed():
        threading.Event().wait(_LOOK_S)
    kiosk.stop()
    running.join()
    sender.stop()
    link.stop()
    book.close()


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m demo.tapping", description=__doc__)
    parser.add_argument("--profile", type=Path, required=True, help="a kiosk's profile")
    parser.add_argument("--diary", type=Path, required=True, help="file to write what happens to")
    parser.add_argument("--name", required=True, help="a new one for every start: seed, and beginning of request ids")
    parser.add_argument("fields", nargs="+", help="ids of the fields to tap")
    given = parser.parse_args()
    log_to_stderr(given.name)
    fields = tuple(map(FieldId, given.fields))
    tap_away(read_profile(given.profile, KioskProfile), Diary(given.diary), fields, given.name)


if __name__ == "__main__":
    main()
