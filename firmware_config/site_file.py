"""Reads a site file into ``contract.site.Site``, with every fault of the file told at once."""

import dataclasses
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from contract.site import Site
from firmware_config.check import check
from firmware_config.fault import Fault, SiteFileError
from firmware_config.lines import line_of, lines_of
from firmware_config.shape import Shape

_PLACE: Final = re.compile(r"\(at line (\d+),")


def read_site(path: Path) -> Site:
    """The checked site; raises SiteFileError with all faults, OSError when the file cannot be read."""
    try:
        text = unicodedata.normalize("NFC", path.read_bytes().decode("utf-8-sig"))
        table = tomllib.loads(text)
    except UnicodeDecodeError as fault:
        raise SiteFileError(path, (Fault("", "not_utf8"),)) from fault
    except (ValueError, RecursionError) as fault:  # ValueError: also a number of more figures than Python reads
        raise SiteFileError(path, (syntax(str(fault), text),)) from fault
    shape = Shape()
    site: Site = shape.table("", table, Site)
    faults = [*shape.faults, *(fault for fault in check(site) if not shape.explains(fault))]
    if faults:
        raise SiteFileError(path, placed(faults, lines_of(text)))
    return site


def placed(faults: Iterable[Fault], lines: Mapping[str, int]) -> tuple[Fault, ...]:
    """With their lines, in the order of the file."""
    found = [dataclasses.replace(fault, line=line_of(fault.key, lines)) for fault in faults]
    return tuple(sorted(found, key=lambda fault: (fault.line or 0, fault.key)))


def syntax(words: str, text: str) -> Fault:
    """What tomllib says of a text that is no TOML."""
    place = _PLACE.search(words)
    line = int(place[1]) if place else text.count("\n") + 1
    return Fault("", "syntax", {"words": words}, line=line)
