"""``python -m bench``: measure one topic or all, print a table for each, and store ``var/bench/<topic>.json``."""

import argparse
import sys
from collections.abc import Callable
from functools import partial
from typing import Final

from bench import call, idle, kills, start, tap
from bench.table import Row, print_table, store

_KILLS: Final = 1000


def main() -> int:
    """Parse the command line; 0 even where a goal is missed: a table is a finding, not a test."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", default="", help="one topic; all where it is empty")
    parser.add_argument("--kills", type=int, default=_KILLS, help="SIGKILLs of the topic kills, over both brokers")
    given = parser.parse_args()
    topics: dict[str, Callable[[], list[Row]]] = {
        "tap": tap.measure,
        "call": call.measure,
        "start": start.measure,
        "idle": idle.measure,
        "kills": partial(kills.measure, given.kills),
    }
    if given.only and given.only not in topics:
        parser.error(f"no topic {given.only!r}; there are: {', '.join(topics)}")
    for topic, measure in topics.items():
        if given.only in {"", topic}:
            print(f"measuring {topic} ...", file=sys.stderr, flush=True)
            rows = measure()
            print_table(topic, rows)
            print(f"  stored in {store(topic, rows)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
