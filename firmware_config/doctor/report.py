"""The report: what was found in words, the heaviest first, then what is well; or the same as JSON for programs."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final

from firmware_config.doctor.examination import Examination
from firmware_config.doctor.finding import Area, Finding, Weight

_SIGNS: Final = {Weight.STOPPED: "✗", Weight.AILING: "!", Weight.SOON: "…", Weight.UNSEEN: "?"}
_COLOURS: Final = {Weight.STOPPED: "31;1", Weight.AILING: "33;1", Weight.SOON: "33", Weight.UNSEEN: "36"}
_WELL: Final = "32"
_INDENT: Final = "    "


def words_of(finding: Finding, texts: Mapping[str, str]) -> dict[str, str]:
    """``seen``, ``means`` and ``do`` in the language of ``texts``."""
    return {
        "seen": texts[f"seen.{finding.kind}"].format(**finding.values),
        "means": texts[f"means.{finding.kind}"],
        "do": texts[f"do.{finding.kind}"].format(**finding.values),
    }


def as_text(found: Examination, texts: Mapping[str, str], width: int = 0, *, coloured: bool = False) -> str:
    """One line a fault, one an area that is well, one that sums up; broken at ``width`` where that is not 0."""
    lines = [
        *(_line(one, texts, width, coloured=coloured) for one in found.findings),
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


def _line(finding: Finding, texts: Mapping[str, str], width: int, *, coloured: bool) -> str:
    words = words_of(finding, texts)
    weight = texts[f"weight.{finding.weight.name.lower()}"]
    head = f"{_SIGNS[finding.weight]} {weight} · {texts[f'area.{finding.area.value}']}"
    head += f" · {finding.device}" if finding.device else ""
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
    wrong = sum(one.weight > Weight.SOON for one in found.findings)
    if not wrong and not found.findings and not found.unfinished:
        return texts["report.all_well" if found.well else "report.nothing"]
    return " ".join(_sentences(found, texts, wrong))


def _sentences(found: Examination, texts: Mapping[str, str], wrong: int) -> Iterator[str]:
    yield texts["report.wrong"].format(count=wrong) if wrong else texts["report.nothing_wrong"]
    soon = sum(one.weight is Weight.SOON for one in found.findings)
    unseen = sum(one.weight is Weight.UNSEEN for one in found.findings) + len(found.unfinished)
    if soon:
        yield texts["report.soon"].format(count=soon)
    if unseen:
        yield texts["report.unseen"].format(count=unseen)
