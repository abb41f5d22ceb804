"""The report: what was found in words, the heaviest first, then what is well; or the same as JSON for programs."""

import json
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from firmware_config.doctor.examination import Examination
from firmware_config.doctor.finding import Area, Finding, Weight, Words

_SIGNS: Final = {Weight.STOPPED: "✗", Weight.AILING: "!", Weight.SOON: "…", Weight.UNSEEN: "?"}
_COLOURS: Final = {Weight.STOPPED: "31;1", Weight.AILING: "33;1", Weight.SOON: "33", Weight.UNSEEN: "36"}
_WELL: Final = "32"
_INDENT: Final = "    "


def words_of(finding: Finding, texts: Mapping[str, str]) -> dict[str, str]:
    """``seen``, ``means`` and ``do`` in the language of ``texts``."""
    values = _spoken(finding.values, texts)
    return {
        "seen": texts[f"seen.{finding.kind}"].format(**values),
        "means": texts[f"means.{finding.kind}"],
        "do": texts[f"do.{finding.kind}"].format(**values),
    }


def _spoken(values: Mapping[str, object], texts: Mapping[str, str]) -> dict[str, object]:
    return {key: _value(one, texts) for key, one in values.items()}


def _value(one: object, texts: Mapping[str, str]) -> object:
    if isinstance(one, Words):
        return texts[one.key].format(**_spoken(one.values, texts))
    if isinstance(one, tuple):
        return "; ".join(str(_value(part, texts)) for part in one)
    return one


def as_text(found: Examination, texts: Mapping[str, str], width: int = 0, *, coloured: bool = False) -> str:
    """One line a fault, one an area that is well, one that sums up; broken at ``width`` where that is not 0.

    What several devices of one machine have in the same words is one fault.
    """
    lines = [
        *(_line(one, devices, texts, width, coloured=coloured) for one, devices in _joined(found.findings, texts)),
        *(_unfinished(area, texts, width, coloured=coloured) for area in dict.fromkeys(found.unfinished)),
        *(_painted(f"✓ {texts[f'well.{area.value}']}", _WELL, coloured) for area in found.well),
    ]
    return "\n".join((*lines, "", _sum(found, texts)))


def as_json(found: Examination, texts: Mapping[str, str]) -> str:
    """``findings`` with the same words, ``unfinished`` and ``well`` by area."""
    told: dict[str, Any] = {
        "findings": [
            {
                "area": one.area.value,
                "kind": one.kind,
                "weight": one.weight.name.lower(),
                "device": one.device,
                **words_of(one, texts),
            }
            for one in found.findings
        ],
        "unfinished": [area.value for area in dict.fromkeys(found.unfinished)],
        "well": [area.value for area in found.well],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _joined(findings: Sequence[Finding], texts: Mapping[str, str]) -> list[tuple[Finding, str]]:
    """Each fault once, with the devices that have it."""
    same: dict[tuple[str, ...], list[Finding]] = {}
    for one in findings:
        same.setdefault((one.kind, *words_of(one, texts).values()), []).append(one)
    return [(ones[0], ", ".join(dict.fromkeys(one.device for one in ones if one.device))) for ones in same.values()]


def _line(finding: Finding, devices: str, texts: Mapping[str, str], width: int, *, coloured: bool) -> str:
    words = words_of(finding, texts)
    weight = texts[f"weight.{finding.weight.name.lower()}"]
    head = f"{_SIGNS[finding.weight]} {weight} · {texts[f'area.{finding.area.value}']}"
    head += f" · {devices}" if devices else ""
    rest = f": {words['seen']} {words['means']} {texts['report.do'].format(what=words['do'])}"
    return _painted(head, _COLOURS[finding.weight], coloured, _broken(head + rest, width)) + ("\n" if width else "")


def _unfinished(area: Area, texts: Mapping[str, str], width: int, *, coloured: bool) -> str:
    head = f"? {texts['weight.unseen']} · {texts[f'area.{area.value}']}"
    return _painted(head, _COLOURS[Weight.UNSEEN], coloured, _broken(f"{head}: {texts['report.unfinished']}", width))


def _broken(line: str, width: int) -> str:
    if not width:
        return line
    return textwrap.fill(line, width, subsequent_indent=_INDENT, break_long_words=False, break_on_hyphens=False)


def _painted(head: str, colour: str, coloured: bool, line: str = "") -> str:  # noqa: FBT001
    """The line with its head in colour; the sign and the words say the same without it."""
    line = line or head
    return f"\x1b[{colour}m{head}\x1b[0m{line.removeprefix(head)}" if coloured and line.startswith(head) else line


def _sum(found: Examination, texts: Mapping[str, str]) -> str:
    if not found.findings and not found.unfinished:
        return texts["report.all_well" if found.well else "report.nothing"]
    return " ".join(_sentences(found, texts))


def _sentences(found: Examination, texts: Mapping[str, str]) -> Iterator[str]:
    weights = [one.weight for one, _ in _joined(found.findings, texts)]
    wrong = sum(weight > Weight.SOON for weight in weights)
    unseen = weights.count(Weight.UNSEEN) + len(found.unfinished)
    yield texts["report.wrong"].format(count=wrong) if wrong else texts["report.nothing_wrong"]
    if Weight.SOON in weights:
        yield texts["report.soon"].format(count=weights.count(Weight.SOON))
    if unseen:
        yield texts["report.unseen"].format(count=unseen)
