"""What messages to citizens' phones need from the world."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from contract.errors import TryAgainError
from contract.ids import VisitId
from contract.phone_number import Phone
from controller.core.near_turn import Word


@dataclass(frozen=True, slots=True)
class Told:
    """A phone that is told of one visit, and the marks of the messages that have left for it."""

    phone: Phone = field(repr=False)
    marks: frozenset[str] = frozenset()


class PhoneBook(Protocol):
    """Numbers of phones, each kept for one visit and then gone from the disk as well. Methods may raise OSError or sqlite3.Error."""

    def put(self, visit: VisitId, phone: Phone) -> None:
        """Durable when this returns; a number that the visit had before is gone."""

    def tell(self, visit: VisitId, mark: str) -> None:
        """A message leaves: whatever happens, it is not sent again after a restart."""

    def all(self) -> Mapping[VisitId, Told]:
        """Every number that is kept."""

    def erase(self, visits: Iterable[VisitId]) -> None:
        """No byte of them is left in any file when this returns."""


@dataclass(frozen=True, slots=True)
class PhoneMessage:
    """One message. ``text``: its words; the others fill the gaps of a gateway's request. ``id`` is the same for every try.

    ``kind`` is a ``Word``, or ``status`` for the answer to a question about a file.
    """

    phone: Phone = field(repr=False)
    kind: Word | Literal["status"]
    text: str = field(repr=False)
    id: str
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


class MessageNotSentError(TryAgainError):
    """The gateway did not take a message on; the text says why and holds nothing of it."""


class Messenger(Protocol):
    """The way to citizens' phones."""

    def send(self, message: PhoneMessage) -> None:
        """Return when the gateway has taken it on, within the site's deadline; raises MessageNotSentError. Safe from any thread."""
