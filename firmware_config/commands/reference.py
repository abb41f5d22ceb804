"""``reference``: writes the reference pages of the site file, the messages and the refusals."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path

from firmware_config.commands import FINE
from firmware_config.reference import pages


def arguments(parser: ArgumentParser) -> None:
    """The folder."""
    parser.add_argument("--to", type=Path, required=True, help="option.reference_to")


def run(given: Namespace, texts: Mapping[str, str]) -> int:  # noqa: ARG001 (a command's)
    """Every page anew."""
    for name, page in pages().items():
        (given.to / name).write_text(page, "utf-8")
    return FINE
