"""What people miswrite in a site file is told line by line, all at once, in words that say how to write it."""

import tomllib
import unicodedata
from pathlib import Path

import pytest

from contract.language import load_texts
from firmware_config.__main__ import TEXTS
from firmware_config.fault import SiteFileError
from firmware_config.misprint import misprints
from firmware_config.site_file import read_site, row_tables

SITE = """\
id = "hall"
name = "Một cửa"

[[fields]]
id = "dat-dai"
name = "Đất đai"
prefix = "A"
seat = ""
target_wait_min = 20
service_min = 10.0

[[fields]]
id = "ho-tich"
name = "Hộ tịch"
prefix = "B"

[[counters]]
id = 1
fields = ["dat-dai", "ho-tich"]

[[devices]]
id = "keypad-1"
role = "keypad"
counter = 1

# ---- mạng ----
[broker]
tls = false
"""
HEADS = ("id", "name", "fields", "counters", "devices", "broker")


def told(folder: Path, text: str | bytes) -> list[tuple[int | None, str, str]]:
    """Line, key and name of every fault that is not about officers."""
    path = folder / "site.toml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    try:
        read_site(path)
    except SiteFileError as fault:
        return [(one.line, one.place, one.name) for one in fault.faults]
    return []


def test_the_office_itself_is_fine(tmp_path: Path) -> None:
    assert told(tmp_path, SITE) == []


@pytest.mark.parametrize(
    ("before", "after", "line", "name", "meant"),
    [
        ('"Đất đai"', "“Đất đai”", 6, "misprint_quotes", ""),
        ('"dat-dai"\nname', "‘dat-dai’\nname", 5, "misprint_quotes", ""),
        ('"Đất đai"', "Đất đai", 6, "misprint_no_quotes", '"Đất đai"'),
        ('"Đất đai"', '"Đất đai', 6, "misprint_open_quote", '"Đất đai"'),
        ('"Đất đai"', '"Đất đai # như trên biển', 6, "misprint_open_quote", '"Đất đai"'),
        ('prefix = "A"', '\u00a0prefix = "A"', 7, "misprint_hidden", ""),
        ('prefix = "A"', 'prefix\u200b = "A"', 7, "misprint_hidden", ""),
        ("= 20", "= 20 phút", 9, "misprint_unit", "20"),
        ("= 20", "= 20phút # chờ", 9, "misprint_unit", "20"),
        ("= 10.0", "= 7,5", 10, "misprint_decimal", "7.5"),
        ("= 10.0", "= 7,5 phút", 10, "misprint_unit", "7.5"),
        ("counter = 1", "counter = 01", 24, "misprint_zeros", "1"),
        ("tls = false", "tls = không", 28, "misprint_truth", "false"),
        ("tls = false", "tls = False", 28, "misprint_truth", "false"),
        ('prefix = "A"', 'prefix: "A"', 7, "misprint_colon", ""),
        ("# ---- mạng ----", "// ---- mạng ----", 26, "misprint_stray", ""),
        ("# ---- mạng ----", "Mạng", 26, "misprint_stray", ""),
        ('seat = ""', "seat =", 8, "misprint_empty", ""),
        ('seat = ""', 'seat = "C:\\ghe\\tang 1"', 8, "misprint_backslash", '"C:/ghe/tang 1"'),
        ('seat = ""', 'seat = "" dãy ghế', 8, "misprint_rest", ""),
        ('seat = ""', 'chỗ ngồi = ""', 8, "misprint_key", ""),
        ('["dat-dai", "ho-tich"]', '["dat-dai" "ho-tich"]', 19, "misprint_comma", ""),
        ('["dat-dai", "ho-tich"]', '["dat-dai", "ho-tich"', 19, "misprint_list", ""),
        ("[broker]", "[broker", 27, "misprint_header", "[broker]"),
        ("[[counters]]", "[[counters]", 17, "misprint_header", "[[counters]]"),
        ("[[counters]]", "[counters]", 17, "wants_rows", ""),
        ("[broker]", "[broker]\n[counters]\n[broker]", 28, "misprint_single", ""),
        ("[broker]", "[broker]\nport = 1883\n[broker]", 29, "misprint_table_twice", ""),
        ('prefix = "A"', 'prefix = "A"\nprefix = "C"', 8, "misprint_key_twice", ""),
        ('[[fields]]\nid = "ho-tich"', 'id = "ho-tich"', 12, "misprint_row_lost", ""),
        ('id = "hall"', '<<<<<<< HEAD\nid = "hall"', 1, "misprint_conflict", ""),
        ('id = "hall"', '```toml\nid = "hall"', 1, "misprint_stray", ""),
        ('name = "Đất đai"', 'name = "\u200bĐất đai"', 6, "misprint_hidden", ""),
        ("Đất đai", "Đ?t đai", 6, "lost_letters", ""),
        ("Đất đai", "Ä‘áº¥t Ä‘ai", 6, "lost_letters", ""),
    ],
)
def test_each_is_told_at_its_line(tmp_path: Path, before: str, after: str, line: int, name: str, meant: str) -> None:
    assert before in SITE
    path = tmp_path / "site.toml"
    path.write_text(SITE.replace(before, after, 1), "utf-8")
    with pytest.raises(SiteFileError) as caught:
        read_site(path)
    found = [one for one in caught.value.faults if one.name == name]
    assert [one.line for one in found][:1] == [line]
    assert str(found[0].values.get("meant", "")) == meant
    told_in = {language: caught.value.lines(load_texts(TEXTS, language)) for language in ("vi", "en")}
    assert len(told_in["vi"]) == len(told_in["en"]) == len(caught.value.faults)
    assert "TOML" not in "".join(told_in["vi"])


def test_all_are_told_at_once_and_the_other_faults_with_them(tmp_path: Path) -> None:
    text = SITE.replace('"Đất đai"', "“Đất đai”").replace("= 20", "= 20 phút").replace("[[counters]]", "[counters]")
    assert told(tmp_path, text.replace('prefix = "B"', 'prefx = "B"')) == [
        (6, "", "misprint_quotes"), (9, "", "misprint_unit"), (15, "fields.ho-tich.prefx", "unknown_key"), (17, "", "misprint_single"),
    ]  # fmt: skip


def test_a_list_of_several_lines_that_is_not_closed_is_one_fault(tmp_path: Path) -> None:
    text = SITE.replace('["dat-dai", "ho-tich"]', '[  # hai\n  "dat-dai",\n  "ho-tich",')
    assert told(tmp_path, text) == [(19, "", "misprint_list")]


def test_every_row_table_with_single_brackets_is_told() -> None:
    text = SITE.replace("[[", "[").replace("]]", "]")
    reading = misprints(text, row_tables())
    assert [(one.line, one.name) for one in reading.faults] == [(line, "misprint_single") for line in (4, 12, 17, 21)]
    assert reading.table == tomllib.loads(SITE)


def test_nothing_is_guessed_where_more_than_one_thing_may_be_meant() -> None:
    assert misprints(SITE.replace('seat = ""', "seat =")).table is None


def test_a_file_of_nonsense_comes_to_an_end() -> None:
    reading = misprints("?\n= =\n" * 5000)
    assert 0 < len(reading.faults) <= 50
    assert misprints("[" * 5000).faults[0].name == "syntax"
    assert misprints("x = 0" + "0" * 5000).faults[0].name == "syntax"
    assert misprints("x = 0" + "1" * 900).faults[0].name == "misprint_zeros"
    assert misprints("x =" + " " * 100_000 + "?").faults[0].name == "syntax"


@pytest.mark.parametrize(
    ("data", "name", "line"),
    [
        (SITE.encode("utf-16"), "not_utf8", None),
        (SITE.encode("utf-16-be"), "not_utf8", None),
        (unicodedata.normalize("NFD", SITE).encode("cp1258", "replace"), "not_utf8", 2),
        (b"PK\x03\x04" + bytes(range(256)), "zipped", None),
    ],
)
def test_what_is_no_utf8_is_told_with_what_it_may_be(tmp_path: Path, data: bytes, name: str, line: int | None) -> None:
    assert told(tmp_path, data) == [(line, "", name)]


@pytest.mark.parametrize("data", ["\ufeff" + SITE, SITE.replace("\n", "\r\n"), unicodedata.normalize("NFD", SITE)])
def test_a_mark_of_order_ends_of_lines_and_parted_letters_are_no_faults(tmp_path: Path, data: str) -> None:
    assert told(tmp_path, data) == []


def test_a_misspelt_table_is_told_once(tmp_path: Path) -> None:
    assert told(tmp_path, SITE.replace("[broker]", "[brocker]")) == [(27, "brocker", "unknown_key")]


def test_rows_are_called_by_their_own_names(tmp_path: Path) -> None:
    assert told(tmp_path, SITE.replace("counter = 1", 'counter = "1"')) == [
        (24, "devices.keypad-1.counter", "wants_int")
    ]
    text = SITE.replace('["dat-dai", "ho-tich"]', '["dat-dai", "ho-tich", "Đất đai"]')
    path = tmp_path / "site.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SiteFileError) as caught:
        read_site(path)
    assert [(one.place, one.hint) for one in caught.value.faults] == [("counters.1.fields[3]", "dat-dai")]
