"""``join``: makes this new machine the one whose place it takes, by the code that ``replace`` gave."""

import sys
import warnings
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import replace
from getpass import getpass
from pathlib import Path

from contract.joining import read_code
from firmware_config.commands import FAULTY, FINE
from firmware_config.targets.local_root import LocalRoot
from firmware_config.telling import state_of, told_install


def arguments(parser: ArgumentParser) -> None:
    """Where the controller's pages are; the code is typed, since a command line can be read by others."""
    parser.add_argument("address", help="option.address")
    parser.add_argument("--root", type=Path, default=Path("/"), metavar="FOLDER", help="option.root")
    parser.add_argument("--no-restart", action="store_true", help="option.no_restart")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """Nothing is written before the controller has proved that it knows the code."""
    from firmware_config.place_taking import JoinError, take_place  # noqa: PLC0415 (loads OpenSSL, which few commands need)

    code = read_code(_typed(texts["join.question"]))
    if code is None:
        print(texts["join.no_code"], file=sys.stderr)
        return FAULTY
    address = given.address if "://" in given.address else f"http://{given.address}"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about a certificate that cannot be looked at yet
            order = take_place(address, code)
    except JoinError as fault:
        print(texts[f"join.{fault}"].format(words=fault.words), file=sys.stderr)
        return FAULTY
    print(texts["join.is"].format(machine=order.machine, site=order.site, count=len(order.files)))
    outcome = LocalRoot(given.root).carry_out(replace(order, restart=not given.no_restart))
    print("\n".join(told_install(order.machine, outcome, texts)))
    return FAULTY if state_of(outcome) == "failed" else FINE


def _typed(question: str) -> str:
    """Not shown while it is typed; the first line where it comes through a pipe."""
    return getpass(f"{question} ") if sys.stdin.isatty() else sys.stdin.readline().strip()
