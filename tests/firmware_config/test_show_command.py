"""``show``: what takes effect, defaults filled in, secrets masked; and the same as JSON and as a site file again."""

import json
import tomllib
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from contract.ids import DeviceId
from contract.site import Site
from firmware_config.effective import MASK, SECRET_KEYS, compared, flat, masked, plain
from firmware_config.keep import Keep
from firmware_config.site_file import read_site
from firmware_config.toml_text import toml_text, toml_value
from tests.firmware_config.office_folder import HASH, Folder


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folder:
    return Folder(tmp_path, capsys)


def test_everything_with_its_defaults(office: Folder) -> None:
    code, told = office.run("show", office.path)
    assert code == 0
    shown = tomllib.loads(told)
    assert shown == masked(plain(read_site(office.site_file)))
    assert shown["web"]["port"] == 8080
    lines = {line.split(" = ")[0]: line for line in told.split("[[fields]]")[1].split("[[counters]]")[0].splitlines()}
    assert lines["quota"] == "quota = 120"
    assert lines["first"].endswith("# mặc định")
    assert json.loads(office.run("show", office.path, "--json")[1]) == shown


def test_no_secret_is_shown(office: Folder) -> None:
    office.change(
        'role = "kiosk"', f'role = "kiosk"\npin = "{HASH}"\ncamera = "rtsp://an:geheim@192.0.2.4/1?token=offen&x=1"'
    )
    for words in ((), ("--json",), ("--only", "devices.kiosk-1"), ("--only", "officers.hoa.password")):
        code, told = office.run("show", office.path, *words)
        assert code == 0
        assert not [word for word in (HASH, "geheim", "offen") if word in told]
        assert MASK in told
    assert f"rtsp://an:{MASK}@192.0.2.4/1?token={MASK}&x=1" in office.run("show", office.path)[1]


@pytest.mark.parametrize(
    ("key", "address", "shown"),
    [
        ("webhook", "https://hooks.slack.com/services/T01AB/B02CD/aBcDeF", f"https://hooks.slack.com/{MASK}"),
        ("webhook", "https://chat.vn", "https://chat.vn"),
        ("url", "https://api.telegram.org/bot123456:AAFooBarBazQuxQuux/send", f"https://api.telegram.org/{MASK}/send"),
        (
            "url",
            "https://mot-cua.gov.vn/api/v1/TraCuuHoSoTrucTuyen",
            "https://mot-cua.gov.vn/api/v1/TraCuuHoSoTrucTuyen",
        ),
        ("address", "http://may-chu-mot-cua-2026-quan-1.local:8080", "http://may-chu-mot-cua-2026-quan-1.local:8080"),
    ],
)
def test_an_address_that_is_a_key_itself_is_masked(key: str, address: str, shown: str) -> None:
    """Whoever reads the address of a chat's webhook can speak there."""
    assert masked({"fleet": {key: address}}) == {"fleet": {key: shown}}
    ((_, before, _),) = compared({f"fleet.{key}": address}, {f"fleet.{key}": f"{address}2"})
    assert before == shown


def test_one_part_of_it(office: Folder) -> None:
    assert tomllib.loads(office.run("show", office.path, "--only", "web.port")[1]) == {"web": {"port": 8080}}
    kiosk = tomllib.loads(office.run("show", office.path, "--only", "devices.kiosk-1")[1])["devices"]
    assert [one["id"] for one in kiosk] == ["kiosk-1"]
    for key in ("web.prt", "devices.kiosk-9", "name.x"):
        code, told = office.run("show", office.path, "--only", key)
        assert code == 1
        assert key in told


def test_who_was_shut_out_and_when(office: Folder) -> None:
    assert office.run("show", office.path, "--record") == (0, "Chưa có thiết bị nào bị thu hồi hay được thay.\n")
    keep = Keep(office.path / "keep")
    at = datetime(2026, 11, 23, 8, 5, tzinfo=timezone(timedelta(hours=7)))
    keep.revoke(DeviceId("kiosk-1"), at, "hoa")
    with (office.path / "keep" / "record.jsonl").open("ab") as file:
        file.write(b'{"at": "2026-')
    keep.renew(DeviceId("kiosk-1"), at + timedelta(days=1), "hoa")
    code, told = office.run("show", office.path, "--record")
    assert code == 0
    first, torn, last = told.splitlines()
    assert first == "23/11/2026 08:05  hoa: thu hồi kiosk-1"
    assert "mất điện" in torn
    assert last == "24/11/2026 08:05  hoa: cấp mật khẩu mới cho kiosk-1"
    deeds = json.loads(office.run("show", office.path, "--record", "--json")[1])
    assert [one and one["deed"] for one in deeds] == ["revoke", None, "replace"]


def test_every_secret_of_the_site_file_is_known_as_one() -> None:
    """Fields that are kept out of a representation, and names that sound like a secret, are masked or hold a path or a name."""
    named = {"secret_file", "secret_name", "token", "key", "keys"}
    for kind, name, hint, shown in attributes(Site):
        sounds = any(word in name for word in ("password", "secret", "token", "pin", "key")) and hint is str
        assert name in SECRET_KEYS or name in named or not (sounds or not shown), f"{kind}.{name}"


def attributes(kind: Any, seen: set[Any] | None = None) -> list[tuple[str, str, Any, bool]]:
    seen = set() if seen is None else seen
    if kind in seen:
        return []
    if not is_dataclass(kind):
        return [one for inner in get_args(kind) for one in attributes(inner, seen)]
    seen.add(kind)
    hints = get_type_hints(kind)
    own = [(kind.__name__, one.name, hints[one.name], one.repr) for one in fields(kind)]
    return own + [one for hint in hints.values() for one in attributes(hint, seen)]


def test_two_tables_are_compared_by_names_and_not_by_places() -> None:
    before = {"fields": [{"id": "a", "n": 1}, {"id": "b", "n": 2}], "pin": "x", "list": [1, 2]}
    after = {"fields": [{"id": "b", "n": 2}, {"id": "a", "n": 3}], "pin": "y", "new": ""}
    assert list(compared(before, after)) == [
        ("fields.a.n", 1, 3),
        ("pin", MASK, MASK),
        ("list", [1, 2], None),
        ("new", None, ""),
    ]
    assert list(compared(before, before)) == []
    assert flat({"a": {}, "b": []}) == {"a": {}, "b": []}


@pytest.mark.parametrize(
    "table",
    [
        {"a": 'x"y\\z\n\té\x7f', "b": True, "c": 1.5, "d": [], "e": {}, "f": [[1, 2], ["x"]]},
        {
            "a": {"b c": {"d.e": 1}, "ê": 2},
            "rows": [{"id": "x", "in": {"n": 1}, "more": [{"n": 1}, {"n": 2}]}, {"id": "y"}],
        },
        {"mixed": [1, {"a": {"b": 2}}], "empty": {"inside": {}}},
    ],
)
def test_tables_come_back_from_toml(table: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(table)) == table
    assert tomllib.loads(toml_text(table, lambda path: f"của {path}")) == table
    assert tomllib.loads(f"x = {toml_value(table)}")["x"] == table
