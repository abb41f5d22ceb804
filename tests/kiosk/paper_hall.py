"""A kiosk from tap to paper without its window: its own rules, outbox, worker, driver and drawing, a real controller behind it.

The printer is the virtual one; only window, network and camera are left out.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from contract.codec import decode_request, encode_notice
from contract.commands import PrintState
from contract.ids import FieldId, RequestId
from contract.notices import Printer
from contract.printer_models import PrinterModel
from contract.request_ids import new_request_id
from contract.topics import Topics
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.events import TicketPrinted
from controller.core.rights import device_sender
from controller.service import Service
from kiosk.adapters.escpos_printer import EscposPrinter
from kiosk.adapters.printer_line import open_line
from kiosk.adapters.proof_watch import Patience
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core.happenings import FieldTapped, Left, PaperMoved
from kiosk.core.paper_words import paper_document
from kiosk.core.papers import PaperTold, PrinterSeen
from kiosk.core.slip import slip_of, ticket
from kiosk.core.views import Ticket
from kiosk.printing import PrintWorker
from kiosk.sending import Sender
from kiosk.service import KioskService
from tests.office import HANOI, KIOSK, LAND, FakeVerifier, RecordingOutlet, SetClock, small_site

QUICK = Patience(connect_s=0.6, answer_s=0.15, proof_s=1.5, stuck_s=0.4)
MODEL = PrinterModel(576)
FOLLOW = "http://192.168.1.20:8080"


class PaperHall:
    """``printer`` is switched on; ``shown`` are the views in order, ``printed`` the journal's events about paper."""

    def __init__(self, folder, printer, painter, texts, model=MODEL, paper_wait_s=0.3):
        self.texts = texts
        self.shown, self.conditions, self.told = [], [], []
        self.changed = threading.Condition()
        self.topics = Topics("thu")
        self.journal, self.workers = SqliteJournal(folder / "controller"), ThreadPoolExecutor(1)
        site = small_site()
        self.sender_of = device_sender(site, KIOSK)
        self.controller = Service(
            site, self.journal, RecordingOutlet(), None, SetClock(), self.workers, FOLLOW, "secret",
            HoursCalendar(None), FakeVerifier(),
        )  # fmt: skip
        self.controller.follow(self.wake)
        driver = EscposPrinter(open_line(printer.address), painter, model, QUICK)
        self.worker = PrintWorker(driver, self, self, paper_wait_s=paper_wait_s, poll_s=0.05, retry_s=0.03)
        self.box = SqliteOutbox(folder / "kiosk")
        self.sender = Sender(self, self.box, "command", "answer", lambda answer: self.kiosk.answered(answer))
        self.kiosk = KioskService(self, self.sender, self.box, self.worker, None, new_request_id)
        self.thread = threading.Thread(target=self.kiosk.run)
        self.thread.start()
        self.worker.start()

    def close(self):
        assert self.worker.stop(5.0)
        self.kiosk.stop()
        self.thread.join(5)
        self.box.close()
        self.workers.shutdown()
        self.journal.close()

    # What a test does and sees ----------------------------------------------------------------------------------------

    def tap(self, field: FieldId = LAND):
        """Take a number, and wait until it stands on the screen."""
        count = len(self.tickets())
        self.kiosk.happen(FieldTapped(field, RequestId(new_request_id())))
        self.until(lambda: len(self.tickets()) > count)
        return self.tickets()[-1].receipt

    def tap_after_leaving(self):
        """The next citizen."""
        self.leave()
        return self.tap()

    def leave(self):
        self.kiosk.happen(Left())

    def tickets(self):
        """The first view of each number."""
        numbers = {}
        for view in list(self.shown):
            if isinstance(view, Ticket):
                numbers.setdefault(view.receipt.number, view)
        return list(numbers.values())

    def printed(self, receipt):
        """State, trouble and whether it was a copy, as journalled."""
        events = (entry.event for entry in self.journal.story(receipt.visit))
        return [(one.state, one.trouble, one.again) for one in events if isinstance(one, TicketPrinted)]

    def until(self, condition, seconds=6.0):
        with self.changed:
            assert self.changed.wait_for(condition, seconds), (self.shown, self.conditions, self.told)

    def until_journalled(self, receipt, *ends):
        """Until the latest that the journal says of the paper is one of these states."""
        self.until(lambda: self.printed(receipt)[-1:] and self.printed(receipt)[-1][0] in ends)
        return self.printed(receipt)[-1]

    def wake(self):
        with self.changed:
            self.changed.notify_all()

    # What the kiosk's parts see ---------------------------------------------------------------------------------------

    def publish(self, topic, payload, *, retain=False):
        answer = self.controller.handle(self.sender_of, decode_request(payload))
        if answer is not None:
            self.hear("answer", encode_notice(answer))

    def listen(self, topic, handler):
        self.hear = handler

    def show(self, view):
        with self.changed:
            self.shown.append(view)
            self.changed.notify_all()

    def set_comfort(self, comfort):
        pass

    def ticket(self, receipt, *, again):
        return ticket(slip_of(receipt, None, HANOI, again=again), self.texts)

    def document(self, content):
        return paper_document(content, "Bộ phận một cửa", datetime(2026, 11, 22, 8, tzinfo=HANOI), self.texts)

    def ticket_moved(self, visit, state: PrintState, trouble, *, again):
        self.kiosk.happen(PaperMoved(visit, state, trouble, again))

    def paper_moved(self, job, state, trouble):
        with self.changed:
            self.told.append((job, state, trouble))
            self.changed.notify_all()
        self.kiosk.happen(PaperTold(job, state, trouble))

    def condition(self, condition: Printer):
        with self.changed:
            self.conditions.append(condition)
            self.changed.notify_all()
        self.kiosk.happen(PrinterSeen(condition))
