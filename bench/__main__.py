"""``python -m bench``: measure one topic or all, print a table for each, and store ``var/bench/<topic>.json``."""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from bench import (
    against,
    board_media,
    boards,
    call,
    engine,
    forecast,
    fuzz,
    history,
    idle,
    kills,
    race,
    reports,
    scan,
    simulate,
    soak,
    start,
    tap,
    throughput,
    touch,
    voice,
)
from bench.mapping import MappingError
from bench.table import Row, print_table, store

_KILLS: Final = 1000
_CALLS: Final = 10_000
_VISITS: Final = 2000


def main() -> int:
    """Parse the command line; 0 even where a goal is missed: a table is a finding, not a test."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", default="", help="one topic; all where it is empty")
    parser.add_argument("--kills", type=int, default=_KILLS, help="SIGKILLs of the topic kills, over both brokers")
    parser.add_argument("--calls", type=int, default=_CALLS, help="calls of the topic race, on each broker")
    parser.add_argument("--visits", type=int, default=_VISITS, help="visits of the topic soak")
    parser.add_argument(
        "--against", default="", metavar="URL", help="only compare with the queue system that stands there"
    )
    parser.add_argument("--mapping", type=Path, help="how to ask it (docs/reference/bench.md)")
    given = parser.parse_args()
    if bool(given.against) != bool(given.mapping):
        parser.error("--against and --mapping belong together")
    topics: dict[str, Callable[[], list[Row]]] = {
        "tap": tap.measure,
        "call": call.measure,
        "voice": voice.measure,
        "start": start.measure,
        "idle": idle.measure,
        "media": board_media.measure,
        "boards": boards.measure,
        "history": history.measure,
        "reports": reports.measure,
        "engine": engine.measure,
        "scan": scan.measure,
        "simulate": simulate.measure,
        "forecast": forecast.measure,
        "throughput": throughput.measure,
        "race": partial(race.measure, given.calls),
        "touch": touch.measure,
        "fuzz": fuzz.measure,
        "soak": partial(soak.measure, given.visits),
        "kills": partial(kills.measure, given.kills),
    }
    if given.against:
        topics = {"against": partial(against.measure, given.against, given.mapping)}
    if given.only and given.only not in topics:
        parser.error(f"no topic {given.only!r}; there are: {', '.join(topics)}")
    for topic, measure in topics.items():
        if given.only in {"", topic}:
            print(f"measuring {topic} ...", file=sys.stderr, flush=True)
            try:
                rows = measure()
            except MappingError as fault:
                print(fault, file=sys.stderr)
                return 1
            print_table(topic, rows)
            print(f"  stored in {store(topic, rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
