"""A further language is a folder, ``languages/<code>``, with all texts of a kiosk and recorded clips: nothing in it is invented.

``texts.toml`` lists every text with the Vietnamese and the English one above it; native speakers write theirs between the
quotation marks. The kiosk offers the language when none is empty, and whatever has a clip is spoken. ``python -m kiosk
words <code>`` tells what is missing; with ``--refresh`` it writes the list anew and keeps what was given, with ``--clips`` it
names the recordings.
"""

import argparse
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Final

from contract.language import languages, load_texts

TEXTS: Final = Path(__file__).parent / "texts"
FOLDER: Final = Path(__file__).parent / "languages"
_TEXTS: Final = "texts.toml"
_FIRST: Final = "vi"
_BESIDE: Final = "en"


def offered(folder: Path = FOLDER) -> list[str]:
    """Codes of the languages that a kiosk has whole: those of the program, then the complete folders."""
    further = (one.parent.name for one in sorted(folder.glob(f"*/{_TEXTS}")))
    return [*languages(TEXTS), *(code for code in further if not missing(code, folder))]


def words(code: str, folder: Path = FOLDER) -> Mapping[str, str]:
    """All texts of a language by their keys. Raises FileNotFoundError for one that is not there."""
    if code in languages(TEXTS):
        return load_texts(TEXTS, code)
    return MappingProxyType(dict(_given(code, folder)))


def missing(code: str, folder: Path = FOLDER) -> list[str]:
    """Keys of texts that a further language has not, or whose gaps are not those of the Vietnamese text."""
    given = _given(code, folder)
    return [key for key, text in load_texts(TEXTS, _FIRST).items() if _gaps(given.get(key, "")) != _gaps(text)]


def wanted(code: str, folder: Path = FOLDER) -> str:
    """The list for native speakers as TOML, with what they have given already."""
    given, beside = _given(code, folder), load_texts(TEXTS, _BESIDE)
    lines = [f"# {code}", ""]
    table = ""
    for key, text in sorted(load_texts(TEXTS, _FIRST).items(), key=lambda one: one[0].rpartition(".")[0]):
        above, _, name = key.rpartition(".")
        if above != table:
            table = above
            lines += [f"[{table}]", ""]
        lines += [f"# {_FIRST}: {_flat(text)}", f"# {_BESIDE}: {_flat(beside[key])}"]
        lines += [f'{name} = "{_quoted(given.get(key, ""))}"', ""]
    return "\n".join(lines)


def clips(code: str, folder: Path = FOLDER) -> list[tuple[str, str]]:
    """Name of the recording and sentence, of every text without a place to be filled in."""
    from voice.adapters.clip_voice import clip_name  # noqa: PLC0415 (with numpy: 12 MB that a window has no use for)

    sentences = (text for text in words(code, folder).values() if _gaps(text) == [])
    return [(clip_name(one), _flat(one)) for one in dict.fromkeys(sentences)]


def main(arguments: list[str]) -> int:
    """``python -m kiosk words CODE [--refresh]``: 0 when nothing is missing."""
    parser = argparse.ArgumentParser(prog="python -m kiosk words", description=__doc__)
    parser.add_argument("code", help="the language's folder, e.g. ede")
    parser.add_argument("--refresh", action="store_true", help="write the list anew, with what was given")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the languages' folders are")
    parser.add_argument("--clips", action="store_true", help="name the recordings of the sentences that are there")
    given = parser.parse_args(arguments)
    if given.clips:
        for name, sentence in clips(given.code, given.folder):
            print(f"{name}.wav\t{sentence}")
        return 0
    if given.refresh:
        text = wanted(given.code, given.folder)
        (given.folder / given.code).mkdir(parents=True, exist_ok=True)
        (given.folder / given.code / _TEXTS).write_text(text, "utf-8")
    lacking, whole = missing(given.code, given.folder), len(load_texts(TEXTS, _FIRST))
    for key in lacking:
        print(key)
    print(f"{given.code}: {whole - len(lacking)} / {whole}", file=sys.stderr)
    return 1 if lacking else 0


def _given(code: str, folder: Path) -> dict[str, str]:
    """What native speakers have written; nothing where there is no file yet."""
    path = folder / code / _TEXTS
    return dict(_pairs(tomllib.loads(path.read_text("utf-8")))) if path.is_file() else {}


def _pairs(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _pairs(value, f"{above}{key}.")
        elif str(value).strip():
            yield f"{above}{key}", str(value)


def _gaps(text: str) -> list[str] | None:
    """Names of the places to be filled in; None for no text."""
    return sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None) if text else None


def _flat(text: str) -> str:
    return text.replace("\n", "\\n")


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
