"""One release: begun on the disk, installed on every machine that is reached, and ended with how it went."""

import contextlib
import dataclasses
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from firmware_config import releases
from firmware_config.commands import FAULTY, FINE
from firmware_config.old_releases import forget_old
from firmware_config.releases import Release
from firmware_config.rollout import Way, chosen, install, officer, order_of
from firmware_config.targets.carried_folder import SCRIPT, carry, results
from firmware_config.telling import state_of, told_install
from firmware_config.wanted import Plan


def apply_plan(plan: Plan, way: Way, texts: Mapping[str, str], back_to: int = 0) -> int:
    """Print machine by machine how it went; 1 where one is not whole. ``back_to``: the release whose site file is installed again."""
    release = _begun(plan, back_to)
    states = dict.fromkeys(plan.trees, "left") | dict.fromkeys(chosen(plan, way), releases.BEGUN)
    releases.end(release, states)
    for name, outcome in install(plan, way, release.words):
        print("\n".join(told_install(name, outcome, texts)), flush=True)
        states[name] = state_of(outcome)
        releases.end(release, states)
    _tidied(plan)
    bad = [name for name, state in states.items() if state in releases.BAD]
    done = sum(state in releases.GOOD for state in states.values())
    words = texts["apply.some" if bad else "apply.done"]
    print(words.format(number=release.number, bad=", ".join(bad), count=done, all=len(states)))
    return FAULTY if bad else FINE


def carry_plan(plan: Plan, way: Way, place: Path, texts: Mapping[str, str]) -> int:
    """Write the machines' files to ``place``, and note what an earlier round with the same stick has installed. Raises OSError."""
    for name, (words, answer) in results(place).items():
        known = next((one for one in releases.releases(plan.office) if one.words == words), None)
        if known and known.machines.get(name) == "carried":
            releases.end(known, {**known.machines, name: state_of(answer)})
            print("\n".join(told_install(name, answer, texts)))
    names = chosen(plan, dataclasses.replace(way, root=None))
    release = _begun(plan, 0)
    orders = {name: order_of(plan.site, name, plan.trees[name], release.words, way, dry=False) for name in names}
    carry(place, orders, texts)
    releases.end(release, dict.fromkeys(plan.trees, "left") | dict.fromkeys(names, "carried"))
    _tidied(plan)
    values = {"place": place, "script": SCRIPT, "machines": ", ".join(names), "number": release.number}
    print(texts["carried.written" if len(names) == 1 else "carried.written_all"].format(**values))
    if place.is_file():
        print(texts["carried.unpack"].format(place=place.name))
    print(texts["carried.secret"])
    return FINE


def _begun(plan: Plan, back_to: int) -> Release:
    at = datetime.now(UTC).astimezone()
    return releases.begin(plan.office, plan.named, plan.trees, at, officer(), back_to)


def _tidied(plan: Plan) -> None:
    with contextlib.suppress(OSError):  # what was to be installed is; the next time is early enough
        forget_old(plan.office)
