"""Reads an office's file of procedures, TOML or CSV, into a ``Catalogue``, with every fault of the file told at once."""

import csv
import dataclasses
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from contract.catalogue import catalogue_of
from contract.procedure import Catalogue, Procedure
from contract.site import Site
from firmware_config.fault import Fault, SiteFileError
from firmware_config.lines import line_of, lines_of
from firmware_config.misprint import misprints
from firmware_config.procedure_rows import Rows, read_rows
from firmware_config.procedure_rules import check_procedures
from firmware_config.shape import Shape
from firmware_config.site_file import placed


@dataclass(frozen=True, slots=True)
class _File:
    """A TOML file of procedures."""

    procedures: tuple[Procedure, ...]


def read_catalogue(site: Site, site_file: Path) -> Catalogue:
    """The checked catalogue that ``site``, read from ``site_file``, names; an empty one where it names none.

    Raises SiteFileError with all faults of the catalogue's file.
    """
    if not site.procedures.file:
        return catalogue_of(())
    path = site_file.parent / site.procedures.file
    try:
        data = path.read_bytes()
    except OSError as fault:
        wrong = Fault("procedures.file", "no_file", {"file": path, "words": fault})
        raise SiteFileError(site_file, _in_site(site_file, wrong)) from fault
    if path.suffix.lower() == ".toml":
        return _from_toml(site, path, data)
    if path.suffix.lower() == ".csv":
        return _from_csv(site, path, data)
    raise SiteFileError(site_file, _in_site(site_file, Fault("procedures.file", "file_kind", {"file": path.name})))


def _from_toml(site: Site, path: Path, data: bytes) -> Catalogue:
    text = _text(path, data, "not_utf8")
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as fault:  # ValueError: also a number of more figures than Python reads
        raise SiteFileError(path, misprints(text, {"procedures"}).faults) from fault
    shape = Shape()
    file: _File = shape.table("", table, _File)
    faults = _faults(site, shape, file.procedures)
    if faults:
        raise SiteFileError(path, placed(faults, lines_of(text)))
    return catalogue_of(file.procedures)


def _from_csv(site: Site, path: Path, data: bytes) -> Catalogue:
    try:
        rows = read_rows(_text(path, data, "not_utf8_table"))
    except csv.Error as fault:
        raise SiteFileError(path, (Fault("", "table_syntax", {"words": fault}),)) from fault
    if rows.faults:
        raise SiteFileError(path, rows.faults)
    shape = Shape()
    procedures = tuple(shape.table(f"procedures[{place}]", row, Procedure) for place, row in enumerate(rows.rows))
    faults = _faults(site, shape, procedures)
    if faults:
        raise SiteFileError(path, tuple(sorted(_in_columns(faults, rows), key=lambda fault: fault.line or 0)))
    return catalogue_of(procedures)


def _faults(site: Site, shape: Shape, procedures: tuple[Procedure, ...]) -> list[Fault]:
    return [*shape.faults, *(fault for fault in check_procedures(site, procedures) if not shape.explains(fault))]


def _in_columns(faults: Iterable[Fault], rows: Rows) -> Iterable[Fault]:
    """By line and the column's own title: ``procedures[3].field`` says nothing to who looks at a table."""
    for fault in faults:
        name = fault.key.partition("].")[2]
        title = rows.titles.get(name.partition("[")[0], "")
        yield dataclasses.replace(fault, key=title, line=line_of(fault.key, rows.lines))


def _text(path: Path, data: bytes, name: str) -> str:
    """NFC; with or without a byte order mark."""
    try:
        return unicodedata.normalize("NFC", data.decode("utf-8-sig"))
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        values: Mapping[str, Any] = {"guess": _encoding(data)}
        raise SiteFileError(path, (Fault("", name, values, line=line),)) from fault


def _encoding(data: bytes) -> str:
    """What the file probably is: Excel's two other ways of saving letters."""
    return "UTF-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "Windows-1258"


def _in_site(site_file: Path, fault: Fault) -> tuple[Fault, ...]:
    return placed((fault,), lines_of(site_file.read_text("utf-8-sig")))
