"""What ``python -m firmware_config`` can be told, one module a command: ``arguments`` says what may follow it, ``run`` does it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from typing import Protocol


class Command(Protocol):
    """A module of this folder."""

    def arguments(self, parser: ArgumentParser) -> None:
        """Add what may follow the command's name."""

    def run(self, given: Namespace, texts: Mapping[str, str]) -> int:
        """Do it in the words of ``texts``; the exit code, 0 when all is well.

        ``__main__`` tells of ``SiteFileError``, ``NoOfficeError`` and ``OSError``.
        """
        ...


FINE, FAULTY = 0, 1
