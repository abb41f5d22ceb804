"""Where a machine's files are put: a root on this computer, a machine that is reached over SSH, a folder to carry there."""

from collections.abc import Mapping
from typing import Protocol

from firmware_config.on_machine.order import Answer, Order


class TargetError(Exception):
    """A machine that cannot be asked; its text names the sentence ``target.<name>``, which ``what`` and ``words`` fill."""

    def __init__(self, name: str, what: str = "", words: str = "") -> None:
        super().__init__(name)
        self.name = name
        self.what = what
        self.words = words

    def told(self, texts: Mapping[str, str]) -> str:
        """Why the machine cannot be asked, and what to do about it."""
        return texts[f"target.{self.name}"].format(what=self.what, words=self.words)


class Target(Protocol):
    """A machine, wherever it is."""

    def carry_out(self, order: Order) -> Answer:
        """Install, or compare only where the order is dry. Raises TargetError where the machine cannot be asked."""
        ...
