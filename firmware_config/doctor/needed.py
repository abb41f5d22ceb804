"""Which Python packages are missing or too old; asks nobody but Python itself, so that it can be asked when nothing else loads."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final

NAME: Final = "motcua"
_PROJECT: Final = Path(__file__).parents[2] / "pyproject.toml"
_REQUIREMENT: Final = re.compile(r"^\s*([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*([^;]*)")
_AT_LEAST: Final = re.compile(r">=\s*([0-9][0-9.]*)")


@dataclass(frozen=True, slots=True)
class Lack:
    """``found``: the version that is there, empty for none."""

    name: str
    found: str
    wanted: str


def required(project: Path = _PROJECT) -> list[str]:
    """What the project says that it needs: the installed package's own words, else those of a checkout."""
    try:
        return [one for one in metadata.requires(NAME) or [] if "extra ==" not in one]
    except metadata.PackageNotFoundError:
        return list(tomllib.loads(project.read_text("utf-8"))["project"]["dependencies"]) if project.exists() else []


def lacking(required: Iterable[str]) -> Iterator[Lack]:
    """Of requirements such as ``pillow>=13``; for another operating system or Python (``; ...``) none is looked at."""
    for line in required:
        said = _REQUIREMENT.match(line)
        if said is None or ";" in line:
            continue
        least = _AT_LEAST.search(said[2])
        wanted = least[1] if least else ""
        try:
            found = metadata.version(said[1])
        except metadata.PackageNotFoundError:
            yield Lack(said[1], "", wanted)
            continue
        if wanted and _numbers(found) < _numbers(wanted):
            yield Lack(said[1], found, wanted)


def _numbers(version: str) -> tuple[int, ...]:
    """As far as it is numbers: ``2.0rc1`` counts as 2.0."""
    numbers = [int(one) for one in re.findall(r"\d+", re.split(r"[a-z+!]", version, maxsplit=1)[0])]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)
