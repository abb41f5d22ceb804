"""The questions of ``python -m controller report`` as the command line takes them, known without loading what answers them."""

import argparse
from datetime import date
from pathlib import Path

from controller.reports.catalogue import LIST, REPORTS


def ask_report(parser: argparse.ArgumentParser) -> None:
    """What can be asked."""
    parser.add_argument("name", choices=(*REPORTS, LIST), metavar="NAME", help=", ".join((*REPORTS, LIST)))
    parser.add_argument("--since", type=date.fromisoformat, default=date.min, help="the first day, e.g. 2026-11-01")
    parser.add_argument("--until", type=date.fromisoformat, default=date.max, help="the last day")
    parser.add_argument(
        "--by", default="", help="what it is told apart by, e.g. field, counter, officer, hour, day, month, weekday"
    )
    parser.add_argument(
        "--only", action="append", default=[], metavar="WHAT=WHICH", help="e.g. field=dat-dai; may be repeated"
    )
    parser.add_argument("--rows", type=int, default=0, help="at most so many; all if left out")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write all of it into this file, .csv or .xlsx")
