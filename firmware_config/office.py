"""The folder of an office: its site file and what that names, what it keeps to itself, and what was installed when."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SITE_FILE: Final = "site.toml"
INSTALLED: Final = Path("/etc/motcua/office")
"""Of the office that this machine belongs to."""
OFFICES: Final = "MOTCUA_OFFICES"
"""Environment variable: the folder in which an IT officer has the folders of many offices."""


class NoOfficeError(Exception):
    """There is no office of that name or at that place; ``word`` is what was asked for, ``known`` the offices that are there."""

    def __init__(self, word: str, known: tuple[str, ...]) -> None:
        super().__init__(word)
        self.word = word
        self.known = known


@dataclass(frozen=True, slots=True)
class Office:
    """One office folder."""

    site_file: Path

    @property
    def folder(self) -> Path:
        """Where everything of the office stands."""
        return self.site_file.parent

    @property
    def keep(self) -> Path:
        """Its secrets, for ``firmware_config.keep.Keep``."""
        return self.folder / "keep"

    @property
    def releases(self) -> Path:
        """What was installed when."""
        return self.folder / "releases"


def find_office(word: str = "", at: Path | None = None) -> Office:
    """The office at a folder or site file, or of that name among the officer's offices.

    Without a word: the folder ``at`` (the present one) or the nearest above it with a site file, else the office that this machine belongs to.
    Raises NoOfficeError.
    """
    places = _named(word) if word else _near(at or Path.cwd())
    for place in places:
        if place.is_file():
            return Office(place.absolute())
    raise NoOfficeError(word, tuple(sorted(_known())))


def every_office() -> tuple[Office, ...]:
    """All that this IT officer has, by name. Raises NoOfficeError where there is none."""
    found = sorted(offices().glob(f"*/{SITE_FILE}"))
    if not found:
        raise NoOfficeError(str(offices()), ())
    return tuple(Office(path) for path in found)


def offices() -> Path:
    """The folder of all offices of this IT officer: ``$MOTCUA_OFFICES``, else ``~/motcua``."""
    return Path(os.environ.get(OFFICES) or Path.home() / "motcua")


def _named(word: str) -> Iterator[Path]:
    yield from (Path(word), Path(word) / SITE_FILE)
    if Path(word).name == word:
        yield offices() / word / SITE_FILE


def _near(at: Path) -> Iterator[Path]:
    yield from (folder / SITE_FILE for folder in (at, *at.parents))
    yield INSTALLED / SITE_FILE


def _known() -> Iterator[str]:
    yield from (path.parent.name for path in offices().glob(f"*/{SITE_FILE}"))
