"""What machines answered, in words for the IT officer: what changes, on which device, what went wrong and what to do."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from firmware_config.on_machine.order import Answer, Change, Trouble
from firmware_config.releases import BAD, Release
from firmware_config.rollout import Outcome
from firmware_config.targets import TargetError

MOST: Final = 12
_MOST_UNITS: Final = 6
_SIGNS = {"new": "+", "content": "~", "rights": "~", "gone": "-"}


def told_plan(
    name: str,
    outcome: Outcome,
    devices: Collection[str],
    named: Mapping[str, str],
    texts: Mapping[str, str],
    most: int | None = MOST,
) -> Iterator[str]:
    """What would change on a machine; ``named``: keys of the site file by the files that it wants there; ``most`` files are listed, None for all."""
    if isinstance(outcome, TargetError):
        yield f"{name}: {outcome.told(texts)}"
        return
    if outcome.whole:
        yield texts["plan.same"].format(machine=name)
        yield from _missing(outcome, named, texts)
        return
    yield texts["plan.machine" if outcome.before else "plan.first"].format(machine=name, host=outcome.host)
    listed = outcome.changes[: most if outcome.before or most is None else 0]
    yield from (_changed(one, texts) for one in listed)
    if len(listed) < len(outcome.changes):
        words = texts["plan.more" if listed else "plan.count"]
        yield "  " + words.format(count=len(outcome.changes) - len(listed))
    touched = [one for one in devices if _touches(one, outcome)]
    if touched:
        yield "  " + texts["plan.devices"].format(devices=", ".join(touched))
    if outcome.waiting:
        units = _units(outcome.waiting, None if most is None else _MOST_UNITS, texts)
        yield "  " + texts["plan.restart" if outcome.running else "plan.no_systemd"].format(units=units)
    yield from _missing(outcome, named, texts)
    yield from _troubles(outcome.troubles, texts)


def told_install(name: str, outcome: Outcome, texts: Mapping[str, str]) -> Iterator[str]:
    """How it went on a machine."""
    if isinstance(outcome, TargetError):
        yield f"✗ {name}: {outcome.told(texts)}"
        return
    state = state_of(outcome)
    sign = {"failed": "✗", "unchanged": "="}.get(state, "✓")
    counts = {sign: sum(one.change in kinds for one in outcome.changes) for sign, kinds in _COUNTED.items()}
    line = texts[f"apply.{state}"].format(machine=name, **counts)
    restarted = texts["apply.restarted"].format(units=", ".join(outcome.restarted)) if outcome.restarted else ""
    yield f"{sign} {line} {restarted}".rstrip()
    if outcome.waiting and not outcome.troubles:
        yield "  " + texts["apply.waiting"].format(units=", ".join(outcome.waiting))
    yield from (
        "  " + texts["apply.aside"].format(path=one.path, aside=f"/var/lib/motcua/.aside{one.path}")
        for one in outcome.changes
        if one.edited and not outcome.troubles
    )
    yield from _troubles(outcome.troubles, texts)


_COUNTED = {"new": {"new"}, "changed": {"content", "rights"}, "gone": {"gone"}}


def state_of(outcome: Outcome) -> str:
    """installed, unchanged, failed or unreachable."""
    if isinstance(outcome, TargetError):
        return "unreachable"
    if outcome.troubles:
        return "failed"
    return "installed" if outcome.changes or outcome.restarted or outcome.waiting else "unchanged"


def told_release(release: Release, texts: Mapping[str, str]) -> str:
    """One line: number, time, who, and how it went where it did not go well."""
    at = datetime.fromisoformat(release.at).strftime("%d/%m/%Y %H:%M")
    back = " " + texts["release.back"].format(number=release.back_to) if release.back_to else ""
    bad = [machine for machine, state in release.machines.items() if state in BAD]
    failed = " " + texts["release.failed"].format(machines=", ".join(bad)) if bad else ""
    return texts["release.line"].format(number=release.number, at=at, by=release.by) + back + failed


def _units(units: Sequence[str], most: int | None, texts: Mapping[str, str]) -> str:
    """Our own first: those of the machine itself tell an officer less."""
    ours = sorted(units, key=lambda unit: not unit.startswith("motcua-"))[:most]
    left = len(units) - len(ours)
    said = ", ".join(one.removesuffix(".service") for one in ours)
    return f"{said} {texts['plan.units_more'].format(count=left)}" if left else said


def _changed(one: Change, texts: Mapping[str, str]) -> str:
    notes = [texts["plan.edited"]] if one.edited else [texts["plan.rights"]] if one.change == "rights" else []
    return f"  {_SIGNS[one.change]} {one.path}" + "".join(f"  ({note})" for note in notes)


def _missing(outcome: Answer, named: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[str]:
    yield from ("  ? " + texts["plan.missing"].format(path=path, key=named.get(path, "")) for path in outcome.missing)


def _touches(device: str, outcome: Answer) -> bool:
    inside = f"/etc/motcua/{device}/"
    units = (f"motcua-{device}.service", f"motcua-{device}@")
    paths = any(one.path.startswith(inside) or one.path.endswith(units[0]) for one in outcome.changes)
    return paths or any(unit.startswith(units) for unit in outcome.waiting)


def _troubles(troubles: Iterable[Trouble], texts: Mapping[str, str]) -> Iterator[str]:
    for one in troubles:
        yield "  ! " + texts[f"trouble.{one.name}"].format(what=one.what, words=one.words).rstrip(" :")
