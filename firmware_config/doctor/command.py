"""``doctor``: what is wrong here, what it means, and what to do; changes nothing."""

import argparse
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from contract.language import load_texts
from firmware_config.doctor.admission import of_office, this_machine, with_profiles
from firmware_config.doctor.examination import SECONDS, examine
from firmware_config.doctor.finding import Area, Weight
from firmware_config.doctor.patient import Patient, Places
from firmware_config.doctor.report import as_json, as_text
from firmware_config.doctor.rounds import CHECKS

TEXTS: Final = Path(__file__).parent / "texts"
_WELL, _ILL = 0, 1
_WIDEST: Final = 110


def arguments(parser: argparse.ArgumentParser) -> None:
    """Whom to look at, where, and how to tell it."""
    parser.add_argument("office", nargs="?", default="", help="option.patient")
    parser.add_argument("--profile", type=Path, nargs="+", default=[], metavar="FILE", help="option.profile")
    areas = [area.value for area in Area]
    parser.add_argument("--area", action="append", default=[], choices=areas, metavar="AREA", help="option.area")
    parser.add_argument("--json", action="store_true", help="option.json")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="option.seconds")


def run(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """0: nothing is wrong; 1: something is, or could not be looked at in time."""
    own = load_texts(TEXTS, getattr(given, "language", "vi"))
    found = examine(_patient(given, texts), CHECKS, frozenset(map(Area, given.area)), given.seconds)
    if given.json:
        print(as_json(found, own))
    else:
        to_people = sys.stdout.isatty()
        width = min(_WIDEST, shutil.get_terminal_size().columns) if to_people else 0
        print(as_text(found, own, width, coloured=to_people))
    wrong = found.unfinished or any(one.weight > Weight.SOON for one in found.findings)
    return _ILL if wrong else _WELL


def _patient(given: argparse.Namespace, texts: Mapping[str, str]) -> Patient:
    places = Places()
    if given.profile:
        return with_profiles(given.profile, places)
    if given.office or not places.etc.is_dir():
        return of_office(given.office, places, texts)
    return this_machine(places, texts)
