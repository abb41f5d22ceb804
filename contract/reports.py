"""The site file's tables about what the head takes home: summaries by themselves, their mail, and indices of the rating circular."""

from dataclasses import dataclass
from enum import StrEnum


class MailSecurity(StrEnum):
    """How the way to the mail server is kept private."""

    STARTTLS = "starttls"
    """Begins openly and is encrypted before anything is said; port 587 as a rule."""
    TLS = "tls"
    """Encrypted from the first byte; port 465 as a rule."""
    NONE = "none"
    """Not at all: only for a server on the same machine, and without a user."""


@dataclass(frozen=True, slots=True)
class Mail:
    """``[reports.mail]``: to whom the summaries are sent; without a host none is sent. What fails is tried again for a week."""

    host: str = ""
    """The mail server: ``"smtp.example.vn"``."""
    port: int = 587
    """Its port."""
    security: MailSecurity = MailSecurity.STARTTLS
    """starttls, tls or none. The server's certificate must be right."""
    user: str = ""
    """Name at the server; empty: it asks for none."""
    secret_file: str = ""
    """File on the controller's machine that holds the password, and nothing else."""
    sender: str = ""
    """Address that the mail comes from."""
    to: tuple[str, ...] = ()
    """Addresses that it goes to."""


class Basis(StrEnum):
    """What an index is computed from."""

    RATINGS = "ratings"
    """Every rating gives points; the index is their mean."""
    WITHIN_TARGET = "within_target"
    """Percent of calls within the field's ``target_wait_min``."""
    NO_SHOWS = "no_shows"
    """Percent of visits that were called and did not come."""
    TRANSFERS = "transfers"
    """Percent of visits that were sent to another field or counter."""


@dataclass(frozen=True, slots=True)
class Index:
    """``[[reports.indices]]``: an index of the circular on rating, 0 to 2 points, by the office's own mapping.

    Thông tư 01/2018/TT-VPCP, art. 13-15, lets a device score the indices 1, 3, 4 and 7; it is superseded, so nothing of it is fixed here.
    """

    number: int
    """Its number in the circular."""
    name: str
    """As the head reads it."""
    basis: Basis = Basis.RATINGS
    """ratings, within_target, no_shows or transfers."""
    reasons: tuple[str, ...] = ()
    """Of ``ratings``: an unhappy visitor who chose one of these ``[[rating.reasons]]`` gives 0 points; none: every unhappy one does."""
    very_satisfied: int = 2
    """Of ``ratings``: points of a very satisfied visitor, 0 to 2."""
    satisfied: int = 2
    """Of ``ratings``: points of a satisfied visitor."""
    neutral: int = 1
    """Of ``ratings`` on five faces: points of the middle one."""
    otherwise: int = 1
    """Of ``ratings``: points of an unhappy visitor who chose none of ``reasons``."""
    full: float = 0.0
    """Of the others: percent that give 2 points. Where it is below ``half``, less is better."""
    half: float = 0.0
    """Of the others: percent that give 1 point; beyond it there is none."""


@dataclass(frozen=True, slots=True)
class Reports:
    """``[reports]``: the summaries that the controller writes by itself, and indices."""

    daily: bool = True
    """Whether a summary of every day on which the office was open is written as a PDF."""
    weekly: bool = True
    """Whether one of every week is, after its last open day."""
    hour: int = 18
    """Hour of the local clock from which a day's summary is written, 0 to 23; after closing."""
    folder: str = ""
    """Where they go; empty: ``summaries`` in the controller's own folder."""
    language: str = "vi"
    """vi or en."""
    mail: Mail = Mail()
    """See ``[reports.mail]``."""
    indices: tuple[Index, ...] = ()
    """See ``[[reports.indices]]``."""
