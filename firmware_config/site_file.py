"""Reads a site file into ``contract.site.Site``, with every fault of the file told at once."""

import dataclasses
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, get_args, get_origin, get_type_hints

from contract.site import Site
from firmware_config.check import check
from firmware_config.fault import Fault, SiteFileError
from firmware_config.lines import line_of, lines_of, named
from firmware_config.misprint import misprints
from firmware_config.shape import Shape

_ZIPPED: Final = b"PK\x03\x04"
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


def read_site(path: Path) -> Site:
    """The checked site; raises SiteFileError with all faults, OSError when the file cannot be read."""
    data = path.read_bytes()
    try:
        text = unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise SiteFileError(path, (_not_letters(data, line),)) from fault
    try:
        table: Mapping[str, Any] = tomllib.loads(text)
    except (ValueError, RecursionError) as refused:
        reading = misprints(text, row_tables())
        others = () if reading.table is None else _read(reading.table, text)[1]
        found = sorted((*reading.faults, *others), key=lambda fault: fault.line or 0)
        raise SiteFileError(path, tuple(found)) from refused
    site, faults = _read(table, text)
    if faults:
        raise SiteFileError(path, faults)
    return site


def row_tables() -> frozenset[str]:
    """Tables of the site file that are written ``[[so]]``, once a row."""
    hints = get_type_hints(Site)
    rows = {name: get_args(hint)[:1] for name, hint in hints.items() if get_origin(hint) is tuple}
    return frozenset(name for name, row in rows.items() if any(map(dataclasses.is_dataclass, row)))


def placed(faults: Iterable[Fault], lines: Mapping[str, int]) -> tuple[Fault, ...]:
    """With their lines, in the order of the file."""
    found = [dataclasses.replace(fault, line=line_of(fault.key, lines)) for fault in faults]
    return tuple(sorted(found, key=lambda fault: (fault.line or 0, fault.key)))


def _read(table: Mapping[str, Any], text: str) -> tuple[Site, tuple[Fault, ...]]:
    shape = Shape()
    site: Site = shape.table("", table, Site)
    faults = [*shape.faults, *(fault for fault in check(site) if not shape.explains(fault))]
    found = placed(faults, lines_of(text)) if faults else ()
    return site, tuple(dataclasses.replace(fault, place=named(fault.key, table)) for fault in found)


def _not_letters(data: bytes, line: int) -> Fault:
    """What the file probably is in place of UTF-8."""
    if data.startswith(_ZIPPED):
        return Fault("", "zipped")
    wide = data.startswith(_BOMS) or b"\0" in data[:4]
    return Fault("", "not_utf8", {"guess": "UTF-16" if wide else "Windows-1258, TCVN3"}, line=None if wide else line)
