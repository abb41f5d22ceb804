"""What the command line of a forecast takes, known without loading what makes it."""

import argparse
from pathlib import Path


def ask_forecast(parser: argparse.ArgumentParser) -> None:
    """Whose forecast."""
    parser.add_argument(
        "--profile", type=Path, required=True, help="the controller's; the forecast is kept in its state folder"
    )
