"""The site file's tables about the file registry: how it is asked, and where its answer says what.

What is left out stands for the shape seen in the public code of OpenCPS-like one-stop systems, so that for those an address and a unit are
enough. Gaps, paths and formats of dates are explained in ``contract.registry_words``.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from contract.file_details import OwnerNumber
from contract.ids import FieldId


class Method(StrEnum):
    """How HTTP asks."""

    GET = "GET"
    POST = "POST"


class Send(StrEnum):
    """Where the parameters of a question stand."""

    JSON = "json"
    """In a JSON object; ``filter.code`` as a name puts one object into another."""
    FORM = "form"
    """In a form, as browsers send it."""
    QUERY = "query"
    """In the address, behind a question mark."""


class Proof(StrEnum):
    """What shows the registry who asks."""

    NONE = "none"
    """Nothing, or what a parameter or header with the gap ``{token}`` says."""
    BEARER = "bearer"
    """``Authorization: Bearer {token}``."""
    BASIC = "basic"
    """``Authorization: Basic``, with ``user`` and the secret."""


@dataclass(frozen=True, slots=True)
class Part:
    """``[[registry.parameters]]``: one name and value of a question; so are ``[[registry.headers]]`` and ``[[registry.login.parameters]]``."""

    name: str
    """As the registry knows it."""
    value: str = ""
    """With the gaps ``{code}``, ``{unit}`` and ``{token}``; in a login ``{user}``, ``{secret}`` and ``{unit}``."""


@dataclass(frozen=True, slots=True)
class Access:
    """``[registry.access]``: how the controller shows who it is. Secrets stand in files of its machine, never in the site file."""

    proof: Proof = Proof.NONE
    """Besides this, a certificate may be shown."""
    user: str = ""
    """Name at the registry."""
    secret_file: str = ""
    """Path of a file whose one line is the password or token; read anew when it changes."""
    certificate: str = ""
    """Path of the client's certificate (PEM), for registries that want mutual TLS."""
    key: str = ""
    """Path of its key (PEM, without a password); empty: it stands in the certificate's file."""
    authority: str = ""
    """Path of the certificates (PEM) that the registry's own must come from; empty: those that browsers trust."""


@dataclass(frozen=True, slots=True)
class Login:
    """``[registry.login]``: a question before the question, whose answer holds the token; asked again when a token has ended."""

    url: str = ""
    """Where to ask; empty: there is no login, and ``{token}`` is the secret itself."""
    method: Method = Method.POST
    """As for the question."""
    send: Send = Send.JSON
    """As for the question."""
    parameters: tuple[Part, ...] = (Part("username", "{user}"), Part("password", "{secret}"))
    """See ``[[registry.parameters]]``."""
    token: str = "token"  # noqa: S105 - a path, no secret
    """Path of the token in the answer."""


@dataclass(frozen=True, slots=True)
class Said:
    """``[[registry.answer.statuses]]``: what the registry says, and the status that it means."""

    said: str
    """A word or number; small and capital letters are the same."""
    status: int
    """The national portal's code, 1 to 10."""


@dataclass(frozen=True, slots=True)
class Cause:
    """``[[registry.answer.reasons]]``: what the registry says of a delay, and the office's own words for it."""

    said: str
    """A word or number; small and capital letters are the same."""
    text: str
    """As the citizen reads it, at most 60 characters; nothing but such words is ever shown, since a clerk's free text may name somebody."""


@dataclass(frozen=True, slots=True)
class Reading:
    """``[registry.answer]``: where the answer says what. What is not named here is not even decoded."""

    good: str = "error_code"
    """Path of the word that says that all went well; empty: the HTTP status is enough."""
    good_words: tuple[str, ...] = ("0", "00")
    """What it says then."""
    ended_words: tuple[str, ...] = ()
    """What it says when the token has ended, where that is not HTTP status 401."""
    unknown_statuses: tuple[int, ...] = ()
    """HTTP statuses that mean that there is no such file: ``[404]``."""
    records: str = "result"
    """Path of the record, or of a list of them; empty: the whole answer. The paths below begin there."""
    code: str = "MaHoSo"
    """The file code; empty: it is not repeated, and an answer with exactly one record is believed."""
    status: str = "TrangThaiHoSo"
    """How far the file has come."""
    procedure: str = "TenTTHC"
    """Name of the procedure, which leads to its field. Like the six below it is shown to nobody before the digits of ``[registry.proof]``."""
    received_on: str = "NgayTiepNhan"
    """Day of the receipt."""
    department: str = ""
    """Name of the department that has the file; empty: not told."""
    missing: str = ""
    """Papers still to be brought: a list, or words with ``;`` or a new line between them; empty: not told."""
    missing_name: str = ""
    """Path of the name within each of them; empty: the list holds the names themselves."""
    due_on: str = "NgayHenTra"
    """Day of the appointment."""
    new_due_on: str = ""
    """New day, where the first was missed; empty: not told."""
    reason: str = ""
    """Why it is late, stopped or sent back; shown in the words of ``reasons``. Empty: not told."""
    fee: str = ""
    """Đồng still to be paid; empty: not told."""
    dates: tuple[str, ...] = ("yyyyMMddHHmmss",)
    """How days are written, such as ``dd/MM/yyyy``; also ``iso``, ``unix`` (seconds) and ``unix_ms``. The first that fits counts."""
    statuses: tuple[Said, ...] = ()
    """See ``[[registry.answer.statuses]]``; none: the registry says the codes 1 to 10 themselves."""
    reasons: tuple[Cause, ...] = ()
    """See ``[[registry.answer.reasons]]``."""


@dataclass(frozen=True, slots=True)
class OwnerProof:
    """``[registry.proof]``: the last digits that the holder of a receipt types to see more than how far the file is."""

    path: str = ""
    """Path of the number in the record, beside those of ``[registry.answer]``; empty: nothing but the progress is ever shown."""
    of: OwnerNumber = OwnerNumber.PHONE
    """Which number it is: ``phone`` or ``citizen_number``; the kiosk asks for it by that name, in its language."""
    digits: int = 4
    """How many of its last digits."""
    name: str = ""
    """What the kiosk calls the number instead, in every language: ``"số điện thoại ghi trong đơn"``."""


_OPENCPS = (
    Part("session", "{token}"),
    Part("madonvi", "{unit}"),
    Part("service", "TraCuuHoSo"),
    Part("mahoso", "{code}"),
)


@dataclass(frozen=True, slots=True)
class Registry:
    """``[registry]``: the file registry asked for a file's status; alone an address and a unit fit OpenCPS-like systems."""

    url: str = ""
    """Where to ask, ``{code}`` and ``{unit}`` allowed behind the host; empty means that there is no registry."""
    unit: str = ""
    """The office's code at the registry (``madonvi``), for the gap ``{unit}``."""
    deadline_s: float = 4.0
    """Seconds for the whole look-up, login and second try included."""
    cache_s: float = 60.0
    """Seconds for which a file that was found is remembered, in memory and without anything personal or any detail; 0: not at all."""
    method: Method = Method.POST
    """``GET`` or ``POST``."""
    send: Send = Send.JSON
    """``json``, ``form`` or ``query``; a GET can only send a query."""
    ask_twice: bool = True
    """Whether a question that got lost may be asked once more; false for a POST that changes something over there."""
    parameters: tuple[Part, ...] = _OPENCPS
    """See ``[[registry.parameters]]``."""
    headers: tuple[Part, ...] = ()
    """See ``[[registry.parameters]]``."""
    access: Access = field(default_factory=Access)
    """See ``[registry.access]``."""
    login: Login = field(default_factory=Login)
    """See ``[registry.login]``."""
    answer: Reading = field(default_factory=Reading)
    """See ``[registry.answer]``."""
    proof: OwnerProof = field(default_factory=OwnerProof)
    """See ``[registry.proof]``."""
    collect_field: FieldId | None = None
    """Field whose numbers lead to results (status 9); left out: the procedure's own."""
    pay_field: FieldId | None = None
    """Field whose numbers lead to fees (status 6), one that is not ``offered`` otherwise, too; left out: the procedure's own."""
    contact: str = ""
    """Whom to ask about a file, as the citizen reads it: ``"bàn hướng dẫn, điện thoại 0274 3822 825"``."""
