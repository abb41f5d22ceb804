"""The package's version: the project's own, the commit it was made from, and the Debian it is for, in an order that dpkg understands."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Commit:
    """What is packaged. ``moment``: seconds since 1970; ``released``: one of its ancestors, or it, bears the project version's tag."""

    name: str
    moment: int
    tagged: bool = False
    released: bool = False


def project_version(project: str) -> str:
    """Of the text of pyproject.toml."""
    version: str = tomllib.loads(project)["project"]["version"]
    return version


def package_version(project: str, commit: Commit, debian: str) -> str:
    """``0.1.0~git202611221555.1f929b6~deb12``; ``~`` sorts before the end of a word and ``+`` after it (deb-version(7)).

    So builds on the way to a version are older than it, those after it newer, and the package for the next Debian newer than this one's.
    """
    if commit.tagged:
        return f"{project}+deb{debian}"
    built = datetime.fromtimestamp(commit.moment, UTC).strftime("%Y%m%d%H%M")
    return f"{project}{'+' if commit.released else '~'}git{built}.{commit.name[:7]}~deb{debian}"
