"""The words of a message to a phone, and what fills the gaps of a gateway's request; nothing in them says whose they are."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Final

from contract.notices import FileStatus, LookUp
from contract.phone_messages import Messages
from contract.registry_words import fill
from contract.wait import wait_words
from controller.core.near_turn import Word
from controller.core.views import Following

_UNDER_WAY: Final = frozenset({1, 2, 4, 5, 6})
"""Statuses of a file that is not done, not stopped and not withdrawn: the appointment still says something."""


def values_of(at: Following, office: str, link: str, texts: Mapping[str, str]) -> dict[str, str]:
    """What fills the gaps of words and requests; ``counter`` and ``wait`` are empty where there is none."""
    return {
        "number": at.number,
        "counter": str(at.counter) if at.counter is not None else "",
        "ahead": str(at.ahead),
        "wait": wait_words(at.wait, texts) if at.wait else "",
        "field": at.field,
        "office": office,
        "link": link,
    }


def message_text(settings: Messages, word: Word, values: Mapping[str, str], texts: Mapping[str, str]) -> str:
    """The office's approved words where the site file has some, else ours in the language of ``texts``."""
    approved = settings.near if word is Word.NEAR else settings.call
    next_one = word is Word.NEAR and values["ahead"] == "0"
    text = fill(approved or texts["messages.next" if next_one else f"messages.{word}"], values)
    return text if settings.marks else without_marks(text)


def status_text(file: FileStatus, today: date, texts: Mapping[str, str]) -> str:
    """How far a file is, in one short message: what a kiosk shows to whoever holds the receipt, and no more."""
    if file.outcome is LookUp.UNAVAILABLE:
        return texts["messages.unavailable"]
    if file.outcome is LookUp.UNKNOWN_FILE:
        return texts["messages.unknown_file"].format(code=file.code)
    words = [texts["messages.status"].format(code=file.code, status=texts[f"status.{file.status}"])]
    if file.status in _UNDER_WAY and file.due_on is not None:
        words.append(_due(file.due_on, file.new_due_on, today, texts))
    if f"messages.then.{file.status}" in texts:
        words.append(texts[f"messages.then.{file.status}"])
    if file.contact:
        words.append(texts["messages.contact"].format(contact=file.contact))
    return " ".join(words)


def _due(due: date, new: date | None, today: date, texts: Mapping[str, str]) -> str:
    if due >= today:
        return texts["messages.due"].format(day=f"{due:%d/%m/%Y}")
    if new is not None and new >= today:
        return texts["messages.new_due"].format(day=f"{new:%d/%m/%Y}")
    return texts["messages.overdue"].format(day=f"{due:%d/%m/%Y}")


def without_marks(text: str) -> str:
    """``Mời số B012 đến quầy`` as ``Moi so B012 den quay``: the letters that a text message of 160 signs can hold."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D").replace("–", "-"))
    return unicodedata.normalize("NFC", "".join(letter for letter in apart if not unicodedata.combining(letter)))
