"""An office with https in one folder: provisioned, a real controller on it, the doctor before, during and after, and a renewal under way."""

import json
import os
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from contract.broker import Broker
from contract.controller_profile import ControllerProfile
from contract.profile import Account, read_profile, write_private
from contract.site import Web
from contract.trust import trusting
from demo.brokers import free_port
from demo.child import tied
from demo.screen import wait_for
from firmware_config.authority import FOLDER, Authority
from firmware_config.doctor.finding import Area, Finding
from firmware_config.doctor.patient import Device, Patient
from firmware_config.keep import KEEP
from firmware_config.provision import provision
from tests.firmware_config.surgery import findings
from tests.firmware_config.tls_door import Authority as Openssl
from tests.firmware_config.tls_door import Door
from tests.office import small_site

ROOT = Path(__file__).parents[2]
SECONDS = 45
SITE = small_site()


class SecureOffice:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "office"
        self.port = free_port()
        web = Web(port=free_port(), https_port=self.port)
        self.site = replace(SITE, web=web, broker=Broker(port=free_port()))
        provision(self.site, self.folder, folder / "var")
        self.place = self.folder / "controller" / "profile.json"
        self.profile = read_profile(self.place, ControllerProfile)
        self.log = folder / "log"

    def run(self, taken: str = "") -> "subprocess.Popen[bytes]":
        """Until it answers; ``taken``: the scheme whose port another has."""
        with self.log.open("ab") as log:
            program = subprocess.Popen(
                tied([sys.executable, "-m", "controller", "run", "--profile", str(self.place)]),
                cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        asked = f"http://127.0.0.1:{self.site.web.port}" if taken == "https" else f"https://127.0.0.1:{self.port}"
        wait_for(lambda: self._answers(asked), SECONDS, "nobody answers")
        return program

    def _answers(self, address: str) -> bool | None:
        try:
            return requests.get(f"{address}/", verify=self.profile.authority, timeout=5).ok or None
        except requests.ConnectionError:
            return None

    def shown(self) -> bytes:
        context = trusting(self.profile.authority)
        with (
            socket.create_connection(("127.0.0.1", self.port), SECONDS) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as line,
        ):
            return line.getpeercert(binary_form=True) or b""

    def told(self, **other: object) -> list[str]:
        """What the doctor says of pages and certificates."""
        return [one.kind for one in self.found(**other)]

    def found(self, **other: object) -> list[Finding]:
        profile = replace(self.profile, **other)  # type: ignore[arg-type]
        account: Account = profile.account
        found = findings(Patient((Device(account, profile, self.place),)), Area.CONTROLLER, Area.CERTIFICATES)
        return [one for one in found if one.kind.startswith(("pages", "certificate", "authority"))]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> SecureOffice:
    return SecureOffice(tmp_path_factory.mktemp("office"))


def test_a_second_provisioning_changes_nothing_and_keys_are_the_owners(office: SecureOffice) -> None:
    files = [Path(office.profile.key), Path(office.profile.certificate), Path(office.profile.authority)]
    before = [(one.read_bytes(), one.stat().st_mtime_ns) for one in files]
    provision(office.site, office.folder, office.folder.parent / "var")
    assert [(one.read_bytes(), one.stat().st_mtime_ns) for one in files] == before
    assert files[0].stat().st_mode & 0o077 == 0
    assert files[0].parent == office.place.parent


def test_a_running_controller_is_well_and_takes_a_new_certificate_without_a_new_start(office: SecureOffice) -> None:
    program = office.run()
    try:
        assert office.told() == []
        first = office.shown()
        authority = Authority(office.folder / KEEP / FOLDER, office.site.id, datetime.now(UTC))
        made = authority.server("another", ("127.0.0.1", "localhost"))
        write_private(Path(office.profile.key), made.key.decode())
        write_private(Path(office.profile.certificate), made.certificate.decode())
        wait_for(lambda: office.shown() != first or None, SECONDS, "the old certificate is still shown")
        assert office.shown() == ssl.PEM_cert_to_DER_cert(made.certificate.decode())
        assert program.poll() is None
        fetched = requests.get(f"http://127.0.0.1:{office.site.web.port}/ca/1.crt", timeout=SECONDS)
        assert fetched.content == ssl.PEM_cert_to_DER_cert(Path(office.profile.authority).read_text())
    finally:
        program.terminate()
        assert program.wait(SECONDS) == 0
    provision(office.site, office.folder, office.folder.parent / "var")


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_another_program_has_a_port_of_the_pages(office: SecureOffice, scheme: str) -> None:
    """The controller runs, and the doctor names who is in its way."""
    port = {"http": office.site.web.port, "https": office.port}[scheme]
    with socket.create_server(("127.0.0.1", port)):
        program = office.run(scheme)
        try:
            (found,) = office.found()
            assert found.kind == "pages_port_taken"
            assert (found.values["port"], found.values["number"]) == (port, os.getpid())
            assert found.values["program"] == Path("/proc/self/comm").read_text().strip()
            assert program.poll() is None
        finally:
            program.terminate()
            assert program.wait(SECONDS) == 0


@pytest.fixture
def dumb() -> Iterator[int]:
    """The port of a program that says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_nobody_there_or_another_program(office: SecureOffice, dumb: int) -> None:
    assert office.told() == ["pages_no_https"]
    site = replace(office.site, web=replace(office.site.web, https_port=dumb))
    assert office.told(site=site) == ["pages_no_https"]


@pytest.mark.parametrize(
    "server",
    [{}, {"ends_in_days": -1}, {"host": "127.0.0.9"}],
    ids=["another authority", "over", "another name"],
)
def test_a_certificate_that_no_browser_takes(
    office: SecureOffice, dumb: int, tmp_path: Path, server: dict[str, object]
) -> None:
    signer = Openssl(tmp_path / "authority")
    with Door(dumb, signer.server(**server)) as door:  # type: ignore[no-untyped-call, arg-type]
        site = replace(office.site, web=replace(office.site.web, https_port=door.port))
        ca = signer.ca if server else office.profile.authority
        wide = ["authority_unlimited"] if server else []  # openssl's own has no name constraints
        assert office.told(site=site, authority=ca) == ["pages_distrusted", *wide]


def test_an_authority_of_before_is_told_and_followed_by_a_narrow_one(tmp_path: Path) -> None:
    """As the doctor says: the old one is moved away, and the next run makes another."""
    office = SecureOffice(tmp_path)
    kept, shown = tmp_path / "office" / KEEP / FOLDER, Path(office.profile.authority)
    old = Openssl(tmp_path / "old")  # type: ignore[no-untyped-call]
    narrow = shown.read_bytes()
    for source, place in (("ca.pem", kept / "ca-1.pem"), ("ca.key", kept / "ca-1.key")):
        place.write_bytes((old.folder / source).read_bytes())
    provision(office.site, office.folder, tmp_path / "var")
    assert shown.read_bytes() == Path(old.ca).read_bytes() != narrow
    assert "authority_unlimited" in office.told()
    kept.rename(tmp_path / "moved")
    provision(office.site, office.folder, tmp_path / "var")
    assert "authority_unlimited" not in office.told()
    program = office.run()
    try:
        assert office.told() == []
    finally:
        program.terminate()
        assert program.wait(SECONDS) == 0


def test_the_file_of_a_certificate_that_was_not_renewed(office: SecureOffice, tmp_path: Path) -> None:
    """Seen before it ends, whoever answers at the port."""
    for days, kind in ((370, "not_renewed"), (9, "expires"), (-1, "over")):
        signer = Openssl(tmp_path / kind)
        file = signer.server(begins_in_days=-30, ends_in_days=days)[0]  # type: ignore[no-untyped-call]
        assert f"certificate_{kind}" in office.told(certificate=str(file))
    assert "certificate_missing" in office.told(certificate=str(tmp_path / "none.pem"))
    assert "certificate_missing" in office.told(authority=str(tmp_path / "none.pem"))


def test_the_profile_names_its_files_and_holds_no_key(office: SecureOffice) -> None:
    told = json.loads(office.place.read_text())
    assert told["key"].endswith("controller/pages.key")
    assert "PRIVATE" not in office.place.read_text()
