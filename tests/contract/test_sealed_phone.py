"""Telephone numbers: which are mobile numbers, and that a seal hides one and opens for one visit only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.ids import DeviceId, VisitId
from contract.phone_number import Phone, international, read_phone, spaced
from contract.sealed_phone import book_key, kiosk_key, opened, seal

PHONE, VISIT = Phone("0912345678"), VisitId("2026-11-23-B001")
KEY = kiosk_key("a secret", DeviceId("kiosk-1"))
PHONES = st.from_regex(r"0[35789][0-9]{8}", fullmatch=True).map(Phone)


@pytest.mark.parametrize(
    "text", ["0912345678", "+84912345678", "84912345678", "0084 912 345 678", "0912.345.678", "(0912) 345-678"]
)
def test_a_mobile_number_however_it_is_written(text):
    assert read_phone(text) == PHONE


@pytest.mark.parametrize(
    "text",
    ["", "091234567", "09123456789", "0212345678", "0612345678", "912345678", "0912a45678", "٠٩١٢٣٤٥٦٧٨", "0" * 50],
)
def test_what_is_no_mobile_number(text):
    assert read_phone(text) is None


def test_how_a_number_is_read_and_sent():
    assert international(PHONE) == "84912345678"
    assert [spaced("0912345678"[:count]) for count in (0, 3, 5, 10)] == ["", "091", "0912 3", "0912 345 678"]


@given(PHONES)
def test_what_is_sealed_opens_again_and_is_hidden_meanwhile(phone):
    sealed = seal(KEY, VISIT, phone)
    assert opened(KEY, VISIT, sealed) == phone
    assert phone not in sealed
    assert seal(KEY, VISIT, phone) != sealed


def test_a_seal_opens_with_its_own_key_for_its_own_visit_alone():
    sealed = seal(KEY, VISIT, PHONE)
    assert opened(kiosk_key("a secret", DeviceId("kiosk-2")), VISIT, sealed) is None
    assert opened(kiosk_key("another", DeviceId("kiosk-1")), VISIT, sealed) is None
    assert opened(book_key("a secret"), VISIT, sealed) is None
    assert opened(KEY, VisitId("2026-11-23-B002"), sealed) is None


@given(st.integers(0, 55), st.characters(codec="ascii"))
def test_a_broken_seal_never_opens_as_another_number(place, letter):
    sealed = seal(KEY, VISIT, PHONE)
    broken = sealed[:place] + letter + sealed[place + 1 :]
    assert opened(KEY, VISIT, broken) in ({PHONE} if broken == sealed else {None})


@given(st.text())
def test_nonsense_is_no_seal(text):
    assert opened(KEY, VISIT, text) is None
