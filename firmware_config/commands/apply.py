"""``apply``: installs the office's configuration on its machines, or into a folder to carry there, and records it as a release."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from firmware_config.applying import apply_plan, carry_plan
from firmware_config.commands import FAULTY, FINE, which
from firmware_config.commands.plan import pending, tell_plan
from firmware_config.office import find_office
from firmware_config.targets import TargetError
from firmware_config.wanted import wanted


def arguments(parser: ArgumentParser) -> None:
    """Which machines, and how."""
    which.arguments(parser)
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="option.to")
    parser.add_argument("--no-restart", action="store_true", help="option.no_restart")
    parser.add_argument("--yes", action="store_true", help="option.yes")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """1 where any machine was not installed whole; the others were all the same."""
    plan = wanted(find_office(given.office))
    way = which.way_of(given, restart=not given.no_restart)
    if given.to:
        return carry_plan(plan, way, given.to, texts)
    found = tell_plan(plan, way, texts)
    if not pending(found):
        return FAULTY if any(isinstance(one, TargetError) for one in found.values()) else FINE
    if not (given.yes or agreed(texts)):
        print(texts["apply.left"])
        return FAULTY
    return apply_plan(plan, way, texts)


def agreed(texts: Mapping[str, str]) -> bool:
    """Asked at a terminal; whoever calls this from a script has decided already."""
    if not sys.stdin.isatty():
        return True
    try:
        answer = input(texts["apply.question"] + " ").strip().lower()
    except EOFError:
        return False
    return answer[:1] in texts["apply.yes"].split()
