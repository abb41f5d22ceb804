"""The number, as large as the screen allows; where it stands in its queue, and what became of the paper."""

from collections.abc import Mapping
from typing import Final

from kivy.app import App
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty, StringProperty

from contract.ids import VisitId
from contract.wait import wait_words
from kiosk.core.comfort import TextSize
from kiosk.core.happenings import AgainTapped
from kiosk.core.phone_journey import PhoneWanted, offered
from kiosk.core.views import PhoneState, Ticket
from kiosk.screens.doors import Doors
from kiosk.screens.follow_code import qr_texture
from kiosk.screens.page import Page
from kiosk.screens.paper_band import ticket_band

_TOLD: Final[Mapping[PhoneState, str]] = {PhoneState.TAKEN: "phone.taken", PhoneState.FAILED: "phone.failed"}


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
    again = BooleanProperty(defaultvalue=False)
    """Whether a copy can be had."""
    asks = BooleanProperty(defaultvalue=False)
    """Whether a message can be had when the turn is near."""
    phone_note = StringProperty("")
    """What became of the wish for one."""

    roomy = BooleanProperty(defaultvalue=True)
    """Words of the usual size: then there is room for all of them beside the number, which stands on the first leaf always."""

    def __init__(self, doors: Doors) -> None:
        self.roomy = doors.comfort.size is TextSize.NORMAL
        super().__init__(doors, __file__)
        self._follow = ""
        self._told = ""
        self._visit = VisitId("")

    def fill(self, view: Ticket) -> dict[str, str]:
        """The receipt, then every move of its paper."""
        receipt = view.receipt
        self._visit, self.again = receipt.visit, view.again
        field = self.field(receipt.field)
        self.number = receipt.number
        self.field_name = field.name if field else ""
        self.seat = self.word("ticket.seat", seat=field.seat) if field and field.seat else ""
        self.ahead = self._ahead(receipt.ahead)
        wait = receipt.wait
        self.wait = self.word("ticket.wait", wait=wait_words(wait, self.doors.texts)) if wait else ""
        self._draw_code(receipt.follow)
        self._tell_paper(view)
        self._tell_phone(view)
        return {"number": receipt.number, "paper": str(view.paper), "told": self._told, "phone": view.phone.value}

    def _ahead(self, count: int | None) -> str:
        if count is None:  # the kiosk gave the number by itself
            return self.word("ticket.held")
        key = {0: "ticket.nobody_ahead", 1: "ticket.one_ahead"}.get(count, "ticket.ahead")
        return self.word(key, count=count)

    def hide(self) -> None:
        """Leave nothing behind for the next citizen."""
        self.number = self.field_name = self.ahead = self.wait = self.seat = self.paper = self._follow = ""
        self.code = None

    def print_again(self) -> None:
        """A copy, which says so on itself."""
        self.doors.happen(AgainTapped(self._visit))

    def _draw_code(self, follow: str) -> None:
        if follow != self._follow:
            self._follow = follow
            self.code = qr_texture(follow)
            self.modules = self.code.width

    def want_message(self) -> None:
        """A phone is to be told."""
        self.doors.happen(PhoneWanted())

    def _tell_phone(self, view: Ticket) -> None:
        """Where there is little room the paper's trouble and its copy come first."""
        room = App.get_running_app().tall or self._told in ("take", "printing", "none")
        self.asks = self.doors.phones and offered(view) and room
        self.phone_note = self.word(_TOLD[view.phone]) if view.phone in _TOLD else ""

    def _tell_paper(self, view: Ticket) -> None:
        told = ticket_band(view, self.doors)
        self._told, self.paper, self.icon, self.tone = told.key, told.text, told.icon, told.tone
        self.paper_step = "title" if told.key in ("take", "printing") else "text"
