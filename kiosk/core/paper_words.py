"""The facts of a paper as the document that is printed, in the words of one language."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from kiosk.core.document import (
    Block,
    Boxes,
    Document,
    Kind,
    Line,
    Number,
    Pair,
    Points,
    Qr,
    Rule,
    Ruler,
    Section,
    Shades,
    Title,
)
from kiosk.core.papers import Checklist, FileSlip, PaperContent, PrinterFacts, SuggestionSlip, TestSlip
from kiosk.core.slip import tidy

LETTERS: Final = (
    "a á à ả ã ạ ă ắ ằ ẳ ẵ ặ",
    "â ấ ầ ẩ ẫ ậ e é è ẻ ẽ ẹ",
    "ê ế ề ể ễ ệ i í ì ỉ ĩ ị",
    "o ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ",
    "ơ ớ ờ ở ỡ ợ u ú ù ủ ũ ụ",
    "ư ứ ừ ử ữ ự y ý ỳ ỷ ỹ ỵ",
    "đ Đ Ă Â Ê Ô Ơ Ư Ẵ Ặ Ễ Ợ",
)
"""Every vowel with every tone, and the letters that only Vietnamese has."""


_YES_NO: Final = {True: "yes", False: "no"}


def paper_document(content: PaperContent, office: str, at: datetime, texts: Mapping[str, str]) -> Document:
    """``office``: its name, may be empty; ``at``: now, in the office's zone. KeyError where the language lacks a word."""
    match content:
        case Checklist():
            kind, blocks = Kind.CHECKLIST, _checklist(content, texts)
        case FileSlip():
            kind, blocks = Kind.FILE, _file(content, texts)
        case SuggestionSlip():
            kind, blocks = Kind.SUGGESTION, _suggestion(content, texts)
        case _:
            kind, blocks = Kind.TEST, _test(content, texts)
    head: list[Block] = [Line(tidy(office), bold=True)] if office.strip() else []
    foot = Line(tidy(texts["print.at"].format(at=moment(at, texts))), small=True)
    return Document(kind, (*head, *blocks, foot))


def moment(at: datetime, texts: Mapping[str, str]) -> str:
    """``8 giờ 05, ngày 22/11/2026``."""
    return texts["print.moment"].format(hour=at.hour, minute=f"{at.minute:02}", day=f"{at:%d/%m/%Y}")


def _checklist(one: Checklist, texts: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [Title(tidy(one.title))]
    if one.sample:
        blocks.append(Line(tidy(texts["checklist.sample"]), small=True))
    blocks += _part("checklist.papers", one.papers, texts, Boxes)
    for name in ("information", "requirements", "details", "legal"):
        blocks += _part(f"checklist.{name}", getattr(one, name), texts, Points)
    if one.place.strip():
        blocks += [Section(tidy(texts["checklist.place"])), Line(tidy(one.place), left=True)]
    blocks += [Rule(), Line(tidy(texts["checklist.ask"]))]
    if one.checked_on:
        blocks.append(Line(tidy(texts["checklist.checked"].format(day=f"{one.checked_on:%d/%m/%Y}")), small=True))
    return blocks


def _part(key: str, items: tuple[str, ...], texts: Mapping[str, str], kind: type[Boxes] | type[Points]) -> list[Block]:
    said = tuple(tidy(item) for item in items if item.strip())
    return [Section(tidy(texts[key])), kind(said)] if said else []


def _file(one: FileSlip, texts: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [Title(tidy(texts["file_slip.title"])), Pair(tidy(texts["file.code"]), tidy(one.code))]
    if one.procedure.strip():
        blocks.append(Pair(tidy(texts["file_slip.procedure"]), tidy(one.procedure)))
    blocks.append(Pair(tidy(texts["file_slip.stage"]), tidy(one.stage)))
    if one.due_on:
        blocks.append(Pair(tidy(texts["file_slip.late" if one.late else "file_slip.due"]), _day(one.due_on, texts)))
    if one.new_due_on:
        blocks.append(Pair(tidy(texts["file_slip.new_due"]), _day(one.new_due_on, texts)))
    return [*blocks, Section(tidy(texts["file_slip.next"])), Line(tidy(one.next_step), left=True), Rule()]


def _suggestion(one: SuggestionSlip, texts: Mapping[str, str]) -> list[Block]:
    return [
        Title(tidy(texts["suggestion_slip.title"])),
        Line(tidy(texts["suggestion_slip.number"]), close=True),
        Number(tidy(one.number)),
        Pair(tidy(texts["suggestion_slip.kind"]), tidy(one.kind)),
        Pair(tidy(texts["suggestion_slip.left"]), tidy(moment(one.left_at, texts))),
        Section(tidy(texts["suggestion_slip.ask"])),
        Line(tidy(one.ask), left=True),
        Rule(),
    ]


def _test(one: TestSlip, texts: Mapping[str, str]) -> list[Block]:
    blocks: list[Block] = [
        Title(tidy(texts["trial.title"])),
        Pair(tidy(texts["trial.device"]), tidy(one.device)),
        Pair(tidy(texts["trial.model"]), tidy(f"{one.model}, {one.width_mm} mm")),
    ]
    if one.facts:
        blocks += _part("trial.answers", _answers(one.facts, texts), texts, Points)
    blocks += [Section(tidy(texts["trial.ruler"])), Ruler()]
    blocks += [Section(tidy(texts["trial.shades"])), Shades()]
    blocks += [
        Section(tidy(texts["trial.letters"])),
        *(Line(row, close=place > 0) for place, row in enumerate(LETTERS)),
    ]
    return [*blocks, Section(tidy(texts["trial.code"])), Qr(f"motcua test {one.device}"), Rule()]


def _answers(facts: PrinterFacts, texts: Mapping[str, str]) -> tuple[str, ...]:
    said = (("status", facts.status), ("queue", facts.queue), ("marks", facts.marks))
    answers = (
        texts["trial.answer"].format(question=texts[f"trial.{name}"], answer=texts[f"trial.{_YES_NO[yes]}"])
        for name, yes in said
    )
    return (texts[f"trial.{facts.condition}"], *answers)


def _day(day: date, texts: Mapping[str, str]) -> str:
    return f"{texts[f'day.{day.isoweekday()}']}, {day:%d/%m/%Y}"
