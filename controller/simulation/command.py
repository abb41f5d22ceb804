"""``python -m controller simulate SITE --days N --seed S``: days of an office in virtual time."""

import argparse
import json
import sys
from collections.abc import Mapping

from controller.simulation.behaviour import NoOfficeError, read_office
from controller.simulation.days import run_days
from controller.simulation.report import lines, plain

_FINE, _FAULTY = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command line takes."""
    parser.add_argument("site", help="thu-dau-mot, dong-nai, cu-mgar, or a site file with <name>.days.toml beside it")
    parser.add_argument("--days", type=int, default=5, help="working days")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same days")
    parser.add_argument("--json", action="store_true", help="figures for programs")


def simulate(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Print what came out; 1 where the office cannot be read."""
    try:
        site, behaviour = read_office(given.site)
    except NoOfficeError as fault:
        print(fault, file=sys.stderr)
        return _FAULTY
    outcome = run_days(site, behaviour, given.days, given.seed)
    if given.json:
        print(json.dumps(plain(site, outcome), ensure_ascii=False, indent=2))
    else:
        print("\n".join(lines(site, outcome, texts)))
    return _FINE
