"""The office's own authority: who trusts whom, for how long, and what happens when clocks are wrong."""

import datetime as dt
import ssl
import subprocess
from pathlib import Path

import pytest
from cryptography import x509

from firmware_config.authority import AUTHORITY_LIVES, LEAST, RENEWED, SERVER_LIVES, SUCCESSOR, Authority
from firmware_config.fault import NotSignedError

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
HOSTS = ("may-chu.lan", "192.168.1.10", "::1")
YEAR = dt.timedelta(days=365)


def authority(folder: Path, at: dt.datetime = NOW) -> Authority:
    return Authority(folder, "thu-dau-mot", at)


def applied(folder: Path, at: dt.datetime = NOW) -> Authority:
    one = authority(folder, at)
    one.prepare()
    return one


def read(pem: bytes) -> x509.Certificate:
    return x509.load_pem_x509_certificate(pem)


def trusts(folder: Path, trusted: bytes, certificate: bytes, at: dt.datetime, host: str = "may-chu.lan") -> bool:
    """Whether a device that has ``trusted`` takes this certificate, as OpenSSL judges it."""
    (folder / "ca.pem").write_bytes(trusted)
    (folder / "server.pem").write_bytes(certificate)
    kind = "-verify_ip" if host[0].isdigit() or ":" in host else "-verify_hostname"
    command = [
        "openssl",
        "verify",
        "-x509_strict",
        "-CAfile",
        "ca.pem",
        "-attime",
        str(int(at.timestamp())),
        kind,
        host,
    ]
    return subprocess.run([*command, "server.pem"], cwd=folder, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("host", HOSTS)
def test_a_device_takes_the_brokers_certificate_under_every_name_it_has(tmp_path: Path, host: str) -> None:
    one = applied(tmp_path / "keep")
    certified = one.server("server", HOSTS)
    assert trusts(tmp_path, one.trusted(), certified.certificate, NOW, host)


def test_and_under_no_other_name_and_of_no_other_office(tmp_path: Path) -> None:
    one = applied(tmp_path / "keep")
    certificate = one.server("server", HOSTS).certificate
    assert not trusts(tmp_path, one.trusted(), certificate, NOW, "may-khac.lan")
    assert not trusts(tmp_path, one.trusted(), certificate, NOW, "192.168.1.11")
    assert not trusts(tmp_path, applied(tmp_path / "other").trusted(), certificate, NOW)


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    first = applied(tmp_path / "keep")
    certified = first.server("server", HOSTS)
    again = applied(tmp_path / "keep", NOW + YEAR)
    assert (again.trusted(), again.server("server", HOSTS)) == (first.trusted(), certified)


def test_nobody_else_reads_what_it_keeps(tmp_path: Path) -> None:
    applied(tmp_path / "keep").server("server", HOSTS)
    assert (tmp_path / "keep").stat().st_mode & 0o777 == 0o700
    files = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "keep").iterdir()}
    assert files == dict.fromkeys(("ca-1.key", "ca-1.pem", "server.key", "server.pem"), 0o600)


def test_another_name_needs_another_certificate(tmp_path: Path) -> None:
    one = applied(tmp_path / "keep")
    before = one.server("server", HOSTS)
    after = one.server("server", (*HOSTS, "10.0.0.1"))
    assert before != after
    assert trusts(tmp_path, one.trusted(), after.certificate, NOW, "10.0.0.1")


def test_a_certificate_is_renewed_long_before_it_ends_and_not_sooner(tmp_path: Path) -> None:
    before = applied(tmp_path / "keep").server("server", HOSTS)
    assert before.until == NOW + SERVER_LIVES
    day = before.until - RENEWED
    assert authority(tmp_path / "keep", day).server("server", HOSTS) == before
    after = authority(tmp_path / "keep", day + dt.timedelta(days=1)).server("server", HOSTS)
    assert after.until == day + dt.timedelta(days=1) + SERVER_LIVES
    assert after.key != before.key


def test_a_new_authority_is_known_to_all_for_two_years_before_it_signs(tmp_path: Path) -> None:
    """Every day of thirty years somebody applies, or only the nightly timer runs; a device that was applied to within two years connects."""
    keep, told = tmp_path / "keep", {}
    devices = applied(keep).trusted()
    signers = {}
    for days in range(0, 30 * 365, 73):
        day = NOW + dt.timedelta(days=days)
        told[day] = applied(keep, day).trusted()
        certificate = authority(keep, day).server("server", HOSTS).certificate
        signers[day] = read(certificate).issuer.rfc4514_string()
        lately = max(one for one in told if one <= day - 2 * YEAR) if days > 2 * 365 else NOW
        assert trusts(tmp_path, told[lately], certificate, day), (day, lately)
    assert len(set(signers.values())) >= 3
    assert devices != told[max(told)]


def test_the_nightly_renewal_makes_no_authority(tmp_path: Path) -> None:
    applied(tmp_path / "keep")
    late = NOW + AUTHORITY_LIVES - SUCCESSOR + YEAR
    authority(tmp_path / "keep", late).server("server", HOSTS)
    assert not (tmp_path / "keep" / "ca-2.pem").exists()


def test_a_device_whose_clock_battery_is_dead_connects_all_the_same(tmp_path: Path) -> None:
    one = applied(tmp_path / "keep")
    certificate = one.server("server", HOSTS).certificate
    for wrong in (dt.datetime(2020, 1, 2, tzinfo=dt.UTC), dt.datetime(2023, 6, 1, tzinfo=dt.UTC)):
        assert trusts(tmp_path, one.trusted(), certificate, wrong)


def test_a_clock_that_cannot_be_right_signs_nothing(tmp_path: Path) -> None:
    with pytest.raises(NotSignedError) as told:
        authority(tmp_path / "keep", LEAST - dt.timedelta(days=1))
    assert told.value.name == "clock"
    assert not (tmp_path / "keep").exists()


def test_without_a_living_authority_nothing_is_signed(tmp_path: Path) -> None:
    with pytest.raises(NotSignedError) as told:
        authority(tmp_path / "keep").server("server", HOSTS)
    assert told.value.name == "authority"
    applied(tmp_path / "keep")
    with pytest.raises(NotSignedError):
        authority(tmp_path / "keep", NOW + AUTHORITY_LIVES).server("server", HOSTS)


def test_a_power_cut_between_key_and_certificate(tmp_path: Path) -> None:
    one = applied(tmp_path / "keep")
    before = one.server("server", HOSTS)
    other = applied(tmp_path / "other").server("server", HOSTS)
    (tmp_path / "keep" / "server.key").write_bytes(other.key)
    after = one.server("server", HOSTS)
    assert after.certificate != before.certificate
    assert trusts(tmp_path, one.trusted(), after.certificate, NOW)


def test_key_and_certificate_belong_together(tmp_path: Path) -> None:
    certified = applied(tmp_path / "keep").server("server", HOSTS)
    (tmp_path / "c.pem").write_bytes(certified.certificate)
    (tmp_path / "c.key").write_bytes(certified.key)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(tmp_path / "c.pem", tmp_path / "c.key")


def test_a_certificate_of_an_authority_that_is_gone_is_made_anew(tmp_path: Path) -> None:
    one = applied(tmp_path / "keep")
    before = one.server("server", HOSTS)
    for path in (tmp_path / "keep").glob("ca-*"):
        path.unlink()
    again = applied(tmp_path / "keep")
    after = again.server("server", HOSTS)
    assert after != before
    assert trusts(tmp_path, again.trusted(), after.certificate, NOW)
