"""``kills``: the long form of the kill test, over both brokers; every tap, number, paper and call is reckoned afterwards."""

import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Final

from bench.table import Row
from demo.kills import PowerCuts
from demo.reckoning import Reckoning, reckon

_SEED: Final = 1
_AT_ONCE: Final = 50
"""Kills between two signs of life."""


def measure(kills: int) -> list[Row]:
    """About a second a kill."""
    rows: list[Row] = []
    killed: Counter[str] = Counter()
    for kind, share in (("embedded", kills - kills // 2), ("mosquitto", kills // 2)):
        with tempfile.TemporaryDirectory(prefix="motcua-kills-") as folder:
            cuts = PowerCuts(Path(folder), kind, _SEED)
            found = _strike(cuts, share)
        killed += cuts.killed
        rows += _rows(kind, share, found)
    return [*rows, *(Row(f"kills of {victim}", times, "") for victim, times in sorted(killed.items()))]


def _strike(cuts: PowerCuts, kills: int) -> Reckoning:
    try:
        cuts.start()
        for done in range(0, kills, _AT_ONCE):
            cuts.strike(min(_AT_ONCE, kills - done))
            print(f"  {cuts.broker.kind}: {sum(cuts.killed.values())} of {kills}", file=sys.stderr, flush=True)
        cuts.rest()
    finally:
        cuts.stop()
    kiosks = [(cuts.state(one) / "outbox.sqlite", cuts.diary(one)) for one in cuts.kiosks]
    return reckon(cuts.state("controller") / "journal.sqlite", kiosks)


def _rows(kind: str, kills: int, found: Reckoning) -> list[Row]:
    for fault in found.faults:
        print(f"  {kind}: {fault}", file=sys.stderr)
    against = f"{kills} kills, {found.taps} taps"
    return [
        Row(f"{kind}: kills", kills, ""),
        Row(f"{kind}: taps", found.taps, ""),
        Row(f"{kind}: calls", found.calls, ""),
        Row(f"{kind}: lost numbers", len(found.lost), "", 0, against),
        Row(f"{kind}: doubled numbers, papers or calls", len(found.doubled), "", 0, against),
        Row(f"{kind}: ghost numbers", len(found.ghosts), "", 0, against),
        Row(f"{kind}: wrong numbers or gaps", len(found.wrong), "", 0, against),
    ]
