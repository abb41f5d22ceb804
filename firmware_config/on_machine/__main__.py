"""``python3 -m firmware_config.on_machine``: an order from standard input, its answer to standard output."""

import sys

from firmware_config.on_machine.installation import carry_out
from firmware_config.on_machine.order import as_text, read_order


def main() -> None:
    """One order."""
    print(as_text(carry_out(read_order(sys.stdin.read()))))


if __name__ == "__main__":
    main()
