"""What people type, as the site file wants it."""

import re
from typing import Final

from firmware_config.short_names import shortened

_ORDINARY: Final = re.compile(
    r"^(ubnd|ủy ban nhân dân|bộ phận|một cửa|tiếp nhận và trả kết quả|trung tâm|phục vụ|hành chính công"
    r"|phường|xã|thị trấn|thị xã|thành phố|quận|huyện|tỉnh|one-stop|office|of|the)\s+",
    re.IGNORECASE,
)
_LONGEST: Final = 32
_YES: Final = {"c", "co", "có", "y", "yes"}
_NO: Final = {"k", "khong", "không", "n", "no", "-"}
_SIZE: Final = re.compile(r"(\d+)\s*[x×*, ]\s*(\d+)")
_MM_PER_INCH: Final = 25.4


def short(name: str) -> str:
    """A short name: lower case without marks, digits and hyphens, at most 32 characters."""
    return shortened(name, _LONGEST)


def short_office(name: str) -> str:
    """The same without what every office is called."""
    rest = name.strip()
    while (found := _ORDINARY.match(rest)) is not None:
        rest = rest[found.end() :]
    return short(rest) or short(name)


def yes(answer: str) -> bool | None:
    """None for what is neither yes nor no."""
    word = answer.strip().lower()
    return True if word in _YES else False if word in _NO else None


def parts(answer: str) -> list[str]:
    """Between commas or semicolons, without empty ones."""
    return [one.strip() for one in re.split(r"[,;]", answer) if one.strip()]


def pixels(answer: str) -> tuple[int, int] | None:
    """``1080x1920``."""
    found = _SIZE.fullmatch(answer.strip())
    return (int(found[1]), int(found[2])) if found else None


def millimetres(size: tuple[int, int], inches: float) -> tuple[int, int]:
    """Width and height of a screen of so many pixels whose diagonal has so many inches."""
    pixel = inches * _MM_PER_INCH / (size[0] ** 2 + size[1] ** 2) ** 0.5
    return round(size[0] * pixel), round(size[1] * pixel)
