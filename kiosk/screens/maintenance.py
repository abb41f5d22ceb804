"""How the kiosk is, for staff: what it is connected to, what its printer says, what waits, and what can be tried or changed."""

from typing import Any, Final

from kivy.clock import Clock
from kivy.properties import BooleanProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from contract.ids import VisitId
from kiosk.core.happenings import AgainTapped
from kiosk.core.maintenance_journey import Care, CareTapped, Condition, ConditionWanted, Maintenance
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.paper_band import copy_band

_LOOK_S: Final = 3.0
_GB: Final = 1024


class ConditionLine(BoxLayout):
    """What it is about, and how it is; in the colour of ``tone``, a name of ``panel.paint.Paint``."""

    name = StringProperty("")
    text = StringProperty("")
    tone = StringProperty("ink")


class MaintenanceScreen(Page):
    """It looks again every few seconds while it is shown."""

    staff = True
    printer = BooleanProperty(defaultvalue=False)
    scanner = BooleanProperty(defaultvalue=False)
    out = BooleanProperty(defaultvalue=False)
    latest = StringProperty("")
    copy_text = StringProperty("")
    copy_icon = StringProperty("print")
    copy_tone = StringProperty("ink")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)
        self._visit: VisitId | None = None
        self._look: Any = None

    def fill(self, view: Maintenance) -> dict[str, str]:
        """The facts, and what became of the test slip."""
        if self._look is None:
            self._look = Clock.schedule_interval(lambda _seconds: self.doors.happen(ConditionWanted()), _LOOK_S)
        told = copy_band(view.copy, self.doors) if view.copy else None
        self.copy_text, self.copy_icon, self.copy_tone = (
            (told.text, told.icon, told.tone) if told else ("", "print", "ink")
        )
        if view.condition is None:
            return {"known": "false", "copy": told.key if told else ""}
        self._tell(view.condition)
        return {
            "known": "true",
            "copy": told.key if told else "",
            "out": str(view.condition.out).lower(),
            "online": str(view.condition.online).lower(),
            "waiting": str(view.condition.waiting),
            "latest": view.condition.latest.number if view.condition.latest else "",
        }

    def hide(self) -> None:
        """Look no more."""
        if self._look is not None:
            self._look.cancel()
            self._look = None

    def care(self, care: str) -> None:
        """Something is to be done."""
        self.doors.happen(CareTapped(Care(care), self.doors.new_request()))

    def again(self) -> None:
        """The latest ticket is wanted once more."""
        if self._visit:
            self.doors.happen(AgainTapped(self._visit))

    def _tell(self, now: Condition) -> None:
        self.printer, self.scanner, self.out = now.printer is not None, now.camera, now.out
        self._visit = now.latest.visit if now.latest else None
        self.latest = now.latest.number if now.latest else ""
        facts = [self._service(now), self._reach(now), *self._paper(now)]
        facts += [
            ("camera", self.word("maintenance.there" if now.camera else "maintenance.none"), "ink"),
            ("waiting", self.word("maintenance.requests", count=now.waiting), "soon" if now.waiting else "ink"),
            (
                "disk",
                self.word("maintenance.free", size=f"{now.free_mb / _GB:.1f}"),
                "ink" if now.free_mb > _GB else "soon",
            ),
            ("device", f"{now.device}, {now.version}", "ink"),
        ]
        box = self.ids.facts
        while len(box.children) < len(facts):
            box.add_widget(ConditionLine())
        for fact, (name, text, tone) in zip(reversed(box.children), facts, strict=True):
            fact.name, fact.text, fact.tone = self.word(f"maintenance.{name}"), text, tone

    def _service(self, now: Condition) -> tuple[str, str, str]:
        return ("service", self.word(f"maintenance.{'closed' if now.out else 'serves'}"), "soon" if now.out else "done")

    def _reach(self, now: Condition) -> tuple[str, str, str]:
        since = f"{now.since:%H:%M %d/%m}"
        word = "reached" if now.online else "away"
        return ("controller", self.word(f"maintenance.{word}", since=since), "done" if now.online else "overdue")

    def _paper(self, now: Condition) -> list[tuple[str, str, str]]:
        if now.printer is None:
            return [("printer", self.word("maintenance.none"), "ink")]
        tone = {"ready": "done", "paper_low": "soon", "unknown": "soon"}.get(now.printer, "overdue")
        return [("printer", self.word(f"maintenance.paper.{now.printer}"), tone)]
