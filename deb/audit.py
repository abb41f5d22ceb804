"""``make audit``: asks an index of advisories about every locked package, and says so where none could be asked."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

LOCKS: Final = ("requirements.lock", "requirements-dev.lock")
CLEAN, FOUND, NOT_ASKED = 0, 1, 2


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
                f"  NOT AUDITED, no advisories could be asked for; pinned by hash all the same: {', '.join(self.unknown)}"
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
            print(f"{lock}: NOT AUDITED, no index of advisories can be reached\n{done.stderr[-500:]}", file=sys.stderr)
            worst = worst or NOT_ASKED
            continue
        judgement = judged(done.stdout)
        print(judgement.words(lock))
        worst = FOUND if FOUND in {worst, judgement.code} else worst or judgement.code
    return worst


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).absolute()))
