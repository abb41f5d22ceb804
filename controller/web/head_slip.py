"""A number given at the desk: what the page shows large, and what an ordinary printer puts on paper."""

from collections.abc import Iterable, Mapping

import segno

from contract.notices import Receipt
from contract.site import Site
from contract.wait import wait_words
from controller.web.page import clock_time
from controller.web.streams import State


def slip_words(receipt: Receipt, site: Site, texts: Mapping[str, str]) -> State:
    """The words of the slip, and its QR as the path of a drawing of ``modules`` by ``modules``."""
    field = next(one for one in site.fields if one.id == receipt.field)
    rows = [bytes(row) for row in segno.make_qr(receipt.follow, error="m").matrix]
    return {
        "number": receipt.number,
        "field": field.name,
        "ahead": texts["head.ticket_ahead"].format(ahead=receipt.ahead),
        "wait": texts["head.ticket_wait"].format(wait=wait_words(receipt.wait, texts)) if receipt.wait else "",
        "time": texts["head.ticket_time"].format(time=clock_time(receipt.issued_at)),
        "seat": texts["head.ticket_seat"].format(seat=field.seat) if field.seat else "",
        "follow": receipt.follow,
        "modules": len(rows),
        "path": _path(rows),
    }


def _path(rows: Iterable[bytes]) -> str:
    """Dark modules as one-by-one squares."""
    return "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
