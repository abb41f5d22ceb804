"""What may follow every command that asks or installs machines."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from firmware_config.rollout import Way


def arguments(parser: ArgumentParser) -> None:
    """The office, some of its machines, and another root in their place."""
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--machine", action="append", default=[], metavar="ID", help="option.machine")
    parser.add_argument("--root", type=Path, metavar="FOLDER", help="option.root")
    parser.add_argument("--take-over", action="store_true", help="option.take_over")

    parser.add_argument("--files", action="store_true", help="option.files")


def way_of(given: Namespace, *, restart: bool = True, contents: bool = False) -> Way:
    """As it was asked for."""
    return Way(tuple(given.machine), given.root, restart, given.take_over, every_file=given.files, contents=contents)
