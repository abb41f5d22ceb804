"""Gaps, paths and dates of the registry's tables."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from contract.registry_words import check_date_form, fill, gaps, read_day, steps

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def test_gaps_are_filled_once() -> None:
    assert gaps("/{unit}/{code}") == ["unit", "code"]
    assert fill("/{unit}/{code}?{x}", {"unit": "{code}", "code": "1"}) == "/{code}/1?{x}"


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("", ()),
        ("MaHoSo", ("MaHoSo",)),
        ("data.items[0].mã-số", ("data", "items", 0, "mã-số")),
        ("data.items.10.x", ("data", "items", 10, "x")),
        ("[2][3]", (2, 3)),
    ],
)
def test_paths(path: str, way: tuple[str | int, ...]) -> None:
    assert steps(path) == way


@pytest.mark.parametrize("path", [".", "a.", ".a", "a..b", "a[", "a[]", "a[x]", "a[-1]", "a b", "[99999]", "a]"])
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(ValueError, match=r"^"):
        steps(path)


@pytest.mark.parametrize(
    ("value", "form", "day"),
    [
        ("22/11/2026", "dd/MM/yyyy", date(2026, 11, 22)),
        ("2/1/2026 8:05", "d/M/yyyy H:mm", date(2026, 1, 2)),
        ("2026-11-22T08:30:00.123", "yyyy-MM-ddTHH:mm:ss.SSS", date(2026, 11, 22)),
        ("2026-11-22", "iso", date(2026, 11, 22)),
        ("2026-11-21T20:30:00Z", "iso", date(2026, 11, 22)),
        ("2026-11-21T20:30:00", "iso", date(2026, 11, 21)),
        (1795307400, "unix", date(2026, 11, 22)),
        ("1795307400000", "unix_ms", date(2026, 11, 22)),
        ("30/02/2026", "dd/MM/yyyy", None),
        ("2/11/2026", "dd/MM/yyyy", None),
        ("22/11/0026", "dd/MM/yyyy", None),
        ("22/11/2026 ", "yyyy/MM/dd", None),
        ("٢٢/11/2026", "dd/MM/yyyy", None),
        (10**30, "unix", None),
        (float("nan"), "unix", None),
        (True, "unix", None),
        (None, "iso", None),
        ("soon", "iso", None),
    ],
)
def test_days(value: object, form: str, day: date | None) -> None:
    check_date_form(form)
    assert read_day(value, (form,), ZONE) == day


def test_the_first_form_that_fits_counts() -> None:
    assert read_day("2026-11-22", ("dd/MM/yyyy", "iso"), ZONE) == date(2026, 11, 22)
    assert read_day("2026-11-22", (), ZONE) is None
