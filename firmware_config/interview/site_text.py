"""The new site file as text: every key with what it is, in the officer's language."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from firmware_config.interview.assumed_screens import is_assumed
from firmware_config.toml_text import toml_text

_SECTIONS: Final = (
    "fields", "counters", "officers", "priorities", "hours", "devices", "machines", "broker", "web", "wifi", "registry", "calling",
)  # fmt: skip


def site_text(tables: Mapping[str, Any], texts: Mapping[str, str]) -> str:
    """A section for each table, explained where it stands first."""
    bare = {name: one for name, one in tables.items() if name not in _SECTIONS}
    parts = [f"# {line}\n" for line in texts["about.file"].format(name=tables["name"]).split(" / ")]
    parts.append("\n" + toml_text(bare, lambda path: texts.get(f"about.site.{path}", "")))
    for name in _SECTIONS:
        if name in tables:
            parts.append(f"\n# ---- {texts[f'about.{name}.this']} ----\n\n")
            assumed = {row["id"] for row in tables[name] if is_assumed(row)} if name == "devices" else set()
            parts.append(toml_text({name: tables[name]}, _Notes(name, texts, assumed)))
    parts += ["\n", *(f"# {line}\n" for line in texts["about.more"].split(" / "))]
    return "".join(parts)


class _Notes:
    """What each key is, said once: the second field needs no words. ``assumed``: devices whose screens nobody was asked for."""

    def __init__(self, section: str, texts: Mapping[str, str], assumed: Collection[str]) -> None:
        self._section = section
        self._texts = texts
        self._assumed = assumed
        self._said: set[str] = set()

    def __call__(self, path: str) -> str:
        above, _, name = path.rpartition(".")
        if name in {"screen", "screen_mm"} and above.rpartition(".")[2] in self._assumed:
            return self._texts[f"about.assumed.{name}"]
        if name in self._said:
            return ""
        self._said.add(name)
        return self._texts.get(f"about.{self._section}.{name}", "")
