"""The terminal in which a member of staff records."""

import sys


class TerminalConsole:
    """Standard input and output, a line at a time."""

    def tell(self, text: str) -> None:
        """At once, also into a pipe."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def ask(self, text: str) -> str:
        """As the port says."""
        sys.stdout.write(f"{text} ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.strip()
