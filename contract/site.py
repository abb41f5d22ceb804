"""The site: one office as its IT officer describes it in one TOML file.

Plain data; ``firmware_config`` reads, checks and explains the file, and puts the checked site into the controller's profile.
Docstrings of the attributes are the reference of the file.
"""

from dataclasses import dataclass, field

from contract.file_code import DEFAULT_PATTERN
from contract.ids import CounterId, DeviceId, FieldId, SiteId
from contract.topics import Role


@dataclass(frozen=True, slots=True)
class Field:
    """``[[fields]]``: a field of business with its own number series."""

    id: FieldId
    """Short name for topics and pages: lower case, digits, hyphens."""
    name: str
    """As the citizen reads it."""
    prefix: str
    """One capital letter A-Z without diacritics, unique in the office."""
    seat: str = ""
    """Where to sit and wait, printed on the ticket."""
    first: int = 1
    """First number of the day."""
    last: int = 999
    """Last number of the day; at most 999."""
    procedures: tuple[str, ...] = ()
    """Names of procedures as the file registry gives them, to send a receipt's holder to the right field."""


@dataclass(frozen=True, slots=True)
class Counter:
    """``[[counters]]``: a counter and what it serves."""

    id: CounterId
    """The number on its plate."""
    fields: tuple[FieldId, ...]
    """Ids of the fields it serves."""
    officer: str = ""
    """Shown at the counter where the office wants it."""


@dataclass(frozen=True, slots=True)
class Device:
    """``[[devices]]``: a kiosk, board, rating terminal or speaker."""

    id: DeviceId
    """Unique; also its user name at the broker."""
    role: Role
    """kiosk, rating, hall_board, counter_board or speaker."""
    counter: CounterId | None = None
    """The counter it stands at (rating and counter_board)."""
    printer: str = ""
    """Of a kiosk: ``tcp://host:9100`` or ``/dev/usb/lp0``; empty for none."""
    paper_mm: int = 80
    """Width of the paper roll: 80 or 58."""
    camera: str = ""
    """Of a kiosk: index (``0``), path or URL of the camera; empty for none."""
    screen: tuple[int, int] = (1080, 1920)
    """Width and height in pixels as mounted."""
    screen_mm: tuple[int, int] = (346, 615)
    """Width and height of the visible area in millimetres; all sizes on the screen come from it."""
    sink: str = ""
    """Of a speaker: PulseAudio sink; empty for the machine's default."""


@dataclass(frozen=True, slots=True)
class Broker:
    """``[broker]``: where devices meet."""

    kind: str = "embedded"
    """``embedded`` or ``mosquitto``."""
    host: str = "127.0.0.1"
    """Address that devices connect to; the broker binds to it."""
    port: int = 1883
    """Port of MQTT."""


@dataclass(frozen=True, slots=True)
class Web:
    """``[web]``: the controller's pages."""

    host: str = "127.0.0.1"
    """Address the pages are served on."""
    port: int = 8080
    """Port of the pages."""
    address: str = ""
    """Address that phones open, printed in the ticket's QR; empty means ``http://host:port``."""


@dataclass(frozen=True, slots=True)
class Registry:
    """``[registry]``: the file registry asked for a file's status."""

    url: str = ""
    """Where to POST; empty means that there is none."""
    unit: str = ""
    """``madonvi``: the office's code at the registry."""
    deadline_s: float = 4.0
    """Seconds for the whole answer."""


@dataclass(frozen=True, slots=True)
class RatingReason:
    """``[[rating.reasons]]``: what an unhappy visitor can choose."""

    id: str
    """Short name, kept with the rating."""
    text: str
    """As the visitor reads it."""


@dataclass(frozen=True, slots=True)
class Rating:
    """``[rating]``: the rating after a visit."""

    seconds: int = 30
    """How long a rating terminal stays awake."""
    reasons: tuple[RatingReason, ...] = ()
    """What the unhappy can choose; none: they are not asked."""


@dataclass(frozen=True, slots=True)
class Calling:
    """``[calling]``: how numbers are called."""

    recalls: int = 3
    """Times a number may be called again."""
    recall_gap_s: int = 5
    """Seconds between two calls of the same number."""
    expires_s: int = 60
    """A call not spoken by then is not spoken any more."""
    zero_tens: str = "linh"
    """``linh`` (north) or ``lẻ`` (south), for counters such as 105."""


@dataclass(frozen=True, slots=True)
class Site:
    """The whole file."""

    id: SiteId
    """Short name of the office for topics."""
    name: str
    """Name of the office as on its door."""
    fields: tuple[Field, ...]
    """At least one ``[[fields]]``, in the order of the kiosk's screen."""
    counters: tuple[Counter, ...]
    """At least one ``[[counters]]``; every field is served by one."""
    devices: tuple[Device, ...] = ()
    """``[[devices]]``; the controller needs no entry."""
    timezone: str = "Asia/Ho_Chi_Minh"
    """The day begins at this zone's midnight."""
    broker: Broker = field(default_factory=Broker)
    """See ``[broker]`` below."""
    web: Web = field(default_factory=Web)
    """See ``[web]`` below."""
    registry: Registry = field(default_factory=Registry)
    """See ``[registry]`` below."""
    rating: Rating = field(default_factory=Rating)
    """See ``[rating]`` below."""
    calling: Calling = field(default_factory=Calling)
    """See ``[calling]`` below."""
    file_code: str = DEFAULT_PATTERN
    """Pattern of a file code."""
