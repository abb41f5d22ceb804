"""What an office that is fuzzed has: counters, tickets, reports, secrets, by the names that its pages have for them."""

from base64 import b64encode
from collections.abc import Sequence
from typing import Final

from bench.page_hall import CODE, GATEWAY, HOSTILE, PASSWORD, SECRET, SUMMARY, FuzzedHall
from bench.page_schema import Known
from contract.joining import plate
from contract.joining_keys import Joiner
from contract.suggestion import SuggestionKind
from controller.core.follow import mark

_ASKED: Final = frozenset({"zone", "name", "kind", "file", "state", "period", "since", "by", "hour", "weekday", "day", "end", "Range", "number"})  # fmt: skip
"""What addresses are asked with, where anything may stand."""


def known(hall: FuzzedHall) -> Known:
    """Real values of ``hall`` by name, and in addresses one that nobody meant."""
    visits = hall.visits
    numbers = [one.rpartition("-")[2] for one in visits]
    counters: list[str | int] = [one.id for one in hall.site.counters]
    fields = [one.id for one in hall.site.fields]
    officers = [one.id for one in hall.site.officers]
    day = f"{hall.clock():%Y-%m-%d}"
    own: dict[str, Sequence[str | int]] = {
        "lang": ["vi", "en"], "zone": ["", "nowhere"], "visit": visits, "mark": [mark(SECRET, one) for one in visits],
        "counter": counters, "to_counter": counters, "field": fields, "officer": officers, "password": [PASSWORD, "sai"],
        "device": [one.id for one in hall.site.devices], "request": [hall.REQUEST, hall.AGAIN],
        "name": ["arrivals", "waits", "visits", "ratings", "heat", "devices", "services", "indices"], "kind": ["csv", "xlsx"],
        "/photo/{name} name": ["counter-5.jpg"], "/static/fonts/{name} name": ["noto-sans.ttf"],
        "/static/{file} file": ["live.js", "counter.css", "../app.py", ".."], "file": [SUMMARY],
        "/head/suggestions kind": [one.value for one in SuggestionKind], "state": ["looked_at", "answered", "received"],
        "period": ["today", "yesterday", "week", "month", "quarter", "custom"], "since": [day, "0001-01-01", "9999-12-31"],
        "until": [day, "9999-12-31"], "by": ["hour", "day", "field", "counter", "officer", "weekday", "month"],
        "hour": ["7", "24"], "weekday": ["0"], "day": [day], "end": ["served"], "page": ["0", "1", "99999"],
        "X-Gateway-Secret": [GATEWAY], "from": ["0912345678"], "text": ["H56.14-240823-0001", *HOSTILE],
        "command": ["restart", "out", "back", "test_print"], "reasons": ["cho-lau"], "scale": [3, 5],
        "answer": ["Đã xử lý.", *HOSTILE], "/head/suggestions/command number": [hall.suggestion], "number": numbers, "/ca/{number}.crt number": ["1", "2"],
        "priority": [one.id for one in hall.site.priorities], "sealed": [hall.sealed()["sealed"]],
        "plate": [plate(CODE)], "message": [b64encode(Joiner(CODE).message).decode(), "AAAA"], "proof": ["AAAA"], "Range": ["bytes=0-9", "bytes=9-0", "bytes=-1"],
        "Accept-Encoding": ["gzip", "identity"], "X-Forwarded-For": ["10.0.0.9"], "Forwarded": ["for=10.0.0.9"],
    }  # fmt: skip
    return {name: [*values, HOSTILE[0]] if name in _ASKED else values for name, values in own.items()}
