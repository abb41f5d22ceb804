"""A slip: what stands on the ticket that a citizen takes away, as plain sentences, and as the document that is printed."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from contract.ids import TicketNumber
from contract.notices import Office, Receipt, Wait
from contract.wait import wait_words
from kiosk.core.document import Banner, Block, Document, Kind, Line, Number, Qr, Title


@dataclass(frozen=True, slots=True)
class Slip:
    """One ticket's content; no name, ever.

    ``issued_at``: aware, in the office's own zone, printed as it stands. ``ahead``: people before this one in the same field,
    None on a number that the kiosk gave by itself. ``seat``: where to sit, may be empty. ``follow``: address behind the QR, may
    be empty. ``reprint``: marked as such. ``wait``: expected until the call, none where nothing can be said.
    """

    office: str
    number: TicketNumber
    field: str
    issued_at: datetime
    ahead: int | None
    seat: str
    follow: str
    reprint: bool = False
    wait: Wait | None = None

    def __post_init__(self) -> None:
        if self.issued_at.tzinfo is None:
            raise ValueError("issued_at needs a time zone")
        if self.ahead is not None and self.ahead < 0:
            raise ValueError(f"{self.ahead} people ahead are too few")


@dataclass(frozen=True, slots=True)
class SlipLines:
    """The slip's sentences from top to bottom, NFC; a line that does not apply is empty."""

    office: str
    reprint: str
    number: str
    field: str
    ahead: str
    wait: str
    seat: str
    issued: str
    scan: str


def slip_of(receipt: Receipt, office: Office | None, zone: tzinfo, *, again: bool = False) -> Slip:
    """What stands on the ticket of a receipt; where the office is not known yet, as much as the receipt tells."""
    field = next((one for one in office.fields if one.id == receipt.field), None) if office else None
    return Slip(
        office.name if office else "",
        receipt.number,
        field.name if field else receipt.field,
        receipt.issued_at.astimezone(zone),
        receipt.ahead,
        field.seat if field else "",
        receipt.follow,
        again,
        receipt.wait,
    )


def slip_lines(slip: Slip, texts: Mapping[str, str]) -> SlipLines:
    """Words of ``slip.*`` in ``texts`` around the slip's values; KeyError where the language lacks one."""
    at = slip.issued_at
    return SlipLines(
        office=tidy(slip.office),
        reprint=tidy(texts["slip.reprint"]) if slip.reprint else "",
        number=tidy(slip.number),
        field=tidy(slip.field),
        ahead=tidy(_ahead(slip.ahead, texts)) if slip.ahead is not None else tidy(texts["slip.held"]),
        wait=tidy(texts["slip.wait"].format(wait=wait_words(slip.wait, texts))) if slip.wait else "",
        seat=tidy(texts["slip.seat"].format(seat=slip.seat)) if slip.seat.strip() else "",
        issued=tidy(
            texts["slip.issued"].format(
                hour=at.hour, minute=f"{at.minute:02}", day=f"{at.day:02}", month=f"{at.month:02}", year=at.year
            )
        ),
        scan=tidy(texts["slip.scan"]) if slip.follow else "",
    )


def ticket(slip: Slip, texts: Mapping[str, str]) -> Document:
    """The ticket from top to bottom, lines that do not apply left out."""
    lines = slip_lines(slip, texts)
    blocks: list[Block | None] = [
        Line(lines.office, bold=True),
        Banner(lines.reprint) if lines.reprint else None,
        Number(lines.number),
        Title(lines.field),
        Line(lines.ahead, close=True),
        Line(lines.wait, close=True) if lines.wait else None,
        Line(lines.seat, bold=True) if lines.seat else None,
        Qr(slip.follow, lines.scan) if lines.scan else None,
        Line(lines.issued),
    ]
    return Document(Kind.TICKET, tuple(block for block in blocks if block))


def tidy(text: str) -> str:
    """NFC with single spaces: decomposed Vietnamese loses its marks in many fonts."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _ahead(count: int, texts: Mapping[str, str]) -> str:
    key = {0: "slip.nobody_ahead", 1: "slip.one_ahead"}.get(count, "slip.ahead")
    return texts[key].format(count=count)
