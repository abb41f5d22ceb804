"""``password`` and ``pin``: ask for one without showing it, or read it from a pipe, and print the site file's line with its hash."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from firmware_config.commands import FAULTY, FINE
from firmware_config.password import BadPasswordError, typed


@dataclass(frozen=True, slots=True)
class SecretLine:
    """One of the two: how its line is made, and the sentence of each name."""

    line: Callable[[str], str]
    key: Callable[[str], str]

    def arguments(self, parser: ArgumentParser) -> None:
        """Nothing may follow: a secret on a command line stays in the shell's history."""

    def run(self, given: Namespace, texts: Mapping[str, str]) -> int:  # noqa: ARG002 (a command's)
        """The line goes to standard output alone, so that it can be piped on."""
        try:
            print(self.line(typed(lambda name: texts[self.key(name)])))
        except BadPasswordError as fault:
            print(texts[self.key(str(fault))].format(**fault.values), file=sys.stderr)
            return FAULTY
        if sys.stdout.isatty():
            print(texts[self.key("where")])
        return FINE
