"""Receipt printers by model: how many dots they print, how they cut, and which questions they can be asked.

Models of our own are named by what they do; the others are python-escpos' profiles, read as the data they are (importing
escpos.capabilities takes half a second and leaves a folder in /tmp each time).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any, Final

from contract.errors import CallAPersonError

DEFAULT: Final = "default"
"""Any ESC/POS printer: 576 or 384 dots, cuts, is asked everything and believed only as far as it answers."""

_DOTS: Final = {80: (576, 512), 58: (384,)}
"""Widths that slips are drawn in, by the roll's millimetres, the widest first."""


class Cutter(StrEnum):
    """How the paper is parted from the roll."""

    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class PrinterModelError(CallAPersonError):
    """The model is not known, prints no pictures, or not on this paper."""


@dataclass(frozen=True, slots=True)
class PrinterModel:
    """``dots`` across the paper, ``dpi`` along it.

    A question that would be printed as letters is not asked. ``status``: DLE EOT (condition), ``queue``: GS r (all received),
    ``marks``: GS ( H (all printed).
    """

    dots: int
    dpi: int = 203
    cutter: Cutter = Cutter.PARTIAL
    status: bool = True
    queue: bool = True
    marks: bool = True


_OURS: Final[Mapping[str, PrinterModel]] = {
    "thermal-80": PrinterModel(576),
    "thermal-80-full-cut": PrinterModel(576, cutter=Cutter.FULL),
    "thermal-80-tear": PrinterModel(576, cutter=Cutter.NONE),
    "thermal-80-narrow": PrinterModel(512),
    "thermal-80-no-marks": PrinterModel(576, marks=False),
    "thermal-80-silent": PrinterModel(576, status=False, queue=False, marks=False),
    "thermal-58": PrinterModel(384),
    "thermal-58-tear": PrinterModel(384, cutter=Cutter.NONE),
    "thermal-58-no-marks": PrinterModel(384, cutter=Cutter.NONE, marks=False),
    "thermal-58-silent": PrinterModel(384, cutter=Cutter.NONE, status=False, queue=False, marks=False),
}
"""``narrow``: a head of 512 dots; ``tear``: no cutter; ``no-marks``: no GS ( H; ``silent``: answers nothing."""


def printer_models(paper_mm: int) -> list[str]:
    """Names of the models that print on such a roll, ours first."""
    return [name for name in (*_OURS, *sorted(_profiles())) if _model(name, paper_mm) is not None]


def printer_model(name: str, paper_mm: int) -> PrinterModel:
    """The model's features on a roll of 80 or 58 mm. Raises PrinterModelError."""
    if name not in _OURS and name not in _profiles():
        raise PrinterModelError(f"no printer model {name!r}; known: {', '.join(printer_models(paper_mm))}")
    model = _model(name, paper_mm)
    if model is None:
        raise PrinterModelError(f"printer model {name} prints no pictures on paper of {paper_mm} mm")
    return model


def _model(name: str, paper_mm: int) -> PrinterModel | None:
    ours = _OURS.get(name)
    if ours is not None:
        return ours if ours.dots in _DOTS.get(paper_mm, ()) else None
    features, media = _profiles()[name]["features"], _profiles()[name]["media"]
    head = media["width"].get("pixels")
    fitting = [dots for dots in _DOTS.get(paper_mm, ()) if not isinstance(head, int) or dots <= head]
    if not features.get("bitImageRaster") or not fitting:
        return None
    dpi = media.get("dpi")
    cutter = (
        Cutter.PARTIAL if features.get("paperPartCut") else Cutter.FULL if features.get("paperFullCut") else Cutter.NONE
    )
    return PrinterModel(fitting[0], dpi if isinstance(dpi, int) else 203, cutter)


@cache
def _profiles() -> dict[str, Any]:
    profiles: dict[str, Any] = json.loads((files("escpos") / "capabilities.json").read_bytes())["profiles"]
    return profiles
