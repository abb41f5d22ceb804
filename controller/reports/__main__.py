"""``python -m controller.reports --state FOLDER``: what counts for the desk of reports, which starts it and holds its pipes.

A program of its own beside ``python -m controller``, so that it loads neither pages nor link.
"""

import argparse
import signal
import sys
from pathlib import Path

from contract.errors import HallError
from controller.reports.clerk import serve


def main() -> int:
    """Answer until there is nobody who asks; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m controller.reports", description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--state", type=Path, required=True, help="the journal's folder")
    folder: Path = parser.parse_args().state
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the controller, whose pipe then ends
    try:  # nothing is read ahead, so that waiting sees whether there is a question
        with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as asked:
            return serve(folder, asked, sys.stdout.buffer)
    except HallError as fault:
        print(fault, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
