"""The command line in the officer's language: help, and what is wrong with what was typed."""

import argparse
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, NoReturn

from firmware_config.fault import nearest

_REFUSALS: Final = (
    ("usage.missing", re.compile(r"the following arguments are required: (?P<what>.+)")),
    ("usage.no_choice", re.compile(r"argument .+: invalid choice: '?(?P<what>.*?)'? \(choose from (?P<known>.+)\)")),
    ("usage.too_much", re.compile(r"unrecognized arguments: (?P<what>.+)")),
    ("usage.no_value", re.compile(r"argument (?P<what>.+): expected (?:one|at least one|\d+) arguments?")),
    ("usage.no_number", re.compile(r"argument (?P<option>.+): invalid \S+ value: '(?P<what>.*)'")),
    ("usage.alone", re.compile(r"argument (?P<what>.+): not allowed with argument (?P<option>.+)")),
)
"""What argparse says, and the sentence for it."""
_WRONG_USE: Final = 2


def program() -> str:
    """The tool as it was called: an installed machine has it under a name of its own."""
    called = Path(sys.argv[0]).name
    return called if called == "motcua" else "python -m firmware_config"


class CommandLine(argparse.ArgumentParser):
    """``help`` of an argument may be the name of a sentence of ``texts``."""

    texts: Mapping[str, str] = MappingProxyType({})

    def __init__(self, *, add_help: bool = True, **settings: Any) -> None:
        super().__init__(**settings, add_help=False)
        self._positionals.title = self.texts["usage.words"]
        self._optionals.title = self.texts["usage.options"]
        if add_help:
            self.add_argument("-h", "--help", action="help", help="usage.help")

    def add_argument(self, *names: Any, **settings: Any) -> argparse.Action:
        """As ever."""
        words = settings.get("help")
        return super().add_argument(*names, **settings | ({"help": self.texts.get(words, words)} if words else {}))

    def format_usage(self) -> str:
        """As ever, in the officer's language."""
        return self._worded(super().format_usage())

    def format_help(self) -> str:
        """As ever, in the officer's language."""
        return self._worded(super().format_help())

    def error(self, message: str) -> NoReturn:
        """What is wrong, which word was probably meant, and where the help is; ends the program with 2."""
        if message.endswith(f": {self.texts['help.command']}"):  # nothing was typed
            self.print_help()
            self.exit(_WRONG_USE)
        self.exit(_WRONG_USE, f"{self._told(message)}\n{self.texts['usage.see'].format(program=self.prog)}\n")

    def _told(self, message: str) -> str:
        for name, form in _REFUSALS:
            found = form.fullmatch(message)
            if found:
                values = found.groupdict()
                known = re.findall(r"[\w-]+", values.get("known", ""))
                hint = nearest(values["what"], known)
                said = self.texts[name].format(**values | {"known": ", ".join(known)})
                return f"{said} {self.texts['hint'].format(hint=hint)}" if hint else said
        return message

    def _worded(self, text: str) -> str:
        return text.replace("usage:", self.texts["usage.usage"], 1)
