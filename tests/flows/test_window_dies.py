"""The kiosk's window dies while it shows what nobody else may read: another stands, and knows nothing of it."""

import os
import re
import signal
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from contract.topics import Role
from demo.camera import receipt_view
from demo.daytime import by_day
from demo.files import sample_files
from demo.hall import Hall
from demo.person import Person
from demo.screen import VirtualScreen
from firmware_config.site_file import read_site
from tests.flows.halls import SITE


class Counter:
    """A hall whose kiosk runs below its supervisor, as in an office, and the person before it."""

    def __init__(self, folder, stack):
        site = by_day(read_site(SITE))
        self.file = sample_files(date.today())[0]
        self.kiosk = next(one for one in site.devices if one.role is Role.KIOSK)
        self.screen = VirtualScreen(*self.kiosk.screen)
        stack.callback(self.screen.stop)
        self.hall = Hall(site, folder, {self.kiosk.id: self.screen.env})
        stack.callback(self.hall.stop)
        self.hall.start()
        self.hall.kill(self.kiosk.id)
        self.hall.run(self.kiosk.id, "kiosk", environment=self.screen.env)
        self.person = Person(self.hall, {self.kiosk.id: self.screen})

    def goes(self, key, view):
        self.person.sees_key(self.kiosk.id, key)
        return self.person.goes(self.kiosk.id, key, view)

    def opens_the_file(self):
        """By the receipt and the last digits of its owner's telephone, until everything of it is shown."""
        self.hall.camera.show(receipt_view(1, self.hall.site.name, date.today()))
        self.goes("scan", "Status")  # a code may be read before the camera's screen is seen
        self.hall.camera.show(None)
        self.goes("more", "Digits")
        for typed, digit in enumerate(self.digits, 1):
            self.person.sees_key(self.kiosk.id, f"key:{digit}")
            self.person.touches(self.kiosk.id, f"key:{digit}")
            self.person.sees(self.kiosk.id, "Digits", typed=str(typed))
        self.goes("show", "Details")
        self.person.sees_key(self.kiosk.id, "take")

    @property
    def digits(self):
        return self.file.phone[-self.hall.site.registry.proof.digits :]

    def window(self):
        """The process of the window that stands."""
        supervisor = self.hall.pid(self.kiosk.id)
        children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
        return int(children[0])

    def seen(self):
        self.hall.traces[self.kiosk.id].news()
        return self.hall.traces[self.kiosk.id].seen


@pytest.fixture(scope="module")
def died(tmp_path_factory):
    """After the death of a window that showed a file, once a citizen can use the next one."""
    folder = tmp_path_factory.mktemp("dies")
    with ExitStack() as stack:
        counter = Counter(folder, stack)
        counter.opens_the_file()
        counter.before, counter.first = len(counter.seen()), counter.window()
        os.kill(counter.first, signal.SIGSEGV)
        counter.person.sees(counter.kiosk.id, "Home")
        counter.person.sees_key(counter.kiosk.id, "scan")
        yield counter


def test_another_window_stands_at_once_on_the_first_screen(died):
    assert died.window() != died.first
    assert {sight.view for sight in died.seen()[died.before :]} == {"Home"}
    said = died.hall.log(died.kiosk.id)
    assert re.search(r"the window died by SIGSEGV after [\d.]+ s; the next one starts in 0 s", said)


def test_nothing_of_the_file_is_left_behind(died):
    owner = [died.file.owner, died.file.citizen_number, died.file.phone]
    for path in [*died.hall.folder.rglob("*")]:
        if path.is_file() and "printed" not in path.parts:
            written = path.read_bytes()
            assert not [one for one in owner if one.encode() in written], path
    words = [*died.hall.log(died.kiosk.id).split(), *(fact for one in died.seen() for fact in one.facts.values())]
    assert died.digits not in words


def test_the_next_citizen_reads_a_file_from_its_beginning(died):
    died.hall.camera.show(receipt_view(1, died.hall.site.name, date.today()))
    assert died.goes("scan", "Status").facts["outcome"] == "found"
    died.person.sees_key(died.kiosk.id, "more")
    died.goes("over", "Home")
