"""``tap``: from a tap to its number on the screen, and to the last byte of its ticket at the printer, at 25 taps a second.

Separate processes as in an office; floor and ours take turns on the same broker, disk and printer.
"""

import dataclasses
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.floor import USERS
from bench.process import Worker, worker
from bench.table import Row, percentile, times_floor
from bench.tap_kiosk import SAMPLE
from contract.codec import to_plain
from contract.profile import BrokerProfile, KioskProfile, read_profile, write_profile
from contract.topics import Role
from demo.brokers import BrokerRun
from demo.hall import Hall
from firmware_config.accounts import argon2_hash, new_secret
from firmware_config.site_file import read_site

SITE: Final = Path(__file__).parent.parent / "demo" / "site.toml"
_EACH_S: Final = 1 / 25
_BLOCK: Final = 25
_SHOWN_BLOCKS: Final = 40
_PAPER_BLOCKS: Final = 20
_WAIT_S: Final = 10.0
_FLOOR: Final = "1 round trip + 2 commits"


def measure() -> list[Row]:
    """About two minutes."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name, ExitStack() as running:
        hall = Hall(read_site(SITE), Path(name), {})
        passwords = let_floor_in(hall.broker)
        running.callback(hall.stop)
        hall.start()
        running.enter_context(floor_worker("echo", passwords, hall)).do()  # answers once it listens
        floor = running.enter_context(floor_worker("tap", passwords, hall))
        return [*_shown(hall, floor), *_papers(hall, floor)]


def let_floor_in(broker: BrokerRun) -> dict[str, str]:
    """Give the floor's two clients accounts; their passwords by name. Before the broker starts."""
    passwords = {user: new_secret() for user in USERS}
    place = broker.profile("broker")
    profile = read_profile(place, BrokerProfile)
    hashes = {user: argon2_hash(word, None) for user, word in passwords.items()}
    write_profile(
        place,
        dataclasses.replace(
            profile,
            passwords=profile.passwords | hashes,
            publish=profile.publish | {user: (says,) for user, (_, says) in USERS.items()},
            subscribe=profile.subscribe | {user: (hears,) for user, (hears, _) in USERS.items()},
        ),
    )
    return passwords


def floor_worker(
    user: str, passwords: dict[str, str], hall: Hall, *, commits: bool = True
) -> AbstractContextManager[Worker]:
    """``echo`` or ``tap`` of ``bench.floor``."""
    arguments = [f"--password={passwords[user]}", "--port", str(hall.broker.port)]
    if commits:
        database = hall.folder / "var" / f"floor-{user}.sqlite"
        database.parent.mkdir(exist_ok=True)
        arguments += ["--database", str(database)]
    return worker("bench.floor", user, *arguments)


def kiosk_worker(hall: Hall, number: int = 0, *, printer: bool = False) -> AbstractContextManager[Worker]:
    """``bench.tap_kiosk`` as one of the hall's kiosks."""
    device = [one.id for one in hall.site.devices if one.role is Role.KIOSK][number]
    profile = read_profile(hall.broker.profile(device), KioskProfile)
    place = hall.folder / device / f"bench-{printer}.json"
    write_profile(place, profile if printer else dataclasses.replace(profile, printer=""))
    return worker("bench.tap_kiosk", "--profile", str(place))


def _shown(hall: Hall, floor: Worker) -> list[Row]:
    fields = [one.id for one in hall.site.fields if one.offered]
    order = {"taps": _BLOCK, "each": _EACH_S}
    bare: list[float] = []
    ours: list[float] = []
    with kiosk_worker(hall) as kiosk:
        floor.do(**order)
        kiosk.do(**order, fields=fields)  # not counted: the first second of every process
        for _ in range(_SHOWN_BLOCKS):
            bare += floor.do(**order)["shown"]
            ours += kiosk.do(**order, fields=fields)["shown"]
    rows = []
    for percent, goal in ((50, 2.5), (99, 5.0)):
        there, here = percentile(bare, percent), percentile(ours, percent)
        rows += [
            times_floor(f"tap to number shown, p{percent}", here, there, goal, f"{_FLOOR}, ms"),
            Row(f"tap to number shown, p{percent}", round(here, 2), "ms"),
        ]
    return rows


def _papers(hall: Hall, floor: Worker) -> list[Row]:
    """One kiosk prints five tickets a second, another one makes up the other twenty taps, which stay without paper."""
    fields = [one.id for one in hall.site.fields if one.offered]
    crowd = {"taps": _BLOCK * 4 // 5, "each": _EACH_S * 5 / 4, "fields": fields[1:]}
    order = {"taps": _BLOCK // 5, "each": _EACH_S * 5, "fields": fields[:1]}
    naive_order = {**order, "receipt": to_plain(SAMPLE)}
    bare: list[float] = []
    naive: list[float] = []
    ours: list[float] = []
    with ExitStack() as running:
        kiosk = running.enter_context(kiosk_worker(hall, 0, printer=True))
        other = running.enter_context(kiosk_worker(hall, 1))
        drawer = running.enter_context(worker("bench.paper_floor", "--port", str(hall.printer.port)))
        taps = running.enter_context(ThreadPoolExecutor(1))
        for block in range(_PAPER_BLOCKS + 1):
            round_trips = floor.do(taps=_BLOCK, each=_EACH_S)["shown"]
            drawn = _received(hall, drawer, naive_order)
            others = taps.submit(other.do, **crowd)
            printed = _received(hall, kiosk, order)
            others.result()
            if block:  # the first is not counted
                bare, naive, ours = [*bare, *round_trips], [*naive, *drawn], [*ours, *printed]
    limit = 2 * median(bare) + median(naive)
    return [
        Row("tap to last byte at the printer, p50", round(median(ours) / limit, 2), "x", 1.0,
            f"2 x ({_FLOOR}) + bare drawing and sending, ms: {limit:.2f}"),
        Row("tap to last byte at the printer, p50", round(median(ours), 2), "ms"),
        Row("tap to last byte at the printer, p99", round(percentile(ours, 99), 2), "ms"),
        Row("bare drawing and sending, p50", round(median(naive), 2), "ms"),
    ]  # fmt: skip


def _received(hall: Hall, who: Worker, order: dict[str, Any]) -> list[float]:
    """Milliseconds from each start to the last byte of its piece of paper."""
    before = len(hall.printer.pieces)
    tapped = who.do(**order)["tapped"]
    if not hall.printer.wait_for_pieces(before + len(tapped), _WAIT_S):
        raise TimeoutError("tickets do not come out")
    pieces = hall.printer.pieces[before:]
    return [(piece.received_at - at) * 1000 for piece, at in zip(pieces, tapped, strict=True)]
