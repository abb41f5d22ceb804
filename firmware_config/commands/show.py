"""``show``: an office's configuration as it takes effect, every default filled in and every secret masked; or who was shut out, and when."""

import json
import sys
import tomllib
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from firmware_config.commands import FAULTY, FINE
from firmware_config.effective import flat, masked, plain
from firmware_config.keep import Keep
from firmware_config.keep_record import Noted
from firmware_config.office import find_office
from firmware_config.site_file import read_site
from firmware_config.toml_text import toml_text

_DEEDS: Final = {"revoke": "show.deed.revoke", "replace": "show.deed.replace"}


def arguments(parser: ArgumentParser) -> None:
    """The office, and how much of it."""
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--only", metavar="KEY", default="", help="option.only")
    parser.add_argument("--record", action="store_true", help="option.record")
    parser.add_argument("--json", action="store_true", help="option.json")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """Raises SiteFileError: what has faults takes no effect."""
    office = find_office(given.office)
    if given.record:
        return _tell_record(Keep(office.keep).record, texts, as_json=given.json)
    told = masked(plain(read_site(office.site_file)))
    if given.only:
        told = _only(told, given.only.split("."))
        if told is None:
            print(texts["show.no_key"].format(key=given.only), file=sys.stderr)
            return FAULTY
    if given.json:
        print(json.dumps(told, indent=2, ensure_ascii=False))
        return FINE
    written = flat(tomllib.loads(office.site_file.read_text("utf-8-sig")))
    keys = {path for key in written for path in _above(key)}
    print(texts["show.head"].format(file=office.site_file))
    print(toml_text(told, lambda path: "" if path in keys else texts["show.default"]), end="")
    return FINE


def _tell_record(record: Sequence[Noted | None], texts: Mapping[str, str], *, as_json: bool) -> int:
    """Who shut which device out, or gave it new credentials: oldest first. A torn line is told, for what it said is not known any more."""
    if as_json:
        print(json.dumps([one and asdict(one) for one in record], indent=2, ensure_ascii=False, default=str))
        return FINE
    for one in record:
        if one is None:
            print(texts["show.torn"])
            continue
        deed = texts[_DEEDS[one.deed]] if one.deed in _DEEDS else one.deed
        print(texts["show.noted"].format(at=f"{one.at:%d/%m/%Y %H:%M}", by=one.by, deed=deed, device=one.device))
    if not record:
        print(texts["show.nothing_noted"])
    return FINE


def _only(told: Any, path: list[str]) -> Any:
    """The tables around one key, table or list, and nothing else; None where there is no such key."""
    name, rest = path[0], path[1:]
    if isinstance(told, list):
        rows = [one for one in told if isinstance(one, Mapping) and str(one.get("id", one.get("number"))) == name]
        inner = [_only(one, rest) if rest else one for one in rows]
        return None if not rows or None in inner else inner
    if not isinstance(told, Mapping) or name not in told:
        return None
    inner = _only(told[name], rest) if rest else told[name]
    return None if inner is None else {name: inner}


def _above(key: str) -> list[str]:
    parts = key.split(".")
    return [".".join(parts[: end + 1]) for end in range(len(parts))]
