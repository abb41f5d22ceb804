"""Behind the ticket: whoever wants to be told by message types a mobile number, which is sent and at once forgotten.

The number stands in one view while it is typed; whatever leaves that view leaves it behind. Skipping is doing nothing.
"""

from dataclasses import dataclass, field, replace
from typing import Final

from contract.ids import RequestId, VisitId
from contract.phone_number import LENGTH, Phone, read_phone
from kiosk.core.happenings import Back, TimePassed
from kiosk.core.typing_keys import KeyTapped, Typed, code_layout, press
from kiosk.core.views import PhoneState, Ticket

PHONE_KEYS: Final = code_layout("1234567890", LENGTH)


@dataclass(frozen=True, slots=True)
class PhoneAsk:
    """A number is typed; ``ticket`` waits behind, however far its paper comes meanwhile."""

    ticket: Ticket
    typed: Typed = field(default=Typed(PHONE_KEYS), repr=False)

    @property
    def phone(self) -> Phone | None:
        """What was typed, if it is a mobile number."""
        return read_phone(self.typed.text)

    @property
    def wrong(self) -> bool:
        """Whether it is as long as one and is none."""
        return self.typed.full and self.phone is None


@dataclass(frozen=True, slots=True)
class PhoneSending:
    """The number is on its way to the controller; here it is forgotten already."""

    ticket: Ticket
    request: RequestId


@dataclass(frozen=True, slots=True)
class PhoneWanted:
    """A message is wanted when the turn is near."""


@dataclass(frozen=True, slots=True)
class PhoneGiven:
    """The number is typed, and its holder agrees; ``request`` is new for every touch."""

    request: RequestId


@dataclass(frozen=True, slots=True)
class PhoneTaken:
    """What the controller said, or that it said nothing in time."""

    request: RequestId
    taken: bool


@dataclass(frozen=True, slots=True)
class GivePhone:
    """Effect: hand the number in, once; never kept here."""

    request: RequestId
    visit: VisitId
    phone: Phone = field(repr=False)


Views = PhoneAsk | PhoneSending
Happenings = PhoneWanted | PhoneGiven | PhoneTaken


def offered(ticket: Ticket) -> bool:
    """Whether a message can be wanted: the controller knows the visit, and tells no phone of it yet."""
    return ticket.receipt.ahead is not None and ticket.phone is not PhoneState.TAKEN


def wanted(ticket: Ticket) -> Ticket | PhoneAsk:
    """What follows the wish."""
    return PhoneAsk(replace(ticket, phone=PhoneState.NONE)) if offered(ticket) else ticket


def step(
    view: Views, happening: Happenings | KeyTapped | Back | TimePassed
) -> tuple[Views | Ticket, tuple[GivePhone, ...]]:
    """The next view and its effects; what does not belong to the view changes nothing."""
    match view, happening:
        case PhoneAsk(_, typed), KeyTapped(key):
            return replace(view, typed=press(typed, key)), ()
        case PhoneAsk(ticket), PhoneGiven(request) if view.phone is not None:
            return PhoneSending(ticket, request), (GivePhone(request, ticket.receipt.visit, view.phone),)
        case PhoneAsk(ticket), Back():
            return ticket, ()
        case PhoneSending(ticket, request), PhoneTaken(answered, taken) if answered == request:
            return replace(ticket, phone=PhoneState.TAKEN if taken else PhoneState.FAILED), ()
        case PhoneSending(ticket), TimePassed():
            return replace(ticket, phone=PhoneState.FAILED), ()
        case _:
            return view, ()
