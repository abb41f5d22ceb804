"""``diff``: what the site file says otherwise than the last release, two releases compared, or what stands on the machines; secrets masked."""

import base64
import difflib
import sys
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from firmware_config.commands import FAULTY, FINE, which
from firmware_config.effective import MASK, compared
from firmware_config.office import Office, find_office
from firmware_config.on_machine.order import Answer
from firmware_config.releases import Release, entry, releases, tree_of
from firmware_config.rollout import survey
from firmware_config.targets import TargetError
from firmware_config.telling import told_release
from firmware_config.toml_text import toml_value
from firmware_config.wanted import wanted

_Trees = Mapping[str, Mapping[str, Mapping[str, Any]]]


def arguments(parser: ArgumentParser) -> None:
    """Releases, or the machines themselves."""
    which.arguments(parser)
    parser.add_argument("--release", type=int, action="append", default=[], metavar="NUMBER", help="option.releases")
    parser.add_argument("--machines", action="store_true", help="option.machines")
    parser.add_argument("--lines", action="store_true", help="option.lines")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """0 also where there are differences. Raises SiteFileError where today's site file is compared and has faults."""
    office = find_office(given.office)
    if given.machines:
        return _machines(office, given, texts)
    known = {one.number: one for one in releases(office)}
    missing = [number for number in given.release if number not in known]
    if missing or not known:
        print(
            texts["rollback.unknown" if missing else "release.none"].format(number=(missing or [0])[0]), file=sys.stderr
        )
        print("\n".join(told_release(one, texts) for one in known.values()), file=sys.stderr)
        return FAULTY
    old = known[given.release[0]] if given.release else known[max(known)]
    new = known[given.release[1]] if len(given.release) > 1 else None
    print(f"--- {told_release(old, texts)}")
    print(f"+++ {told_release(new, texts) if new else office.site_file}")
    lines = [
        *_site(old.site_copy, new.site_copy if new else office.site_file),
        *_files(tree_of(old), _trees(office, new), given.lines, texts),
    ]
    print("\n".join(lines) if lines else texts["diff.none"])
    return FINE


def _trees(office: Office, release: Release | None) -> _Trees:
    if release:
        return tree_of(release)
    return {machine: {one.path: entry(one) for one in files} for machine, files in wanted(office).trees.items()}


def _site(old: Path, new: Path) -> Iterator[str]:
    """Keys of the two files, whatever their order."""
    before, after = (tomllib.loads(path.read_text("utf-8-sig")) for path in (old, new))
    for key, then, now in compared(before, after):
        if then is None:
            yield f"+ {key} = {toml_value(now)}"
        elif now is None:
            yield f"- {key} = {toml_value(then)}"
        else:
            yield f"~ {key}: {toml_value(then)} → {toml_value(now)}"


def _files(old: _Trees, new: _Trees, lines: bool, texts: Mapping[str, str]) -> Iterator[str]:  # noqa: FBT001
    for machine in dict.fromkeys((*old, *new)):
        before, after = old.get(machine, {}), new.get(machine, {})
        for path in sorted({*before, *after}):
            then, now = before.get(path, {}), after.get(path, {})
            if then == now:
                continue
            yield f"{'+' if not then else '-' if not now else '~'} {machine}:{path}"
            if lines:
                yield from _lines(then.get("text"), now.get("text"), texts)


def _lines(then: str | None, now: str | None, texts: Mapping[str, str]) -> Iterator[str]:
    if then is None and now is None:
        yield f"    {MASK} {texts['diff.secret']}"
        return
    told = difflib.unified_diff((then or "").splitlines(), (now or "").splitlines(), lineterm="", n=1)
    yield from (f"    {line}" for line in list(told)[2:])


def _machines(office: Office, given: Namespace, texts: Mapping[str, str]) -> int:
    plan = wanted(office)
    bad = False
    for name, outcome in survey(plan, which.way_of(given, contents=True)):
        if isinstance(outcome, TargetError):
            print(f"{name}: {outcome.told(texts)}")
            bad = True
            continue
        contents = {
            one.path: None if one.secret else one.content.decode("utf-8", "replace") for one in plan.trees[name]
        }
        told = list(_there(name, outcome, contents, given.lines, texts))
        print("\n".join(told) or texts["plan.same"].format(machine=name))
    return FAULTY if bad else FINE


def _there(
    name: str,
    answer: Answer,
    contents: Mapping[str, str | None],
    lines: bool,  # noqa: FBT001
    texts: Mapping[str, str],
) -> Iterator[str]:
    signs = {"new": "+", "gone": "-"}
    for one in answer.changes:
        edited = f"  ({texts['plan.edited']})" if one.edited else ""
        yield f"{signs.get(one.change, '~')} {name}:{one.path}{edited}"
        if lines and one.change == "content":
            old = base64.b64decode(one.old).decode("utf-8", "replace") if one.old else None
            yield from _lines(old, contents.get(one.path), texts)
