"""What a machine is asked to install, and what it answers: JSON between this computer and the machine."""

import base64
import dataclasses
import json
from dataclasses import dataclass, field
from typing import Any, Final

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file as it must be. ``digest``: SHA-256 of its content; ``content``: base64, left out where nothing is to be written."""

    path: str
    digest: str
    mode: int
    owner: str
    units: tuple[str, ...] = ()
    content: str = ""

    @property
    def data(self) -> bytes:
        """The content itself."""
        return base64.b64decode(self.content)


@dataclass(frozen=True, slots=True)
class Order:
    """The files of one machine of one office.

    ``release``: number, time and officer, kept with what is installed; ``dry``: only say what would change; ``restart``: false leaves that to
    the next time; ``take_over``: also a machine that belongs to another office; ``show``: paths whose present content is asked for;
    ``named``: what has to be there and is put there by somebody else.
    """

    site: str
    machine: str
    files: tuple[Wanted, ...]
    release: str = ""
    root: str = "/"
    dry: bool = False
    restart: bool = True
    take_over: bool = False
    show: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: int = FORMAT


@dataclass(slots=True)
class Change:
    """One file that is not as it must be: ``change`` is new, content, rights or gone (no longer wanted).

    ``edited``: somebody else has changed it since it was installed; ``old``: what stands there, base64, where that was asked for.
    """

    path: str
    change: str
    edited: bool = False
    old: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong: the sentence's name, what with, and the machine's own words."""

    name: str
    what: str = ""
    words: str = ""


@dataclass(slots=True)
class Answer:
    """What a machine says. ``waiting``: units that have to be restarted; ``restarted``: those that were.

    ``before``: site, machine and release of what was installed there, empty where nothing was; ``whole``: nothing is left to do;
    ``missing``: what was named and is not there; ``owners``: whether files get their owners, which root alone can give;
    ``running``: whether systemd runs there.
    """

    host: str = ""
    before: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    waiting: tuple[str, ...] = ()
    restarted: tuple[str, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    missing: tuple[str, ...] = ()
    whole: bool = False
    owners: bool = True
    running: bool = True
    format: int = field(default=FORMAT)


def as_text(message: Order | Answer) -> str:
    """JSON on one line."""
    return json.dumps(dataclasses.asdict(message))


def read_order(text: str) -> Order:
    """Raises ValueError, KeyError or TypeError for a text that is no order."""
    told = _fitting(text)
    return Order(**{**_tuples(told), "files": tuple(Wanted(**_tuples(one)) for one in told["files"])})


def read_answer(text: str) -> Answer:
    """Raises ValueError, KeyError or TypeError for a text that is no answer."""
    told = _fitting(text)
    changes = tuple(Change(**one) for one in told["changes"])
    return Answer(
        **{**_tuples(told), "changes": changes, "troubles": tuple(Trouble(**one) for one in told["troubles"])}
    )


def _fitting(text: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(text)
    if told["format"] != FORMAT:
        raise ValueError(f"format {told['format']}, not {FORMAT}")
    return told


def _tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
