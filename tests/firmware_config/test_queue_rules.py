"""Faults about steps, officers, priorities, calling, tickets and keypads: each told once, at its line and key."""

import re
from pathlib import Path

import pytest

from contract.language import load_texts
from contract.site import Field
from controller.adapters.argon2_passwords import is_password
from firmware_config.__main__ import TEXTS
from firmware_config.accounts import argon2_hash
from firmware_config.fault import SiteFileError
from firmware_config.site_file import read_site

HASH = argon2_hash("hoa sen trang", None)
WEAK = HASH.replace("m=19456", "m=64")
HEAVY = HASH.replace("m=19456", "m=4194304")
SHORT = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$AAAA"
FIELDS = """\
[[fields]]
id = "a"
name = "A"
prefix = "A"
then = ["c"]

[[fields]]
id = "b"
name = "B"
prefix = "B"

[[fields]]
id = "c"
name = "C"
prefix = "C"
offered = false
"""
REST = f"""\
[[counters]]
id = 1
fields = ["a", "b", "c"]

[[officers]]
id = "hoa"
name = "Hoa"
role = "head"
password = "{HASH}"

[[officers]]
id = "lan"
name = "Lan"
password = "{HASH}"
rights = ["call_number"]

[[priorities]]
id = "cao-tuoi"
name = "Người cao tuổi"

[[devices]]
id = "keypad-1"
role = "keypad"
counter = 1
"""
OFFICE = f'id = "hall"\nname = "Một cửa"\n{FIELDS}{REST}'


def faults(tmp_path: Path, text: str) -> SiteFileError | None:
    path = tmp_path / "site.toml"
    path.write_text(text, "utf-8")
    try:
        read_site(path)
    except SiteFileError as fault:
        return fault
    return None


def told(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    """Key, name and hint of every fault; each has its line, and a sentence in both languages."""
    found = faults(tmp_path, text)
    if found is None:
        return []
    for language in ("vi", "en"):
        assert len(found.lines(load_texts(TEXTS, language))) == len(found.faults)
    assert all(one.line or "[[officers]]" not in text for one in found.faults)
    return [(one.key, one.name, one.hint) for one in found.faults]


def test_the_office_is_fine(tmp_path: Path) -> None:
    assert told(tmp_path, OFFICE) == []


def _named(one: object) -> str:
    """A test's name, which must be the same in every process: each has a salt of its own."""
    return re.sub(r'\$argon2[^"]*', "hash", str(one))


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('then = ["c"]', 'then = ["d"]', ("fields[0].then[0]", "unknown_field", "")),
        ('id = "c"\n', 'id = "tra-ket-qua"\n', ("fields[0].then[0]", "unknown_field", "")),
        ('then = ["c"]', 'then = ["c", "b", "c"]', ("fields[0].then[2]", "twice", "")),
        ('then = ["c"]', 'then = ["a"]', ("fields[0].then", "circle", "")),
        ('prefix = "C"', 'prefix = "C"\nthen = ["b", "a"]', ("fields[0].then", "circle", "")),
        ('prefix = "A"\nthen = ["c"]', 'prefix = "A"\noffered = "no"', ("fields[0].offered", "wants_bool", "")),
        ('prefix = "B"', 'prefix = "B"\nquota = -1', ("fields[1].quota", "range", "")),
        ('prefix = "B"', 'prefix = "B"\nquota = true', ("fields[1].quota", "wants_int", "")),
        ('prefix = "B"', 'prefix = "B"\ntarget_wait_min = 0', ("fields[1].target_wait_min", "range", "")),
        ('prefix = "B"', 'prefix = "B"\ntarget_wait_min = 241', ("fields[1].target_wait_min", "range", "")),
        ('prefix = "B"', 'prefix = "B"\nservice_min = 0', ("fields[1].service_min", "range", "")),
        ('prefix = "B"', 'prefix = "B"\nservice_min = nan', ("fields[1].service_min", "range", "")),
        ('prefix = "B"', 'prefix = "B"\nservice_min = inf', ("fields[1].service_min", "range", "")),
        ('prefix = "B"', 'prefix = "B"\npriority_cap = 0', ("fields[1].priority_cap", "range", "")),
        ('prefix = "B"', 'prefix = "B"\npriority_cap = 10', ("fields[1].priority_cap", "range", "")),
        ("id = 1\n", 'id = 1\norder = "lited"\n', ("counters[0].order", "unknown_word", "listed")),
        ('id = "lan"', 'id = "hoa"', ("officers[1].id", "twice", "")),
        ('id = "lan"', 'id = "Lan"', ("officers[1].id", "id", "lan")),
        ('name = "Lan"', 'name = ""', ("officers[1].name", "no_words", "")),
        ('role = "head"', 'role = "haed"', ("officers[0].role", "unknown_word", "head")),
        ('role = "head"\n', "", ("officers", "no_head", "")),
        ('"call_number"', '"call_numer"', ("officers[1].rights[0]", "unknown_word", "call_number")),
        ('["call_number"]', '["call_number", "call_number"]', ("officers[1].rights[1]", "twice", "")),
        (f'role = "head"\npassword = "{HASH}"', 'role = "head"', ("officers[0].password", "missing_key", "")),
        (HASH, "hoa sen trang", ("officers[0].password", "password_hash", "")),
        (HASH, HASH.replace("argon2id", "argon2i"), ("officers[0].password", "password_hash", "")),
        (HASH, HASH[:-2], ("officers[0].password", "password_hash", "")),
        (HASH, SHORT, ("officers[0].password", "password_hash", "")),
        (HASH, "", ("officers[0].password", "password_hash", "")),
        (HASH, WEAK, ("officers[0].password", "password_cost", "")),
        (HASH, HEAVY, ("officers[0].password", "password_cost", "")),
        ('name = "Người cao tuổi"', 'name = " "', ("priorities[0].name", "no_words", "")),
        ('id = "cao-tuoi"', 'id = "cao tuổi"', ("priorities[0].id", "id", "cao-tuoi")),
        ('id = "keypad-1"', 'id = "counter-1"', ("devices[0].id", "reserved", "")),
        ('id = "keypad-1"', 'id = "counter-77"', ("devices[0].id", "reserved", "")),
        ('id = "keypad-1"', 'id = "head"', ("devices[0].id", "reserved", "")),
        ('id = "keypad-1"', 'id = "broker"', ("devices[0].id", "reserved", "")),
        ('id = "keypad-1"', 'id = "controller"', ("devices[0].id", "reserved", "")),
        ('role = "keypad"\ncounter = 1', 'role = "keypad"', ("devices[0].counter", "needs_counter", "")),
        ("counter = 1", "counter = 2", ("devices[0].counter", "unknown_counter", "")),
        ("counter = 1", 'counter = 1\nprinter = "/dev/usb/lp0"', ("devices[0].printer", "not_for_role", "")),
    ],
    ids=_named,
)
def test_one_fault_is_told_once(tmp_path: Path, before: str, after: str, fault: tuple[str, str, str]) -> None:
    assert before in OFFICE
    text = OFFICE.replace(before, after, 1)
    if before == 'id = "c"\n':
        text = text.replace('fields = ["a", "b", "c"]', 'fields = ["a", "b", "tra-ket-qua"]')
    assert told(tmp_path, text) == [fault]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("[calling]\nabsent_after = 0", ("calling.absent_after", "range", "")),
        ("[calling]\nabsent_after = 5", ("calling.absent_after", "range", "")),
        ("[calling]\nabsent_after = 3\nrecalls = 1", ("calling.absent_after", "absent_after", "")),
        ("[calling]\nlate_places = -1", ("calling.late_places", "range", "")),
        ("[calling]\nreturns = 10", ("calling.returns", "range", "")),
        ("[calling]\nundo_s = 301", ("calling.undo_s", "range", "")),
        ("[tickets]\ndouble_tap_s = 11", ("tickets.double_tap_s", "range", "")),
        ("[tickets]\nper_minute = -1", ("tickets.per_minute", "range", "")),
        ("[tickets]\nper_minute = 4\nper_minute_peak = 601", ("tickets.per_minute_peak", "range", "")),
        ("[tickets]\nper_minute = 4\nper_minute_peak = 5", ("tickets.per_minute_peak", "looser_at_peak", "")),
        ("[tickets]\nper_minute_peak = 0", ("tickets.per_minute_peak", "looser_at_peak", "")),
        ("[tickets]\npeak_waiting = 0", ("tickets.peak_waiting", "range", "")),
        ("[tickets]\nbefore_open_min = 241", ("tickets.before_open_min", "range", "")),
        ("[tickets]\nappointment_grace_min = -1", ("tickets.appointment_grace_min", "range", "")),
        ("[tickets]\nblock = 51", ("tickets.block", "range", "")),
        ('[[priorities]]\nid = "cao-tuoi"\nname = "X"', ("priorities[1].id", "twice", "")),
        ('[[priorities]]\nid = "x"\nname = "Người cao tuổi"', ("priorities[1].name", "twice", "")),
        ("[tickets]\nper_minutes = 1", ("tickets.per_minutes", "unknown_key", "per_minute")),
    ],
)
def test_one_fault_in_a_table(tmp_path: Path, more: str, fault: tuple[str, str, str]) -> None:
    found = told(tmp_path, f"{OFFICE}{more}\n")
    assert found[:1] == [fault]
    assert len(found) == 1 or more.endswith("601")  # too many, and more than without a peak


def test_no_limit_at_all_and_none_before_the_peak(tmp_path: Path) -> None:
    assert told(tmp_path, f"{OFFICE}[tickets]\nper_minute = 0\nper_minute_peak = 0\n") == []
    assert told(tmp_path, f"{OFFICE}[tickets]\nper_minute = 0\nper_minute_peak = 6\n") == []


def test_every_circle_is_told_at_its_first_field(tmp_path: Path) -> None:
    text = OFFICE.replace('prefix = "B"', 'prefix = "B"\nthen = ["b"]').replace(
        'prefix = "C"', 'prefix = "C"\nthen = ["a"]'
    )
    assert told(tmp_path, text) == [("fields[0].then", "circle", ""), ("fields[1].then", "circle", "")]


def test_some_field_must_be_had_at_a_kiosk(tmp_path: Path) -> None:
    text = OFFICE.replace('prefix = "A"', 'prefix = "A"\noffered = false').replace(
        'prefix = "B"', 'prefix = "B"\noffered = false'
    )
    assert told(tmp_path, text) == [("fields", "none_offered", "")]


def test_somebody_must_be_able_to_call_at_every_counter(tmp_path: Path) -> None:
    without = OFFICE[: OFFICE.index("[[officers]]")] + OFFICE[OFFICE.index("[[priorities]]") :]
    assert told(tmp_path, without) == []  # a keypad is enough
    second = without.replace("[[counters]]", '[[counters]]\nid = 2\nfields = ["a"]\n\n[[counters]]', 1)
    assert told(tmp_path, second) == [("officers", "nobody_calls", "")]
    assert told(tmp_path, second.replace('role = "keypad"', 'role = "keypda"')) == [
        ("devices[0].role", "unknown_word", "keypad")
    ]


def test_a_password_in_the_wrong_place_is_not_told(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(OFFICE.replace(HASH, "hoa sen trang"), "utf-8")
    with pytest.raises(SiteFileError) as caught:
        read_site(path)
    assert "hoa sen trang" not in str(caught.value)
    assert all("hoa sen trang" not in str(fault) for fault in caught.value.faults)


def test_a_field_that_no_kiosk_offers_needs_no_seat(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text(OFFICE, "utf-8")
    fee: Field = read_site(path).fields[2]
    assert (fee.offered, fee.seat, fee.prefix) == (False, "", "C")


def test_hashes_of_the_file_are_those_of_the_pages() -> None:
    assert is_password(HASH, "hoa sen trang")
    assert is_password(argon2_hash("sông bé", None), "so\u0302ng be\u0301")  # the accents typed as keys of their own
    assert not is_password(HASH, "hoa sen xanh")
