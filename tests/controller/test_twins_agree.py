"""Controller and device always end with the same configuration and the same decision, whatever was lost or forgotten on the way."""

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from contract.codec import encode_notice
from contract.device_twin import DeviceTwin, Hands
from contract.topics import Topics
from contract.twin import Reported, Wanted
from controller.core.twin_standing import Standing
from controller.twins import Twins, _profile
from firmware_config.site_file import read_site

SITE = read_site(Path(__file__).parents[2] / "demo" / "site.toml")
KIOSK = next(one for one in SITE.devices if one.id == "kiosk-1")
ROUNDS = 5
"""So often both sides hear what the broker has; they are to agree before."""


class Hall:
    """A controller, a kiosk, and between them a broker that keeps what was said last."""

    topics = Topics(SITE.id)

    def __init__(self, folder):
        self.folder, self.paper_mm, self.kept, self.minutes = folder, 80, {}, 0
        self.wanted: Wanted | None = None
        self.reported: Reported | None = None
        self.start_controller()
        self.start_device()

    def start_controller(self):
        devices = (replace(KIOSK, paper_mm=self.paper_mm),)
        self.twins = Twins(replace(SITE, devices=devices), self, self.tell, self.clock)
        self.twins.tell_all()

    def start_device(self):
        self.device = DeviceTwin(_profile(SITE, KIOSK), str(self.folder), 3600.0)
        hands = Hands(lambda *_: frozenset(), lambda *_: None, lambda work: work(), None, lambda _duty: None)
        self.device.join(self, hands)

    def clock(self):
        self.minutes += 1
        return datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=self.minutes)

    # As the controller's store, its outlet, and the device's link ------------------------------------------------------

    def read(self):
        return self.kept

    def write(self, entries):
        self.kept = dict(entries)

    def tell(self, _device, wanted):
        self.wanted = wanted

    def listen(self, _topic, _handler):
        """It hears what ``deliver`` brings."""

    def publish(self, _topic, payload, *, retain=False):
        self.said = payload

    def deliver(self):
        if self.wanted:
            self.device.hear("", encode_notice(self.wanted))
        self.device.report()
        if (said := self.device._reported()).revision:
            self.twins.heard(said)

    def live(self, day):
        for step, is_heard in day:
            self.do(step)
            if is_heard:
                self.deliver()

    def do(self, step):
        match step:
            case "head takes it out" | "head takes it back":
                self.twins.set_duty("kiosk-1", serves=step.endswith("back"), by="hung")
            case "staff takes it out" | "staff takes it back":
                self.device.decide(serves=step.endswith("back"))
            case "another roll" | "the old roll":
                self.paper_mm = 58 if step == "another roll" else 80
                self.start_controller()
            case "controller restarts":
                self.start_controller()
            case "controller forgets":
                self.kept = {}
                self.start_controller()
            case "kiosk restarts":
                self.device.stop()
                self.start_device()
            case "kiosk loses its power":
                self.start_device()
            case "kiosk forgets":
                (self.folder / "twin.json").unlink(missing_ok=True)
                self.start_device()

    def agree(self):
        for _ in range(ROUNDS):
            self.deliver()
        state = self.twins.state("kiosk-1")
        assert state.wanted.duty == self.device.duty
        return state


STEPS = [
    "head takes it out",
    "head takes it back",
    "staff takes it out",
    "staff takes it back",
    "another roll",
    "the old roll",
    "controller restarts",
    "controller forgets",
    "kiosk restarts",
    "kiosk forgets",
]


def days_of(steps):
    """What happens, and whether both sides hear of each other after it."""
    return st.lists(st.tuples(st.sampled_from(steps), st.booleans()), min_size=2, max_size=12)


@settings(max_examples=50, deadline=None)
@given(days_of(STEPS), st.booleans())
def test_they_agree_in_the_end_and_the_next_decision_is_everybodys(day, by_staff):
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(Path(folder))
        hall.live(day)
        state = hall.agree()
        assert state.standing is Standing.IN_STEP
        assert hall.device.profile.paper_mm == hall.paper_mm
        for serves in (False, True):
            hall.do(f"{'staff' if by_staff else 'head'} takes it {'back' if serves else 'out'}")
            assert hall.agree().wanted.duty.serves is serves
            assert hall.device.serves is serves


@settings(max_examples=30, deadline=None)
@given(days_of([*STEPS, "kiosk loses its power"]))
def test_who_loses_power_at_the_wrong_moment_says_so_and_agrees_about_service(day):
    """Twice within twenty seconds of a change, and the change is refused: then it says that it did."""
    with tempfile.TemporaryDirectory() as folder:
        hall = Hall(Path(folder))
        hall.live(day)
        state = hall.agree()
        assert state.standing in {Standing.IN_STEP, Standing.REFUSED}
        assert (state.standing is Standing.IN_STEP) == (hall.device.profile.paper_mm == hall.paper_mm)
