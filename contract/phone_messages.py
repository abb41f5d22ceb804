"""The site file's tables about words to citizens' phones: the gateway that sends them, when they leave, and text messages that ask.

Nothing of it is on as long as the file names no ``kind``. A gateway is one HTTP request with gaps; presets fill what the file leaves out.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from contract.registry import Access, Method, Part


class Gateway(StrEnum):
    """Who takes a message on; each is a preset of the request."""

    NONE = "none"
    """Nobody: no number is asked for anywhere."""
    WEBHOOK = "webhook"
    """A program of the office's own: everything as JSON."""
    SMS = "sms"
    """A gateway for text messages: number and words as a form."""
    ZALO = "zalo"
    """A notification by a template that Zalo has approved."""


class Form(StrEnum):
    """What the body is, and so how what fills its gaps is written."""

    JSON = "json"
    """Filled in as within a JSON string."""
    FORM = "form"
    """Filled in as browsers send a form."""


@dataclass(frozen=True, slots=True)
class StatusMessages:
    """``[messages.status]``: text messages that a gateway hands on to ``/sms/status``, answered with how far a file is."""

    secret_file: str = ""
    """Path of a file whose one line is the secret that the gateway shows; empty: nothing is answered."""
    secret_name: str = "X-Gateway-Secret"  # noqa: S105 - a name, no secret
    """Name of the header, or of the parameter, in which it shows the secret."""
    sender_name: str = "from"
    """Name of the parameter that holds the number of the phone; in the address, a form or a JSON object."""
    text_name: str = "text"
    """Name of the parameter that holds the words."""
    reply: str = ""
    """What is said back to the gateway, with the gap ``{text}``: ``'{"reply": "{text}"}'``; empty: the answer leaves as a message of its own."""
    per_phone: int = 5
    """Most answers to one phone within ten minutes."""
    per_minute: int = 60
    """Most look-ups within a minute, whoever asks."""


@dataclass(frozen=True, slots=True)
class Messages:
    """``[messages]``: words to a phone when its holder's turn is near; kiosks ask for a number only where this is on."""

    kind: Gateway = Gateway.NONE
    """``webhook``, ``sms`` or ``zalo``; ``none``: off."""
    url: str = ""
    """Where the gateway is asked; the gaps below may stand behind the host."""
    method: Method = Method.POST
    """``GET`` or ``POST``; a GET has no body."""
    form: Form | None = None
    """``json`` or ``form``; left out: the preset's."""
    body: str = ""
    """With the gaps ``{phone}`` (0912345678), ``{phone_84}`` (84912345678), ``{text}``, ``{kind}`` (near, call, recall, status), ``{number}``,
    ``{counter}``, ``{ahead}``, ``{wait}``, ``{field}``, ``{office}``, ``{link}``, ``{template}``, ``{id}``, ``{user}`` and ``{secret}``; empty: the preset's."""
    headers: tuple[Part, ...] = ()
    """``[[messages.headers]]``: names and values, with the same gaps; none: the preset's."""
    access: Access = field(default_factory=Access)
    """``[messages.access]``: as ``[registry.access]``."""
    good: str | None = None
    """Path of the word in the answer that says that the message was taken on; empty: the HTTP status is enough; left out: the preset's."""
    good_words: tuple[str, ...] = ("0",)
    """What it says then."""
    deadline_s: float = 8.0
    """Seconds for one try."""
    tries: int = 2
    """Tries of one message. A gateway that took it on but could not say so sends it twice."""
    near_ahead: int = 3
    """The first message leaves when so many people or fewer go before; 0: not by people."""
    near_minutes: int = 0
    """Or when the wait is likely so many minutes or less; 0: not by the forecast."""
    on_call: bool = True
    """Whether a message says which counter to go to."""
    on_recall: bool = False
    """Whether calling again says so again."""
    near: str = ""
    """Words of the first message, with the gaps above, for gateways that know approved words only; empty: the office's own, in the citizen's language."""
    call: str = ""
    """Words of a call, and of a recall."""
    template_near: str = ""
    """Of ``zalo``: the approved template's id; fills ``{template}``."""
    template_call: str = ""
    """The same for a call or recall."""
    marks: bool = True
    """Whether words keep their Vietnamese marks; without them a text message holds 160 letters instead of 70."""
    per_visit: int = 6
    """Most messages to one citizen for one visit."""
    per_minute: int = 60
    """Most messages within a minute; the others wait."""
    per_day: int = 3000
    """Most messages a day, against surprises on the bill."""
    status: StatusMessages = field(default_factory=StatusMessages)
    """See ``[messages.status]``."""

    @property
    def on(self) -> bool:
        """Whether phones are told anything."""
        return self.kind is not Gateway.NONE
