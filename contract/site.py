"""The site: one office as its IT officer describes it in one TOML file.

Plain data; ``firmware_config`` reads, checks and explains the file, and puts the checked site into the controller's profile.
Docstrings of the attributes are the reference of the file.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from contract.announcing import Announcing, Loudspeaker
from contract.backups import Backup
from contract.broker import Broker
from contract.calling import Calling
from contract.counter_board import CounterBoard
from contract.file_code import DEFAULT_PATTERN
from contract.fleet import Fleet
from contract.hall_board import HallBoard
from contract.home_assistant import HomeAssistant
from contract.hours import Hours
from contract.ids import CounterId, DeviceId, FieldId, OfficerId, PriorityId, SiteId
from contract.machines import Clock, Display, Machine, MachineId
from contract.phone_messages import Messages
from contract.printer_models import DEFAULT
from contract.rating import Rating
from contract.registry import Registry
from contract.reports import Reports
from contract.small_device import Hardware, Wifi
from contract.speech import Speech
from contract.suggestion_topics import Suggestions
from contract.topics import Role
from contract.voices import Voices


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
    offered: bool = True
    """Whether kiosks give numbers of it; false for a step that people are only sent on to, such as the fee counter."""
    then: tuple[FieldId, ...] = ()
    """Fields that a visit goes on to, in order, when its step here is finished: ``["nop-phi"]``."""
    quota: int = 0
    """Most numbers a day; 0 for no quota."""
    target_wait_min: int = 20
    """Minutes within which a citizen should be called; who has waited longer goes first among the fields of a counter."""
    service_min: float = 10.0
    """Minutes that one citizen takes at a counter, as expected until the day itself tells."""
    names: dict[str, str] = field(default_factory=dict)
    """The name in other languages of the kiosk: ``{ en = "Land" }``; the Vietnamese one where a language is missing."""
    priority_cap: int = 2
    """Most people by law ahead in a row before one ordinary citizen is called, while any waits."""


class Order(StrEnum):
    """How a counter chooses between its fields."""

    FAIR = "fair"
    LISTED = "listed"


@dataclass(frozen=True, slots=True)
class Counter:
    """``[[counters]]``: a counter and what it serves."""

    id: CounterId
    """The number on its plate."""
    fields: tuple[FieldId, ...]
    """Ids of the fields it serves, the first ones first where ``order`` says so."""
    officer: str = ""
    """Shown at the counter where the office wants it."""
    photo: str = ""
    """Of that officer, in the folder of ``[counter_board]``, such as ``quay-5.jpg``; empty for none."""
    zone: str = ""
    """Part of the hall, for boards and loudspeakers of one part only; lower case, digits, hyphens; empty where the hall is one."""
    order: Order = Order.FAIR
    """``fair``: who is due first, whatever the field; ``listed``: the fields in their order, but the overdue first."""


class OfficerRole(StrEnum):
    """What an officer is in the office."""

    CLERK = "clerk"
    HEAD = "head"
    IT = "it"


class Right(StrEnum):
    """What an officer may do beyond the role."""

    CALL_NUMBER = "call_number"


@dataclass(frozen=True, slots=True)
class Officer:
    """``[[officers]]``: somebody who signs in; ``python -m firmware_config password`` makes the password's line."""

    id: OfficerId
    """What is typed to sign in: lower case, digits, hyphens; kept in the journal, shown to nobody in the hall."""
    name: str
    """As heads read it."""
    password: str
    """Argon2id hash, never the password itself."""
    role: OfficerRole = OfficerRole.CLERK
    """clerk: at counters; head: everything, and the head's page; it: devices and the record, no calls."""
    photo: str = ""
    """In the folder of ``[counter_board]``, shown where the counter boards show who is signed in; empty for none."""
    rights: tuple[Right, ...] = ()
    """``call_number``: may call a named number out of turn. Heads may anyway."""


@dataclass(frozen=True, slots=True)
class Priority:
    """``[[priorities]]``: people who go first by law."""

    id: PriorityId
    """Short name, kept with the visit."""
    name: str
    """As the clerk reads it."""


@dataclass(frozen=True, slots=True)
class Device:
    """``[[devices]]``: a kiosk, board, rating terminal, rating pad, speaker or keypad."""

    id: DeviceId
    """Unique; also its user name at the broker."""
    role: Role
    """kiosk, rating, hall_board, counter_board, speaker, keypad or pad (buttons for rating)."""
    counter: CounterId | None = None
    """The counter it stands at (rating, counter_board, keypad and pad)."""
    printer: str = ""
    """Of a kiosk: ``tcp://host:9100`` or ``/dev/usb/lp0``; empty for none."""
    paper_mm: int = 80
    """Width of the paper roll: 80 or 58."""
    printer_model: str = DEFAULT
    """Of a kiosk's printer: a model of our own such as ``thermal-80-tear``, or one that python-escpos knows: ``TM-T88V``."""
    test_print: bool = False
    """Of a kiosk with a printer: whether it prints a test slip at its first start of the day."""
    camera: str = ""
    """Of a kiosk: index (``0``), path or URL of the camera; empty for none."""
    screen: tuple[int, int] = (1080, 1920)
    """Width and height in pixels as mounted."""
    screen_mm: tuple[int, int] = (346, 615)
    """Width and height of the visible area in millimetres; all sizes on the screen come from it."""
    screen_bottom_mm: int = 0
    """Height of the visible area's lower edge above the floor; a kiosk that reaches above 1,100 mm then
    offers to lower its buttons, and a rating terminal has its buttons below that."""
    zone: str = ""
    """Of a hall board or speaker: the part of the hall whose counters it shows or calls; empty for all of them."""
    sink: str = ""
    """Of a speaker: PulseAudio sink; empty for the machine's default."""
    voices: Voices | None = None
    """Of a speaker: whose voice calls, in place of the office's ``[voices]``."""
    loudspeaker: Loudspeaker = Loudspeaker()  # noqa: RUF009 (frozen)
    """Of a speaker: where it differs from the office's ``[announcing]``."""
    speech: Speech = Speech()  # noqa: RUF009 (frozen)
    """Of a kiosk: how it reads its screens aloud."""
    pin: str = ""
    """Of a kiosk: its maintenance screen's PIN, as ``python -m firmware_config pin`` prints it; empty: no such screen."""
    hardware: Hardware = Hardware()  # noqa: RUF009 (frozen)
    """Of a pad, keypad or number board: ``{ chip = "esp32", display = "tm1637" }``, see ``hardware`` below."""
    machine: MachineId = MachineId("")  # noqa: RUF009 (a str)
    """Id of the one of ``[[machines]]`` that it runs on; empty for small devices, and where there is a single machine."""
    display: Display = Display()  # noqa: RUF009 (frozen)
    """Of a device with a screen: how that hangs on its machine."""


@dataclass(frozen=True, slots=True)
class Web:
    """``[web]``: the controller's pages."""

    host: str = "127.0.0.1"
    """Address the pages are served on."""
    port: int = 8080
    """Port of the pages."""
    address: str = ""
    """Address that phones open, printed in the ticket's QR; empty means ``http://host:port``."""
    proxy: str = ""
    """Address of the proxy in front of the pages, as these see it: ``127.0.0.1``. Its ``X-Forwarded-For`` is believed, so that one
    guesser does not stop all officers; empty: there is none, and nobody's is. With ``https_port`` let it send
    ``X-Forwarded-Proto`` as well, or officers who come through it are led to that port."""
    https_port: int = 0
    """Port on which officers open them over https, with a certificate of the office's own authority: ``8443``; 0: over plain http as all the
    others. Tickets, boards and what programs ask for stay on ``port``; ``motcua trust`` says how an officer's computer comes to trust it."""


@dataclass(frozen=True, slots=True)
class Tickets:
    """``[tickets]``: against stray presses and hoarding, and when numbers are given."""

    double_tap_s: float = 1.0
    """A second number of one field from the same kiosk within so many seconds is a finger that slipped; 0 for no lock."""
    per_minute: int = 12
    """Most numbers a minute of one field from one kiosk; 0 for no limit."""
    per_minute_peak: int = 6
    """The same while ``peak_waiting`` people or more wait in that field."""
    peak_waiting: int = 20
    """People waiting in one field that make a peak."""
    before_open_min: int = 30
    """Minutes before opening from which numbers are given."""
    appointment_grace_min: int = 15
    """Minutes after the booked time within which one has still come in time."""
    block: int = 5
    """Numbers of each field that a kiosk holds, to give them while the controller is away; 0: it gives none by itself."""


@dataclass(frozen=True, slots=True)
class Procedures:
    """``[procedures]``: the office's catalogue of procedures, which kiosks show and search."""

    file: str = ""
    """A TOML or CSV file, relative to this one: ``"procedures.toml"``; empty: kiosks show none. See ``procedures-file.md``."""


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
    officers: tuple[Officer, ...] = ()
    """``[[officers]]``; without one nobody can sign in, and counters are run from keypads alone."""
    priorities: tuple[Priority, ...] = ()
    """``[[priorities]]``: elderly, disabled, with child, people of merit."""
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
    voices: Voices = field(default_factory=Voices)
    """See ``[voices]`` below."""
    announcing: Announcing = field(default_factory=Announcing)
    """See ``[announcing]`` below."""
    tickets: Tickets = field(default_factory=Tickets)
    """See ``[tickets]`` below."""
    procedures: Procedures = field(default_factory=Procedures)
    """See ``[procedures]`` below."""
    suggestions: Suggestions = field(default_factory=Suggestions)
    """See ``[suggestions]`` below."""
    messages: Messages = field(default_factory=Messages)
    """See ``[messages]`` below."""
    reports: Reports = field(default_factory=Reports)
    """See ``[reports]`` below."""
    counter_board: CounterBoard = field(default_factory=CounterBoard)
    """See ``[counter_board]`` below."""
    board: HallBoard = field(default_factory=HallBoard)
    """See ``[board]`` below."""
    hours: Hours | None = None
    """See ``[hours]`` below; without the table the office never closes."""
    file_code: str = DEFAULT_PATTERN
    """Pattern of a file code."""
    wifi: Wifi = field(default_factory=Wifi)
    """See ``[wifi]`` below."""
    machines: tuple[Machine, ...] = ()
    """``[[machines]]``: the computers that all of this runs on; none: a single one."""
    clock: Clock = field(default_factory=Clock)
    """See ``[clock]`` below."""
    fleet: Fleet = field(default_factory=Fleet)
    """See ``[fleet]`` below."""
    backup: Backup = field(default_factory=Backup)
    """See ``[backup]`` below."""
    home_assistant: HomeAssistant = field(default_factory=HomeAssistant)
    """See ``[home_assistant]`` below."""
