"""What the command line of a summary takes, known without loading what makes it."""

import argparse
from datetime import date
from pathlib import Path


def ask_summary(parser: argparse.ArgumentParser) -> None:
    """A day or a week, and where to write it."""
    parser.add_argument("--profile", type=Path, required=True, help="the controller's")
    parser.add_argument(
        "--day", type=date.fromisoformat, required=True, help="the day, or one of the week, e.g. 2026-11-22"
    )
    parser.add_argument("--week", action="store_true", help="of the whole week, Monday to Sunday")
    parser.add_argument("--to", type=Path, required=True, metavar="FILE", help="the PDF")
