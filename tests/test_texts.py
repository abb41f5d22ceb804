"""Words by language: the same keys and gaps in all languages, every key used somewhere, and every used key there."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from contract.language import languages, load_texts

ROOT = Path(__file__).parents[1]
FOLDERS = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("*/texts"))
NAMES = {
    "state",
    "trouble",
    "score",
    "outcome",
    "place",
    "cause",
    "why",
    "command",
    "part",
    "str",
    "int",
    "float",
    "bool",
}
"""Parts of keys that stand in the code as names: what a story tells of events, and kinds of values in a site file."""
KEY = re.compile(r"[a-z_]+(\.[A-Za-z0-9_]+)+")
MARKUP = re.compile(r'"([a-z_]+\.(?:[A-Za-z0-9_.]*))"(\s*~)?')


def programs(folder: str) -> list[str]:
    """Folders whose code uses the words of a texts folder: its own, or all for the words that all share."""
    return sorted({one.split("/")[0] for one in FOLDERS} | {"panel"}) if folder == "contract/texts" else [folder[:-6]]


@cache
def own(folder: str, language: str) -> dict[str, str]:
    """Words of one folder without the shared ones."""
    texts = dict(load_texts(ROOT / folder, language))
    if folder != "contract/texts":
        for key in load_texts(ROOT / "contract" / "texts", language):
            texts.pop(key)
    return texts


def needed(folder: str, language: str) -> dict[str, str]:
    return dict(own(folder, language))


def gaps(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)


class Uses:
    """Keys as the code of a program writes them: whole, or as a pattern with parts that are filled in, and those parts."""

    def __init__(self, program: str) -> None:
        self.whole: set[str] = set()
        self.patterns: set[re.Pattern[str]] = set()
        self.words: set[str] = set()
        for path in (ROOT / program).rglob("*"):
            if path.suffix == ".py":
                self._read_python(ast.parse(path.read_text("utf-8")))
            elif path.suffix in {".kv", ".html"}:
                self._read_markup(path.read_text("utf-8"))

    def _read_python(self, tree: ast.AST) -> None:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self._read_word(node.value)
            elif isinstance(node, ast.JoinedStr):
                self.patterns.update(pattern_of(node))
            elif isinstance(node, ast.ClassDef):
                self.words.add(node.name)

    def _read_word(self, word: str) -> None:
        self.words.add(word)
        if KEY.fullmatch(word):
            self.whole.add(word)

    def _read_markup(self, text: str) -> None:
        for key, begun in MARKUP.findall(text):
            if begun:
                self.patterns.add(re.compile(re.escape(key) + "(.+)"))
            else:
                self.whole.add(key)
        self.words.update(re.findall(r'"([a-z_]+)"', text))


def pattern_of(node: ast.JoinedStr) -> Iterator[re.Pattern[str]]:
    """An f-string such as ``f"paper.{key}"``, if it can be a key or a part of one: it begins with a word."""
    parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else "(.+)" for one in node.values]
    if re.fullmatch(r"[a-z]+(_|\\\.[a-z_.\\]*)", parts[0]):
        yield re.compile("".join(parts))


@cache
def uses(program: str) -> Uses:
    return Uses(program)


@cache
def known_parts(folder: str) -> tuple[frozenset[str], frozenset[re.Pattern[str]]]:
    """Words and patterns of all code that uses the words of a folder."""
    readers = [uses(program) for program in programs(folder)]
    words = NAMES.union(*(one.words for one in (*readers, uses("contract"))))
    return frozenset(words), frozenset().union(*(one.patterns for one in readers))


def is_used(key: str, folder: str) -> bool:
    """Whole somewhere, or by a pattern whose parts are letters, numbers, or words of the code, perhaps by a pattern again."""
    readers = [uses(program) for program in programs(folder)]
    known, patterns = known_parts(folder)

    def by_pattern(word: str) -> bool:
        found = (pattern.fullmatch(word) for pattern in patterns)
        return any(all(is_part(part) for part in match.groups()) for match in found if match)

    def is_part(word: str) -> bool:
        return word.isdecimal() or len(word) == 1 or word in known or by_pattern(word)

    return any(key in (one.whole if "." in key else one.words) for one in readers) or by_pattern(key)


@pytest.mark.parametrize("folder", FOLDERS)
def test_all_languages_have_the_same_keys(folder):
    keys = {language: set(needed(folder, language)) for language in languages(ROOT / folder)}
    assert "vi" in keys
    assert {language: found ^ keys["vi"] for language, found in keys.items() if found != keys["vi"]} == {}


@pytest.mark.parametrize("folder", FOLDERS)
def test_all_languages_fill_the_same_gaps(folder):
    for language in languages(ROOT / folder):
        for key, text in needed(folder, language).items():
            assert gaps(text) == gaps(own(folder, "vi")[key]), f"{language}: {key}"


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_key_is_used(folder):
    assert [key for key in own(folder, "vi") if not is_used(key, folder)] == []


@pytest.mark.parametrize("folder", [one for one in FOLDERS if one != "contract/texts"])
def test_every_key_that_is_used_is_there(folder):
    for language in languages(ROOT / folder):
        texts = load_texts(ROOT / folder, language)
        tables = {key.split(".")[0] for key in load_texts(ROOT / folder, "vi")}
        wanted = {key for program in programs(folder) for key in uses(program).whole if key.split(".")[0] in tables}
        missing = {key for key in wanted if key not in texts}
        assert missing == set(), language


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_text_is_whole_words(folder):
    for language in languages(ROOT / folder):
        for key, text in own(folder, language).items():
            assert text == text.strip() != "", f"{language}: {key}"
