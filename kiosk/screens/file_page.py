"""What the screens about a file have in common: the one blue button that does the file's next step."""

import re
from collections.abc import Mapping
from typing import Final

from kivy.properties import StringProperty

from contract.ids import FieldId
from contract.notices import FileStatus
from kiosk.core.advice import Advice, NextStep
from kiosk.core.happenings import FieldTapped, ScanTapped
from kiosk.core.offer import Offer
from kiosk.core.offer_words import beside, sentence
from kiosk.core.typed_code import letters
from kiosk.core.typing_journey import TypeTapped
from kiosk.screens.page import Page

_WITHIN_NUMBER: Final = re.compile(r"(?<=\d) (?=\d)")
_TAKE: Final = {Advice.COLLECT: "collect", Advice.SUPPLEMENT: "supplement", Advice.PAY: "pay"}


class FilePage(Page):
    """``action`` is the button's key: take, choose, again, type or home."""

    action = StringProperty("")
    action_text = StringProperty("")
    action_note = StringProperty("")
    """Where the number leads, who waits there, and how long."""
    shut = StringProperty("")
    """Why no number can be taken of the field now."""
    _field: FieldId | None = None
    _next: tuple[FileStatus, NextStep] | None = None

    def set_offers(self, offers: Mapping[FieldId, Offer]) -> None:
        """The field of the file may open or close while its holder reads."""
        super().set_offers(offers)
        if self._next is not None:
            self.offer_next(*self._next)

    def offer_next(self, file: FileStatus, step: NextStep) -> None:
        """The button for the next step of this file."""
        self._next = file, step
        field = self.field(file.field)
        self._field = field.id if field else None
        offer = self.offer(self._field) if self._field else None
        if not step.take:
            done = self.word("file.no_more" if step.advice is Advice.HANDED_OVER else "file.nothing")
            self.act_as("home", self.word("go.done"), done)
        elif field and offer and offer.shut:
            self.act_as("home", self.word("go.done"))
            self.shut = sentence(offer, self.doors.texts, self.doors.now())
        elif field and offer:
            who_waits = ", ".join(filter(None, beside(offer, self.doors.texts, self.doors.now())))
            note = "\n".join(filter(None, (field.name, who_waits)))
            self.act_as("take", self.word(f"take.{_TAKE.get(step.advice, 'ask')}"), note)
        else:
            self.act_as("choose", self.word("go.choose"))

    def act_as(self, action: str, text: str, note: str = "") -> None:
        """What the button is for."""
        self.action, self.action_text, self.action_note, self.shut = action, text, note, ""

    def whom_to_ask(self, file: FileStatus) -> str:
        """The site file's words; a telephone number in them stays on one line."""
        words = _WITHIN_NUMBER.sub("\u00a0", file.contact)
        return self.word("file.contact", contact=words) if words else ""

    def act(self) -> None:
        """The blue button."""
        if self.action == "take" and self._field is not None:
            self.doors.happen(FieldTapped(self._field, self.doors.new_request()))
        elif self.action == "again":
            self.doors.happen(ScanTapped())
        elif self.action == "type":
            self.doors.happen(TypeTapped(letters(self.doors.code_pattern)))
        else:
            self.leave()

    def forget(self) -> None:
        """Of the next step."""
        self._field = self._next = None
        self.act_as("", "")
