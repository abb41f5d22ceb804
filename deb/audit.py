"""``make audit``: asks an index of advisories about every locked package, and says so where none could be asked."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from deb.newest import Newest, newest

LOCKS: Final = ("requirements.lock", "requirements-dev.lock")
CLEAN, FOUND, NOT_ASKED = 0, 1, 2
_PINNED: Final = re.compile(r"^([\w.\-]+)==([^\s;]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Judgement:
    """Of one lock file. ``advisories``: package, version, advisory, and the version that mends it; ``unknown``: packages nobody could be asked about."""

    asked: int
    unknown: tuple[str, ...]
    advisories: tuple[tuple[str, str, str, str], ...]

    @property
    def code(self) -> int:
        """What the command ends with: an advisory weighs more than a package that was not looked up."""
        if self.advisories:
            return FOUND
        return NOT_ASKED if self.unknown else CLEAN

    def words(self, lock: str) -> str:
        """Lines for whoever asked."""
        lines = [f"{lock}: {self.asked} packages looked up, {len(self.advisories)} advisories"]
        lines += [
            f"  {name} {version}: {advisory}, mended in {mended or 'nothing yet'}"
            for name, version, advisory, mended in self.advisories
        ]
        if self.unknown:
            lines.append(
                f"  NOT AUDITED, the index tells no advisories of these; pinned by hash all the same: {', '.join(self.unknown)}"
            )
        return "\n".join(lines)


def judged(told: str) -> Judgement:
    """What pip-audit's JSON says."""
    packages: list[dict[str, Any]] = json.loads(told)["dependencies"]
    unknown = tuple(f"{one['name']}" for one in packages if "skip_reason" in one)
    found = tuple(
        (one["name"], one["version"], each["id"], ", ".join(each["fix_versions"]))
        for one in packages
        for each in one.get("vulns", ())
    )
    return Judgement(len(packages) - len(unknown), unknown, found)


def pinned(lock: str) -> dict[str, str]:
    """Version by package, of a lock file's text; of one with a version for each Python, all of them."""
    found: dict[str, str] = {}
    for name, version in _PINNED.findall(lock):
        found[name] = f"{found[name]} / {version}" if name in found else version
    return found


def completed(
    judgement: Judgement, locked: Mapping[str, str], ask: Callable[[Iterable[str]], Mapping[str, Newest]] = newest
) -> Judgement:
    """With what the index tells of the newest release, for packages of which that is the locked one and nobody could be asked about it."""
    told = ask(judgement.unknown) if judgement.unknown else {}
    fresh = [name for name in judgement.unknown if name in told and told[name].version == locked.get(name)]
    found = [(name, locked[name], *advisory) for name in fresh for advisory in told[name].advisories]
    unknown = tuple(
        f"{name} {locked.get(name, '')}" + (f" ({told[name].version} is newer)" if name in told else "")
        for name in judgement.unknown
        if name not in fresh
    )
    return replace(
        judgement,
        asked=judgement.asked + len(fresh),
        unknown=unknown,
        advisories=(*judgement.advisories, *found),
    )


def main(pip_audit: Path) -> int:
    """0: nothing known against any package. 1: an advisory. 2: some could not be looked up."""
    worst = CLEAN
    for lock in LOCKS:
        words: list[str | Path] = [
            pip_audit,
            "--disable-pip",
            "--no-deps",
            "--require-hashes",
            "--progress-spinner",
            "off",
            "-f",
            "json",
            "-r",
            lock,
        ]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if not done.stdout.startswith("{"):
            print(
                f"{lock}: NOT AUDITED, no index of advisories can be reached. Run this again where https://pypi.org answers; until then every "
                f"package is pinned by hash and listed in {lock}.\n{done.stderr[-500:]}",
                file=sys.stderr,
            )
            worst = worst or NOT_ASKED
            continue
        judgement = completed(judged(done.stdout), pinned(Path(lock).read_text("utf-8")))
        print(judgement.words(lock))
        worst = FOUND if FOUND in {worst, judgement.code} else worst or judgement.code
    return worst


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
