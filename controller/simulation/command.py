"""``python -m controller simulate SITE --days N --seed S``: days of an office in virtual time."""

import argparse
import json
import sys
from collections.abc import Mapping

from controller.simulation.behaviour import NoOfficeError, read_office
from controller.simulation.days import run_days
from controller.simulation.report import lines, plain

_FINE, _FAULTY = 0, 1


def simulate(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Print what came out of ``site``, ``days``, ``seed`` and ``json`` of the command line; 1 where the office cannot be read."""
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
