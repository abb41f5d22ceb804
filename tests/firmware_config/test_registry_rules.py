"""Faults of the registry's tables: what would never work, and secrets that do not belong into the file."""

from pathlib import Path

import pytest

from contract.language import load_texts
from contract.registry import Method, Part, Proof, Said, Send
from firmware_config.__main__ import TEXTS
from firmware_config.fault import SiteFileError
from firmware_config.site_file import read_site

OFFICE = """\
id = "hall"
name = "Một cửa"
[[fields]]
id = "dat-dai"
name = "Đất đai"
prefix = "A"
[[counters]]
id = 1
fields = ["dat-dai"]
[[devices]]
id = "keypad-1"
role = "keypad"
counter = 1
[[officers]]
id = "hoa"
name = "Hoa"
role = "head"
password = "$argon2id$v=19$m=19456,t=2,p=1$/1yICfX9Cm5dWO5df+HTPg$KDWXUnGRerUN9naq4b/92SeDQUWPrEtJ6sFT852X894"
"""
OTHER_VENDOR = """\
[registry]
url = "https://hoso.example/v2/files/{code}"
unit = "H09.20"
method = "GET"
send = "query"
cache_s = 30
collect_field = "dat-dai"
pay_field = "dat-dai"
contact = "bàn hướng dẫn"
parameters = [{ name = "don_vi", value = "{unit}" }]
[[registry.headers]]
name = "X-Session"
value = "{token}"
[registry.access]
user = "motcua"
secret_file = "/etc/motcua/registry.secret"
certificate = "/etc/motcua/office.pem"
[registry.login]
url = "https://hoso.example/login"
token = "data[0].token"
[registry.answer]
good = ""
records = ""
code = "id"
status = "state.code"
reason = "why"
missing = "lacks"
missing_name = "name"
dates = ["dd/MM/yyyy", "iso"]
unknown_statuses = [404]
statuses = [{ said = "DONE", status = 9 }, { said = "đang xử lý", status = 4 }]
reasons = [{ said = "thieu", text = "Đang thiếu giấy tờ." }]
[registry.proof]
path = "owner.phone"
of = "phone"
digits = 4
name = "số điện thoại trong đơn"
"""


def told(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    """Key, name and hint of every fault; their sentences can be said in every language."""
    path = tmp_path / "site.toml"
    path.write_text(OFFICE + text, "utf-8")
    try:
        read_site(path)
    except SiteFileError as fault:
        for language in ("vi", "en"):
            fault.lines(load_texts(TEXTS, language))
        return [(one.key, one.name, one.hint) for one in fault.faults]
    return []


def test_an_old_table_still_does(tmp_path: Path) -> None:
    text = '[registry]\nurl = "http://127.0.0.1:9200/api/hoso"\nunit = "H09.20"\ndeadline_s = 4.0\n'
    assert told(tmp_path, text) == []


def test_another_vendor(tmp_path: Path) -> None:
    assert told(tmp_path, OTHER_VENDOR) == []
    registry = read_site(tmp_path / "site.toml").registry
    assert (registry.method, registry.send, registry.access.proof) == (Method.GET, Send.QUERY, Proof.NONE)
    assert registry.parameters == (Part("don_vi", "{unit}"),)
    assert registry.answer.statuses[0] == Said("DONE", 9)


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("{code}", "{cod}", ("url", "code_nowhere", "")),
        ("https://hoso.example/v2", "https://{unit}.example/v2", ("url", "gap_in_host", "")),
        ("https://hoso.example/v2", "hoso.example/v2", ("url", "address", "")),
        ("https://hoso.example/v2", "http://hoso.example/v2", ("url", "needs_https", "")),
        ('"{unit}"', '"{unti}"', ("parameters[0].value", "gap", "unit")),
        ('"{unit}"', '"{secret}"', ("parameters[0].value", "gap", "")),
        ('send = "query"', "", ("send", "get_sends", "")),
        ('send = "query"', 'send = "qery"', ("send", "unknown_word", "query")),
        ('method = "GET"', 'method = "get"', ("method", "unknown_word", "")),
        ("cache_s = 30", "cache_s = 3600", ("cache_s", "range", "")),
        ('value = "{token}"', 'value = "3f2a77"', ("headers[0].value", "secret_here", "")),
        (
            'name = "don_vi", value = "{unit}"',
            'name = "filter.token", value = "x"',
            ("parameters[0].value", "secret_here", ""),
        ),
        ('name = "X-Session"', 'name = "X Session"', ("headers[0].name", "header", "")),
        ('name = "X-Session"', 'name = "Host"', ("headers[0].name", "header", "")),
        ('value = "{token}"', 'value = "{token}\\r\\nHost: a"', ("headers[0].value", "header_value", "")),
        ('secret_file = "/etc', 'secret_file = "etc', ("access.secret_file", "whole_path", "")),
        ('secret_file = "/etc/motcua/registry.secret"', "", ("access.secret_file", "needs_secret", "")),
        ('user = "motcua"', 'proof = "basic"', ("access.user", "needs_user", "")),
        ('certificate = "', 'key = "', ("access.certificate", "key_alone", "")),
        ("https://hoso.example/login", "https://hoso.example/{code}", ("login.url", "gap", "")),
        ("https://hoso.example/login", "hoso.example/login", ("login.url", "address", "")),
        ('token = "data[0].token"', 'token = ""', ("login.token", "path", "")),
        ('token = "data[0].token"', 'token = "data[].token"', ("login.token", "path", "")),
        ('status = "state.code"', 'status = ""', ("answer.status", "path", "")),
        ('status = "state.code"', 'status = "state..code"', ("answer.status", "path", "")),
        ('status = "state.code"', 'stauts = "state.code"', ("answer.stauts", "unknown_key", "status")),
        ('"dd/MM/yyyy"', '"DD/MM/YYYY"', ("answer.dates[0]", "date_form", "")),
        ('"dd/MM/yyyy"', '"dd/MM"', ("answer.dates[0]", "date_form", "")),
        ('"dd/MM/yyyy"', '"dd/MM/yyyy dd"', ("answer.dates[0]", "date_form", "")),
        ("[404]", "[404, 401]", ("answer.unknown_statuses[1]", "http_status", "")),
        ("[404]", "[200]", ("answer.unknown_statuses[0]", "http_status", "")),
        ("status = 9", "status = 11", ("answer.statuses[0].status", "range", "")),
        ('"đang xử lý"', '" done "', ("answer.statuses[1].said", "twice", "")),
        ('"đang xử lý"', '""', ("answer.statuses[1].said", "no_words", "")),
        ('"Đang thiếu giấy tờ."', '" "', ("answer.reasons[0].text", "no_words", "")),
        ('"Đang thiếu giấy tờ."', f'"{"a" * 61}"', ("answer.reasons[0].text", "reason_long", "")),
        ('missing = "lacks"', "", ("answer.missing_name", "name_of_nothing", "")),
        ('missing = "lacks"', 'missing = "a b"', ("answer.missing", "path", "")),
        ('"owner.phone"', '"owner..phone"', ("proof.path", "path", "")),
        ('of = "phone"', 'of = "fone"', ("proof.of", "unknown_word", "phone")),
        ("digits = 4", "digits = 3", ("proof.digits", "range", "")),
        ("digits = 4", "digits = 9", ("proof.digits", "range", "")),
        ('"số điện thoại trong đơn"', f'"{"a" * 41}"', ("proof.name", "reason_long", "")),
        ('"số điện thoại trong đơn"', '" "', ("proof.name", "no_words", "")),
        ('collect_field = "dat-dai"', 'collect_field = "dat-da"', ("collect_field", "unknown_field", "dat-dai")),
        ('pay_field = "dat-dai"', 'pay_field = "nop-phi"', ("pay_field", "unknown_field", "")),
        ('"bàn hướng dẫn"', f'"{"a" * 61}"', ("contact", "reason_long", "")),
        ('"bàn hướng dẫn"', '"\\t"', ("contact", "no_words", "")),
        ('reasons = [{ said = "thieu", text = "Đang thiếu giấy tờ." }]', "", ("answer.reason", "needs_reasons", "")),
    ],
)
def test_one_fault(tmp_path: Path, before: str, after: str, fault: tuple[str, str, str]) -> None:
    assert before in OTHER_VENDOR
    assert (f"registry.{fault[0]}", *fault[1:]) in told(tmp_path, OTHER_VENDOR.replace(before, after, 1))


def test_names_of_a_json_question_that_exclude_each_other(tmp_path: Path) -> None:
    parts = '[{ name = "a", value = "{code}" }, { name = "a.b", value = "1" }, { name = "c.", value = "1" }]'
    text = f'[registry]\nurl = "http://h/"\nparameters = {parts}\n'
    assert told(tmp_path, text) == [
        ("registry.parameters[1].name", "name_path", ""),
        ("registry.parameters[2].name", "name_path", ""),
    ]


def test_a_bearer_needs_a_secret_or_a_login_with_one(tmp_path: Path) -> None:
    text = '[registry]\nurl = "https://h/"\n[registry.access]\nproof = "bearer"\n'
    assert told(tmp_path, text) == [("registry.access.secret_file", "needs_secret", "")]
    assert told(tmp_path, text + 'secret_file = "/etc/secret"\n') == []
