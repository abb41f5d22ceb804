"""``trust``: what the IT officer carries to the officers' computers, and ``renew`` and ``apply`` for the pages' certificate."""

import dataclasses
import hashlib
import re
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509

from firmware_config.appliance import trees
from firmware_config.appliance.places import (
    CERTIFICATE,
    CONTROLLER_UNIT,
    KEY,
    PAGES_CERTIFICATE,
    PAGES_KEY,
    TRUSTED,
    UNITS,
)
from firmware_config.authority import FOLDER, Authority
from firmware_config.keep import Keep
from tests.firmware_config.appliance.grand_office import HOST, grand_office
from tests.firmware_config.office_folder import SITE, Folder

WEB = '\n[web]\nhost = "127.0.0.1"\nport = 8080\nhttps_port = 8443\naddress = "http://mot-cua.example"\n'


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Folder:
    return Folder(tmp_path, capsys, SITE + WEB)


def test_the_fingerprint_is_that_of_the_file_on_the_stick(office: Folder, tmp_path: Path) -> None:
    code, told = office.run("trust", office.path, "--to", tmp_path / "usb")
    assert code == 0
    (file,) = (tmp_path / "usb").iterdir()
    assert file.name == "tan-an-1.crt"
    (shown,) = re.findall(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", told)
    assert shown.replace(":", "").lower() == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "http://127.0.0.1:8080/ca/1.crt" in told
    assert "certutil -addstore -f Root tan-an-1.crt" in told
    assert office.run("trust", office.path)[1].count(shown) == 1


def test_an_office_without_https_has_nothing_to_trust(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = Folder(tmp_path, capsys).run("trust", tmp_path / "tan-an")
    assert code == 1
    assert "https_port" in told


def test_apply_brings_the_pages_their_own_key_and_whom_to_trust(office: Folder) -> None:
    code, told = office.here("apply", "--yes", "--no-restart")
    assert code == 0, told
    modes = {
        name: stat.S_IMODE((office.root / name.lstrip("/")).stat().st_mode)
        for name in (PAGES_KEY, PAGES_CERTIFICATE, TRUSTED)
    }
    assert modes == {PAGES_KEY: 0o640, PAGES_CERTIFICATE: 0o644, TRUSTED: 0o644}
    assert not (office.root / CERTIFICATE.lstrip("/")).exists()
    assert not (office.root / KEY.lstrip("/")).exists()
    assert (office.root / "etc/systemd/system/motcua-certificates.timer").exists()
    assert "PRIVATE" not in told


def test_renew_replaces_what_is_due_and_starts_nothing_anew(office: Folder) -> None:
    office.here("apply", "--yes", "--no-restart")
    standing = office.root / PAGES_CERTIFICATE.lstrip("/")
    before = standing.read_bytes()
    code, told = office.here("renew")
    assert (code, standing.read_bytes()) == (0, before)
    assert "chưa cần thay" in told
    Authority(office.path / "keep" / FOLDER, "tan-an", datetime.now(UTC)).server("pages", ("may-cu.lan",))
    code, told = office.here("renew")
    assert code == 0
    assert "Đã thay chứng thư của các trang" in told
    assert standing.read_bytes() != before
    assert (office.root / PAGES_KEY.lstrip("/")).stat().st_mode & 0o777 == 0o640
    assert office.here("renew")[1] != told


def test_renew_on_a_machine_without_them_says_so(office: Folder) -> None:
    code, told = office.here("renew")
    assert code == 1
    assert PAGES_CERTIFICATE in told


def test_the_certificate_names_all_that_the_pages_are_asked_by_and_a_new_one_starts_nothing(tmp_path: Path) -> None:
    site = grand_office(tls=False)
    web = dataclasses.replace(site.web, host="0.0.0.0", https_port=443, address="https://hall.example")
    made = trees(dataclasses.replace(site, web=web), Keep(tmp_path / "keep"))
    central = {one.path: one for one in made[HOST]}
    assert not any({PAGES_KEY, TRUSTED} & {one.path for one in files} for name, files in made.items() if name != HOST)
    assert central[PAGES_KEY].units == central[PAGES_CERTIFICATE].units == central[TRUSTED].units == ()
    assert (central[PAGES_KEY].owner, central[PAGES_KEY].secret) == ("root:motcua", True)
    certificate = x509.load_pem_x509_certificate(central[PAGES_CERTIFICATE].content)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc < timedelta(days=825)
    assert certificate.not_valid_before_utc < datetime.now(UTC) - timedelta(days=7)
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    told = {str(one.value) for one in names.value}
    assert {"192.168.1.10", "hall.example", "localhost", "127.0.0.1", HOST} <= told
    assert "0.0.0.0" not in told
    assert b"AmbientCapabilities=CAP_NET_BIND_SERVICE" in central[f"{UNITS}/{CONTROLLER_UNIT}"].content
