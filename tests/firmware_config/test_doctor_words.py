"""The doctor's words: all there in both languages, all caused by a test, all on the reference page."""

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from firmware_config.doctor.command import TEXTS
from firmware_config.doctor.finding import KINDS, Area, Weight
from firmware_config.doctor.page import doctor_page

ROOT = Path(__file__).parents[2]
PARTS = ("seen", "means", "do")
TEXT = {language: tomllib.loads((TEXTS / f"{language}.toml").read_text("utf-8")) for language in ("vi", "en")}


def gaps(text):
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name)


@pytest.mark.parametrize("language", TEXT)
def test_every_finding_has_its_three_sentences_and_no_other_is_there(language):
    texts = TEXT[language]
    for part in PARTS:
        assert list(texts[part]) == list(texts["seen"])
        assert set(texts[part]) == set(KINDS)
    assert list(texts["area"]) == list(texts["well"]) == [area.value for area in Area]
    assert set(texts["weight"]) == {weight.name.lower() for weight in Weight}
    said = {text for table in texts.values() for text in table.values()}
    assert all(text == text.strip() != "" for text in said)


def test_both_languages_fill_the_same_gaps():
    for table, texts in TEXT["vi"].items():
        assert {key: gaps(text) for key, text in texts.items()} == {
            key: gaps(text) for key, text in TEXT["en"][table].items()
        }


def test_what_is_seen_and_what_to_do_end_as_sentences():
    for texts in TEXT.values():
        for part in PARTS:
            unfinished = [key for key, text in texts[part].items() if not text.endswith((".", "{first}"))]
            assert unfinished == []


def test_every_finding_is_caused_by_a_test():
    tests = "\n".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_doctor_*.py"))
    assert [kind for kind in KINDS if not re.search(rf'"{kind}"', tests)] == []
    assert len(KINDS) >= 25


def test_the_page_is_up_to_date():
    assert (ROOT / "docs" / "doctor.md").read_text("utf-8") == doctor_page(), "run make reference"


def test_the_page_tells_every_finding():
    page = doctor_page()
    assert [kind for kind in KINDS if f"`{kind}`" not in page] == []
