"""Channels: every kind of topic with the messages that travel there, whether the broker keeps them, and how surely they come.

``contract.topics`` says who may write and read; this says what. The AsyncAPI document is made from both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import getdoc
from types import MappingProxyType
from typing import Any, Final, get_args

from contract import commands as c
from contract import notices as n
from contract.commands import Command
from contract.directives import Directive
from contract.health import Health
from contract.ids import SiteId
from contract.notices import Answer
from contract.pulse import Pulse
from contract.topics import CONTROLLER, Role, Topics
from contract.twin import Reported, Wanted


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of topic. ``name``: of the method of ``Topics`` that names it; ``about``: the parameter of that method, if any.

    ``retained``: the broker keeps the latest and gives it to whoever subscribes. ``qos`` as in MQTT.
    """

    name: str
    messages: tuple[type, ...]
    about: str = ""
    retained: bool = False
    qos: int = 1

    def topic(self, site: str, about: object = None) -> str:
        """The topic in an office, for a device, counter or zone; the parameters' names in braces make the template of an address."""
        found: Any = getattr(Topics(SiteId(site)), self.name)
        return str(found(about) if self.about else found)

    @property
    def address(self) -> str:
        """With ``{site}`` and the parameter in braces."""
        return self.topic("{site}", f"{{{self.about}}}")

    @property
    def words(self) -> str:
        """What it is for, as ``Topics`` says."""
        return getdoc(getattr(Topics, self.name)) or ""


ANSWERS: Final[Mapping[type[Command], type]] = MappingProxyType(
    dict.fromkeys(get_args(Command), n.Acceptance)
    | {
        c.TakeTicket: n.Receipt,
        c.HoldNumbers: n.HeldNumbers,
        c.LookUpFile: n.FileStatus,
        c.AskSuggestion: n.SuggestionStatus,
    }
)
"""What a command is answered with when it is done; every one may be answered with ``Refusal``."""

CHANNELS: Final = (
    Channel("command", get_args(Command), "device"),
    Channel("answer", get_args(Answer), "device"),
    Channel("presence", (n.Presence,), "device", retained=True),
    Channel("wanted", (Wanted,), "device", retained=True),
    Channel("reported", (Reported,), "device", retained=True),
    Channel("health", (Health,), "device", retained=True),
    Channel("directive", (Directive,), "device"),
    Channel("office", (n.Office,), retained=True),
    Channel("pulse", (Pulse,), qos=0),
    Channel("board", (n.Board,), retained=True),
    Channel("outlook", (n.Outlook,), retained=True),
    Channel("counter", (n.CounterState,), "counter", retained=True),
    Channel("rating", (n.RatingInvitation,), "counter", retained=True),
    Channel("announcement", (n.Announcement,), "zone"),
    Channel("emergency", (n.Emergency,), retained=True),
)
"""Every kind of topic there is."""

_SEAT: Final[frozenset[type[Command]]] = frozenset({c.SignIn, c.SignOut, c.OpenCounter, c.PauseCounter, c.CloseCounter})
_CALLS: Final[frozenset[type[Command]]] = frozenset(
    {c.CallNext, c.CallNumber, c.Recall, c.MarkAbsent, c.Finish, c.Park, c.Transfer, c.Undo}
)
_VISITS: Final[frozenset[type[Command]]] = frozenset({c.ReturnVisit, c.CancelVisit, c.GrantPriority})
_ALARMS: Final[frozenset[type[Command]]] = frozenset({c.RaiseAlarm, c.ClearAlarm})

AT_A_COUNTER: Final[frozenset[type[Command]]] = _SEAT | _CALLS | _VISITS | _ALARMS
"""What is done at one counter, by its page or its keypad."""
COMMANDS: Final[Mapping[Role, frozenset[type[Command]]]] = MappingProxyType(
    {
        Role.KIOSK: frozenset(
            {
                c.TakeTicket,
                c.HoldNumbers,
                c.ReportTicket,
                c.LookUpFile,
                c.ReportPrint,
                c.LeaveSuggestion,
                c.AskSuggestion,
            }
        ),
        Role.RATING: frozenset({c.RateVisit}),
        Role.PAD: frozenset({c.RateVisit}),
        Role.KEYPAD: AT_A_COUNTER,
        Role.SPEAKER: frozenset({c.ReportUnspoken}),
    }
)
"""What a device of a role may ask for; the others ask for nothing."""
EXAMPLE_OF: Final[Mapping[Role, str]] = MappingProxyType(
    {role: role.replace("_", "-") for role in Role} | {Role.CONTROLLER: CONTROLLER}
)
"""A device's name for each role, as a reference shows it."""
