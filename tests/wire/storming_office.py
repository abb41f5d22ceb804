"""An office in a storm: clerks at browsers press at random, citizens take numbers, and a board hangs at every counter and in the hall."""

import json
import random
import threading
from contextlib import ExitStack, closing
from dataclasses import replace

import requests
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from contract.calling import Calling
from contract.commands import TakeTicket
from contract.ids import DeviceId
from contract.request_ids import new_request_id
from contract.site import Device
from contract.topics import Role
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.evolve import evolve
from controller.core.queue import Queue
from demo.hall import Hall
from demo.keypad import Device as Kiosk
from tests.wire.recorded_board import RecordedBoard

LULL_S = 0.02
COUNTERS = 5


class Page:
    """A clerk's browser: presses like a person, and its stream as its script hears it."""

    def __init__(self, office, counter, seed):
        self.counter = counter
        self.heard = {}
        self._office = office
        self._random = random.Random(f"{seed}-{counter}")
        self._page = office.hall.staff.at(counter)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=one, name=f"clerk {counter}") for one in (self._work, self._listen)]
        for thread in self._threads:
            thread.start()

    def stop(self):
        self._over.set()
        for thread in self._threads:
            thread.join(15)
            assert not thread.is_alive()

    def shown(self):
        return self._page.shown()

    def _work(self):
        while not self._over.is_set():
            if self._office.storm.wait(LULL_S):
                with self._office.at_work():
                    self._press()
                self._over.wait(self._random.random() * 0.1)

    def _press(self):
        """One key, under one request id until it is answered."""
        request, wish = new_request_id(), self._wish()
        while not self._over.is_set():
            try:
                self._page.press(wish.pop("command"), request, **wish)
            except (requests.RequestException, RuntimeError):
                self._over.wait(0.1)
            return

    def _wish(self):
        visit = self.heard.get("visit", "")
        if not visit:
            return {"command": self._random.choices(["call", "pause", "open"], [12, 1, 3])[0]}
        keys = ["finish", "recall", "park", "absent", "cancel", "undo", "transfer"]
        chosen = self._random.choices(keys, [10, 4, 2, 1, 1, 3, 3])[0]
        more = {"to_counter": self._random.choice(self._office.counters)} if chosen == "transfer" else {}
        return {"command": chosen, "visit": visit, **more}

    def _listen(self):
        address = self._office.hall.pages.replace("http:", "ws:") + f"/counter/{self.counter}/live"
        while not self._over.is_set():
            cookies = "; ".join(f"{name}={value}" for name, value in self._page.cookies.items())
            try:
                with connect(address, origin=self._office.hall.pages, additional_headers={"Cookie": cookies}) as line:
                    while not self._over.is_set():
                        words = line.recv(1)
                        if words:
                            self.heard = json.loads(words)
            except TimeoutError:
                continue
            except (OSError, WebSocketException):
                self._over.wait(0.1)


class StormingOffice:
    """Everything of one office; ``with`` opens and closes it."""

    def __init__(self, site, folder, kind, seed):
        self.counters = [one.id for one in site.counters[:COUNTERS]]
        plates = tuple(
            Device(DeviceId(f"plate-{one}"), Role.COUNTER_BOARD, one, screen=(1280, 720), screen_mm=(531, 299))
            for one in self.counters
        )
        others = tuple(one for one in site.devices if one.role is not Role.COUNTER_BOARD)
        calling = replace(site.calling, recall_gap_s=0, recalls=30, absent_after=1) if site.calling else Calling()
        site = replace(site, devices=(*others, *plates), calling=calling)
        self.hall = Hall(site, folder, {}, kind)
        self.site = self.hall.site
        self.storm = threading.Event()
        self._busy = 0
        self._idle = threading.Condition()
        self._seed = seed
        self._stack = ExitStack()

    def __enter__(self):
        with ExitStack() as opening:
            opening.callback(self.__exit__)
            self._open()
            opening.pop_all()
        return self

    def _open(self):
        self._stack.callback(self.hall.stop)
        self.hall.start()
        self.board = self._board(self.hall.device(Role.HALL_BOARD).id)
        self.plates = {counter: self._board(f"plate-{counter}") for counter in self.counters}
        self.pages = {counter: Page(self, counter, self._seed) for counter in self.counters}
        for page in self.pages.values():
            self._stack.callback(page.stop)
        self._over = threading.Event()
        citizens = threading.Thread(target=self._take_numbers, name="citizens")
        citizens.start()
        self._stack.callback(citizens.join, 15)
        self._stack.callback(self._over.set)

    def __exit__(self, *_):
        self.storm.clear()
        self._stack.close()

    def at_work(self):
        """A press under way; a calm office waits for its end."""
        return _Busy(self)

    def calm(self, seconds=20):
        """Nobody begins anything any more, and what was begun is answered."""
        self.storm.clear()
        with self._idle:
            assert self._idle.wait_for(lambda: not self._busy, seconds)

    def entries(self):
        """All that is journalled."""
        with closing(SqliteJournal(self.hall.state, read_only=True)) as journal:
            return list(journal.all())

    def replayed(self, entries):
        """The queue as the journal says it is."""
        queue = Queue(self.site)
        for entry in entries:
            evolve(queue, entry)
        return queue

    def _board(self, device):
        board = RecordedBoard(self.hall.broker.profile(device))
        self._stack.callback(board.stop)
        return board.start()

    def _take_numbers(self):
        chance = random.Random(self._seed)
        fields = sorted({field for one in self.site.counters[:COUNTERS] for field in one.fields})
        with Kiosk(self.hall.broker.account(self.hall.device(Role.KIOSK).id)) as kiosk:
            while not self._over.is_set():
                if self.storm.wait(LULL_S):
                    with self.at_work():
                        try:
                            kiosk.press(TakeTicket(chance.choice(fields)), seconds=1)
                        except TimeoutError:
                            continue
                    self._over.wait(chance.random() * 0.06)


class _Busy:
    def __init__(self, office):
        self._office = office

    def __enter__(self):
        self._count(1)

    def __exit__(self, *_):
        self._count(-1)

    def _count(self, more):
        office = self._office
        with office._idle:
            office._busy += more
            office._idle.notify_all()
