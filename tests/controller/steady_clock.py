"""An office beside whose clock another one only goes forward; either is known again after a start of the controller or the machine."""

from datetime import timedelta

from contract.commands import CallNext, Finish, OpenCounter, SignIn
from controller.adapters.json_clock import JsonClock
from controller.core.day_guard import SteadyClock
from tests.controller.driven_day import Office
from tests.office import FIVE, LAN, PASSWORD

DAY = timedelta(days=1)


def day_of(office):
    return office.service.look(lambda queue: queue.day)


class Steady:
    """An office whose controller has a clock that only goes forward beside the one that may be set."""

    def __init__(self, folder, plan=None):
        self.office, self.ticks = Office(folder, plan) if plan else Office(folder), 0.0
        self.folder, self.boot = folder, folder / "boot_id"
        self.boot.write_text("first\n")
        self.knows_day()
        self.office.do(self.office.five, SignIn(LAN, PASSWORD, FIVE))
        self.office.do(self.office.five, OpenCounter(FIVE))

    def knows_day(self):
        """As the controller does when it starts."""
        clock = JsonClock(self.folder, self.boot)
        self.days = self.office.service.keep_day(SteadyClock(lambda: self.ticks, clock.read(), clock.keep))

    def restart(self, *, machine=False):
        """The controller's, or that of the whole machine, which counts its ticks anew."""
        self.office.close()
        if machine:
            self.boot.write_text(f"{self.boot.read_text()}another")
            self.ticks = 20.0
        self.office.open()
        self.knows_day()
        self.office.service.refresh()

    def goes(self, **by):
        """Time passes."""
        self.office.clock.at += timedelta(**by)
        self.ticks += timedelta(**by).total_seconds()
        self.office.service.refresh()

    def is_set(self, by):
        """Somebody, or a time server, sets the clock."""
        self.office.clock.at += by
        self.office.service.refresh()

    def call(self):
        """The next one comes, and goes."""
        called = self.office.do(self.office.five, CallNext(FIVE))
        self.office.do(self.office.five, Finish(FIVE, called.visit))
        return called.visit
