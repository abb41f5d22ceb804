"""The number, as large as the screen allows; where it stands in its queue, and what became of the paper."""

from collections.abc import Mapping
from typing import Final

from kivy.properties import NumericProperty, ObjectProperty, StringProperty

from contract.commands import PrintState
from contract.notices import Printer
from contract.wait import wait_words
from kiosk.core.journey import Ticket
from kiosk.screens.doors import Doors
from kiosk.screens.follow_code import qr_texture
from kiosk.screens.page import Page

_TROUBLES: Final[Mapping[str | None, str]] = {
    Printer.PAPER_OUT: "paper_out",
    Printer.COVER_OPEN: "cover_open",
    Printer.ERROR: "trouble",
    Printer.OFFLINE: "trouble",
}
"""Words for a ticket that does not come out; a citizen can see the first two with his own eyes."""


class TicketScreen(Page):
    """The number stands here before its paper is begun, and stays whatever the printer does."""

    number = StringProperty("")
    field_name = StringProperty("")
    ahead = StringProperty("")
    wait = StringProperty("")
    seat = StringProperty("")
    code = ObjectProperty(None, allownone=True)
    modules = NumericProperty(1)
    side = NumericProperty(0)
    paper = StringProperty("")
    tone = StringProperty("ink")
    icon = StringProperty("print")
    paper_step = StringProperty("title")

    def __init__(self, doors: Doors) -> None:
        super().__init__(doors, __file__)
        self._follow = ""
        self._told = ""

    def fill(self, view: Ticket) -> dict[str, str]:
        """The receipt, then every move of its paper."""
        receipt = view.receipt
        field = self.field(receipt.field)
        self.number = receipt.number
        self.field_name = field.name if field else ""
        self.seat = self.word("ticket.seat", seat=field.seat) if field and field.seat else ""
        words = {0: "ticket.nobody_ahead", 1: "ticket.one_ahead"}.get(receipt.ahead, "ticket.ahead")
        self.ahead = self.word(words, count=receipt.ahead)
        wait = receipt.wait
        self.wait = self.word("ticket.wait", wait=wait_words(wait, self.doors.texts)) if wait else ""
        self._draw_code(receipt.follow)
        self._tell_paper(view.paper, view.trouble)
        return {"number": receipt.number, "paper": str(view.paper), "told": self._told}

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.number = self.field_name = self.ahead = self.wait = self.seat = self.paper = self._follow = ""
        self.code = None

    def _draw_code(self, follow: str) -> None:
        if follow != self._follow:
            self._follow = follow
            self.code = qr_texture(follow)
            self.modules = self.code.width

    def _tell_paper(self, paper: PrintState, trouble: str | None) -> None:
        if not self.doors.printer:
            self._say("none", "info", "ink")
        elif paper is PrintState.CONFIRMED:
            self._say("take", "done", "done")
        elif paper is PrintState.UNCONFIRMED:
            self._say("unconfirmed", "warning", "soon")
        elif paper is PrintState.FAILED:
            self._say(_TROUBLES.get(trouble, "trouble"), "warning", "soon")
        elif trouble in _TROUBLES:  # it is still tried, but nobody should wait for it
            self._say(_TROUBLES[trouble], "warning", "soon")
        else:
            self._say("printing", "print", "ink")

    def _say(self, key: str, icon: str, tone: str) -> None:
        self._told = key
        self.paper, self.icon, self.tone = self.word(f"paper.{key}"), icon, tone
        self.paper_step = "title" if key in ("take", "printing") else "text"
