"""One look for kiosk, boards, pages and paper: colours, type and icons as plain values.

Contrast on its ground is at least 7:1 for text and 3:1 for edges (WCAG 2.2, 1.4.6 and 1.4.11); tests measure it.
Green leans to blue and red to purple, so that eyes without red or green cones still tell them from amber.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

FONTS: Final = Path("/usr/share/fonts/truetype")
REGULAR: Final = FONTS / "noto" / "NotoSans-Regular.ttf"
BOLD: Final = FONTS / "noto" / "NotoSans-Bold.ttf"
ICONS: Final = FONTS / "material-design-icons-iconfont" / "MaterialIcons-Regular.ttf"
"""Noto Sans (OFL) and Material Icons (Apache-2.0) from Debian's fonts-noto-core and fonts-material-design-icons-iconfont."""


@dataclass(frozen=True, slots=True)
class Palette:
    """Hex colours by what they mean."""

    ground: str
    panel: str
    ink: str
    soft: str
    edge: str
    press: str
    on_press: str
    done: str
    soon: str
    overdue: str


LIGHT: Final = Palette(
    ground="#FFFFFF",
    panel="#F2F4F7",
    ink="#14181F",
    soft="#434B57",
    edge="#7A8494",
    press="#0B3D91",
    on_press="#FFFFFF",
    done="#005941",
    soon="#6B4700",
    overdue="#85001F",
)
"""Kiosk, rating terminal, pages."""

DARK: Final = Palette(
    ground="#0A0E14",
    panel="#161C26",
    ink="#FFFFFF",
    soft="#B9C3D1",
    edge="#66728A",
    press="#8FB8FF",
    on_press="#0A0E14",
    done="#7BE0A3",
    soon="#FFCF66",
    overdue="#FF94B4",
)
"""Boards."""

FIELDS: Final = (
    "#215B94",
    "#D4750D",
    "#50352D",
    "#A38C83",
    "#9082EB",
    "#7F2B03",
    "#419BBF",
    "#645C72",
    "#302187",
    "#986045",
)
"""Colours of fields in charts on white ground, by their place in the site file; 3:1 against it, and apart from each other for eyes
without red, green or blue cones. A name always stands beside."""

ICON: Final = {
    "scan": "\uf206",
    "ticket": "\ue638",
    "back": "\ue5c4",
    "listen": "\ue050",
    "done": "\ue86c",
    "wait": "\ue8b5",
    "warning": "\ue002",
    "print": "\ue8ad",
    "info": "\ue88e",
    "home": "\ue88a",
    "very_satisfied": "\ue815",
    "satisfied": "\ue0ed",
    "neutral": "\ue812",
    "not_satisfied": "\ue811",
    "very_unsatisfied": "\ue814",
    "chosen": "\ue834",
    "not_chosen": "\ue835",
    "next": "\ue5c8",
    "papers": "\ue89c",
    "fee": "\uef63",
    "over": "\ue88a",
    "language": "\ue8e2",
    "size": "\ue245",
    "reach": "\ue914",
    "hand": "\ue913",
    "search": "\ue8b6",
    "keyboard": "\ue312",
    "speak": "\ue050",
    "lock": "\ue897",
    "write": "\ue560",
    "message": "\ue625",
}
"""Code points of Material Icons."""
