"""``renew``, as the nightly timer runs it: it changes nothing until it must, and then the broker's certificate alone."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firmware_config.__main__ import main
from firmware_config.appliance import trees
from firmware_config.appliance.places import CERTIFICATE, KEY, PAGES_CERTIFICATE
from firmware_config.authority import FOLDER, Authority
from firmware_config.keep import Keep
from firmware_config.site_file import read_site

DEMO = Path(__file__).parents[2] / "demo"


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office folder with TLS; nothing is installed yet."""
    folder = tmp_path / "office"
    folder.mkdir()
    text = (DEMO / "site.toml").read_text("utf-8")
    assert "port = 1883\n" in text
    text = text.replace("port = 1883\n", "port = 8883\ntls = true\n")
    (folder / "site.toml").write_text(text, "utf-8")
    shutil.copy(DEMO / "procedures.toml", folder)
    return folder


def installed(office: Path, root: Path) -> None:
    """What ``apply`` puts there."""
    for one in trees(read_site(office / "site.toml"), Keep(office / "keep"))["local"]:
        if one.path in {CERTIFICATE, KEY}:
            path = root / one.path.lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(one.content)
            path.chmod(one.mode)


def spoilt(office: Path) -> None:
    """The kept certificate is for another machine, so it is due whatever the day."""
    Authority(office / "keep" / FOLDER, "thu-dau-mot", datetime.now(UTC)).server("server", ("may-cu.lan",))


def contents(root: Path) -> dict[str, bytes]:
    return {name: (root / name.lstrip("/")).read_bytes() for name in (CERTIFICATE, KEY)}


def test_a_good_certificate_is_left_alone(office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    installed(office, tmp_path)
    before = contents(tmp_path)
    assert main(["renew", str(office), "--root", str(tmp_path)]) == 0
    assert contents(tmp_path) == before
    assert "chưa cần thay" in capsys.readouterr().out


def test_one_that_is_due_is_replaced_with_its_key(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    installed(office, tmp_path)
    before = contents(tmp_path)
    spoilt(office)
    assert main(["renew", str(office), "--root", str(tmp_path)]) == 0
    after = contents(tmp_path)
    assert all(after[name] != before[name] for name in (CERTIFICATE, KEY))
    assert (tmp_path / KEY.lstrip("/")).stat().st_mode & 0o777 == 0o640
    assert (tmp_path / CERTIFICATE.lstrip("/")).stat().st_mode & 0o777 == 0o644
    assert "Đã thay chứng thư" in capsys.readouterr().out
    assert main(["renew", str(office), "--root", str(tmp_path)]) == 0
    assert contents(tmp_path) == after


def test_a_machine_without_the_broker_is_told_so(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["renew", str(office), "--root", str(tmp_path)]) == 1
    assert "apply" in capsys.readouterr().out


def test_pages_that_have_no_certificate_keep_the_broker_from_nothing(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """``https_port`` was written into the site file since, and not applied."""
    installed(office, tmp_path)
    with_pages = re.sub(r"(?m)^\[web\]$", "[web]\nhttps_port = 8443", (office / "site.toml").read_text("utf-8"))
    assert "https_port = 8443" in with_pages
    (office / "site.toml").write_text(with_pages, "utf-8")
    before = contents(tmp_path)
    spoilt(office)
    assert main(["renew", str(office), "--root", str(tmp_path)]) == 1
    assert all(contents(tmp_path)[name] != before[name] for name in (CERTIFICATE, KEY))
    assert PAGES_CERTIFICATE in capsys.readouterr().out


def test_an_office_without_tls_has_nothing_to_renew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(DEMO / "site.toml", tmp_path)
    shutil.copy(DEMO / "procedures.toml", tmp_path)
    assert main(["renew", str(tmp_path)]) == 0
    assert "TLS" in capsys.readouterr().out
