"""Words that people read, by language: TOML files in a program's ``texts`` folder, never code."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType


def languages(folder: Path) -> list[str]:
    """Languages that a program's ``texts`` folder has, for the choices of its command line."""
    return sorted(file.stem for file in folder.glob("*.toml"))


def load_texts(folder: Path, language: str) -> Mapping[str, str]:
    """Texts of ``folder/<language>.toml`` over those that all programs share, as ``"table.key": "text"``.

    Raises FileNotFoundError for a language that the folder does not have.
    """
    shared = Path(__file__).parent / "texts"
    texts: dict[str, str] = {}
    for place in (shared, folder):
        texts.update(_flat(tomllib.loads((place / f"{language}.toml").read_text("utf-8"))))
    return MappingProxyType(texts)


def _flat(table: Mapping[str, object], above: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, Mapping):
            flat.update(_flat(value, f"{above}{key}."))
        else:
            flat[f"{above}{key}"] = str(value)
    return flat
