"""``race``: 50 clerks hammer keypads of 20 counters, one press in ten sent twice; reckoned afterwards from the journal."""

import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.table import Row
from demo.race import Race
from demo.race_reckoning import RaceReckoning, reckon_race

_SEED: Final = 1


def measure(calls: int) -> list[Row]:
    """``calls`` on each broker: 10,000 take some ten minutes on two cores."""
    rows: list[Row] = []
    for kind in ("mosquitto", "embedded"):
        with tempfile.TemporaryDirectory(prefix="motcua-race-") as folder:
            race = Race(Path(folder), kind, _SEED, calls=calls)
            began = time.monotonic()
            race.run()
            seconds = time.monotonic() - began
            rows += _rows(race, reckon_race(race.journal, race.presses), seconds)
    return rows


def _rows(race: Race, found: RaceReckoning, seconds: float) -> list[Row]:
    kind = race.broker.kind
    for fault in found.faults:
        print(f"  {kind}: {fault}", file=sys.stderr)
    against = f"{len(race.racers)} clerks, {len(race.course.counters)} counters, {found.calls} calls"
    return [
        Row(f"{kind}: calls", found.calls, ""),
        Row(f"{kind}: visits", found.visits, ""),
        Row(f"{kind}: commands", found.commands, "", None, f"{found.refused} of them refused, {found.undone} taken back"),
        Row(f"{kind}: commands sent twice", found.sent_twice, ""),
        Row(f"{kind}: calls clicked twice", race.course.double_clicks, ""),
        Row(f"{kind}: commands a second", round(found.commands / seconds, 1), "/s"),
        Row(f"{kind}: double calls, second persons, two outcomes", len(found.doubled), "", 0, against),
        Row(f"{kind}: lost visits or presses", len(found.lost), "", 0, against),
        Row(f"{kind}: anything else that cannot be", len(found.wrong), "", 0, against),
    ]  # fmt: skip
