"""A file code is found where receipts carry it, and nothing around it survives."""

import string
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.file_code import find_file_code

AGENCIES = st.lists(st.text(string.digits, min_size=2, max_size=3), max_size=3)
PLACES = st.lists(st.text(string.digits, min_size=1, max_size=4), max_size=4)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
NUMBERS = st.text(string.digits, min_size=4, max_size=6)


@st.composite
def file_codes(draw: st.DrawFn) -> str:
    head = ".".join([*draw(AGENCIES), draw(st.sampled_from("GH")) + f"{draw(st.integers(0, 99)):02d}", *draw(PLACES)])
    return f"{head}-{draw(DAYS):%y%m%d}-{draw(NUMBERS)}"


@pytest.mark.parametrize("code", ["000.00.06.H56-231027-0361", "H56.14-240823-0001"])
def test_codes_seen_on_real_receipts_are_found(code):
    assert find_file_code(code) == code


@given(file_codes(), st.sampled_from(["", " ", "\n", "\r\n"]))
def test_every_bare_code_is_found(code, margin):
    assert find_file_code(margin + code.lower() + margin) == code


@given(
    file_codes(),
    st.sampled_from(["MHS", "mhs", "ma", "mahoso", "MaHoSo"]),
    st.text(string.digits, min_size=9, max_size=12),
    st.booleans(),
    st.sampled_from(["https://a.example/tra-cuu?", "http://10.0.0.1:8080/?x=1&", "https://a.example/#/tra-cuu?"]),
)
def test_a_code_in_an_address_is_found_and_the_citizen_number_dropped(code, name, number, number_first, start):
    parameters = [f"{name}={quote(code)}", f"SGT={number}"]
    found = find_file_code(start + "&".join(reversed(parameters) if number_first else parameters))
    assert found == code


@given(st.text(max_size=300))
def test_whatever_is_read_is_a_code_or_nothing(text):
    found = find_file_code(text)
    assert found is None or (found == find_file_code(found) and found.casefold() in text.casefold().replace("%2d", "-"))


@given(file_codes(), st.integers(0, 400))
def test_a_day_that_does_not_exist_is_refused(code, shift):
    head, _, number = code.split("-")
    assert find_file_code(f"{head}-{24 + shift % 70:02d}0230-{number}") is None
    assert find_file_code(f"{head}-241301-{number}") is None
    real = date(2024, 1, 1) + timedelta(days=shift)
    assert find_file_code(f"{head}-{real:%y%m%d}-{number}") is not None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "H56.14-240823-001",
        "H56.14-240823-0001 and more",
        "X56.14-240823-0001",
        "H56.14-２40823-0001",
        "https://a.example/H56.14-240823-0001",
        "https://a.example/?SGT=H56.14-240823-0001",
        "https://[broken?MHS=H56.14-240823-0001",
        "0" * 12 + "|0" * 9 + "|Nguyễn Văn Mẫu|01012000|Nam|Số 1",
        "https://a.example/?" + "a=1&" * 200 + "MHS=H56.14-240823-0001",
        "https://a.example/?x=" + "a" * 3000 + "&MHS=H56.14-240823-0001",
    ],
)
def test_what_is_no_code_is_refused(text):
    assert find_file_code(text) is None


def test_an_office_may_have_a_pattern_of_its_own():
    assert find_file_code("AB/12345", r"[A-Z]{2}/\d{5}") == "AB/12345"
    assert find_file_code("H56.14-240823-0001", r"[A-Z]{2}/\d{5}") is None
