"""Whoever takes the key of the office's authority can be the office before others, and nobody else: as openssl, curl and Python judge it."""

import socket
import ssl
import subprocess
from dataclasses import replace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from contract.broker import Broker
from contract.machines import Machine, MachineId
from contract.office_names import broker_names, server_names
from contract.site import Web
from firmware_config.authority import Authority
from firmware_config.fault import NotSignedError
from firmware_config.name_constraints import forbidden
from tests.firmware_config.stolen_authority import DEADLINE_S, NOW, OTHERS, OWN, PUBLIC, YEAR, Thief, served
from tests.office import small_site


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An authority, and its key in the hands of whoever took it."""
    return Thief(tmp_path_factory.mktemp("office"))


def verified(office, certificate, *options):
    """What openssl(1) says: empty where it takes the certificate."""
    done = subprocess.run(
        ["openssl", "verify", "-x509_strict", "-CAfile", office.ca, *options, certificate],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return "" if done.returncode == 0 else done.stdout + done.stderr


def greeted(office, port, host):
    """Whether Python's own client takes it."""
    context = ssl.create_default_context(cafile=str(office.ca))
    try:
        with socket.create_connection(("127.0.0.1", port), DEADLINE_S) as plain:
            context.wrap_socket(plain, server_hostname=host).close()
    except ssl.SSLCertVerificationError as fault:
        return fault.verify_message
    return ""


def curled(office, port, host):
    """Whether curl takes it: the code it ends with."""
    shown = f"[{host}]" if ":" in host else host
    return subprocess.run(
        ["curl", "-sS", "--noproxy", "*", "--cacert", office.ca, "--connect-to", f"::127.0.0.1:{port}", f"https://{shown}:{port}/"],
        capture_output=True, timeout=DEADLINE_S, check=False,
    ).returncode  # fmt: skip


@pytest.mark.parametrize("host", OWN)
def test_the_office_speaks_for_its_own_names(office, host):
    certificate = office.sign(host)
    assert verified(office, certificate) == ""
    with served(certificate) as port:
        assert greeted(office, port, host) == ""
        assert curled(office, port, host) == 0


@pytest.mark.parametrize("host", OTHERS)
def test_whoever_has_its_key_speaks_for_nobody_else(office, host):
    certificate = office.sign(host)
    assert "permitted subtree violation" in verified(office, certificate)
    with served(certificate) as port:
        assert "permitted subtree violation" in greeted(office, port, host)
        assert curled(office, port, host) == 60, "curl: the peer's certificate is not all right"


def test_nor_by_the_old_place_of_a_name(office):
    assert "permitted subtree violation" in verified(office, office.sign("bank.example", only_common_name=True))


@pytest.mark.parametrize(
    ("usage", "purpose"),
    [(ExtendedKeyUsageOID.EMAIL_PROTECTION, "smimesign"), (ExtendedKeyUsageOID.CLIENT_AUTH, "sslclient")],
)
def test_nor_for_letters_and_people(office, usage, purpose):
    certificate = office.sign("may-chu.lan", usage=usage)
    assert "purpose" in verified(office, certificate, "-purpose", purpose)
    assert verified(office, office.sign("may-chu.lan"), "-purpose", "sslserver") == ""


def test_a_site_file_that_wants_another_public_name_gets_another_authority(tmp_path):
    """Which signs at once for that name, and for nothing that the first may sign."""
    first = Authority(tmp_path / "keep", "tan-an", NOW)
    first.prepare(("192.168.1.10",))
    before = first.trusted()
    with pytest.raises(NotSignedError) as told:
        first.server("pages", ("192.168.1.10", PUBLIC[0]))
    assert (told.value.name, str(told.value)) == ("names", PUBLIC[0])
    first.prepare(("192.168.1.11", "may-moi.lan"))
    assert first.trusted() == before, "private names are all permitted"
    first.prepare((PUBLIC[0],))
    assert first.trusted() == before + (tmp_path / "keep" / "ca-2.pem").read_bytes()
    issuers = [
        x509.load_pem_x509_certificate(first.server(name, hosts).certificate).issuer.rfc4514_string()
        for name, hosts in (("pages", ("192.168.1.10", PUBLIC[0])), ("server", ("192.168.1.10",)))
    ]
    assert issuers == ["CN=motcua tan-an 2", "CN=motcua tan-an 1"]


def test_a_public_name_of_the_pages_takes_the_broker_from_no_device(tmp_path):
    """Small devices that were flashed know the first authority alone, and ask for the broker's own address."""
    authority = Authority(tmp_path / "keep", "tan-an", NOW)
    site = replace(small_site(), broker=Broker(host="192.168.1.10"))
    authority.prepare(server_names(site))
    flashed = authority.trusted()
    site = replace(site, web=Web(host=PUBLIC[0]), machines=(Machine(MachineId("may-chu"), names=("mot-cua.lan",)),))
    authority.prepare(server_names(site))
    made = authority.server("server", broker_names(site), spare=server_names(site))
    named = x509.load_pem_x509_certificate(made.certificate)
    assert issued_by(flashed, named)
    names = named.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert {str(one.value) for one in names} == {"192.168.1.10", "localhost", "127.0.0.1", "::1", "mot-cua.lan"}
    assert authority.server("server", broker_names(site), spare=server_names(site)) == made, "kept"
    pages = x509.load_pem_x509_certificate(authority.server("pages", server_names(site), browsers=True).certificate)
    assert not issued_by(flashed, pages)
    assert issued_by(authority.trusted(), pages)


def test_a_machine_that_serves_nothing_needs_no_other_authority(tmp_path):
    site = replace(small_site(), machines=(Machine(MachineId("may-chu")),))
    authority = Authority(tmp_path, "tan-an", NOW)
    authority.prepare(server_names(site))
    before = authority.trusted()
    another = Machine(MachineId("quay-2"), host=PUBLIC[0])
    authority.prepare(server_names(replace(site, machines=(*site.machines, another))))
    assert authority.trusted() == before


def issued_by(trusted, certificate):
    return certificate.issuer in {one.subject for one in x509.load_pem_x509_certificates(trusted)}


def test_an_authority_of_before_goes_on(tmp_path):
    """It has no constraints; its successor has."""
    office = Thief(tmp_path)
    old = office.folder / "keep" / "ca-1.pem"
    key = serialization.load_pem_private_key(old.with_suffix(".key").read_bytes(), None)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "motcua tan-an 1")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(NOW - YEAR).not_valid_after(NOW + 14 * YEAR)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    old.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    authority = Authority(tmp_path / "keep", "tan-an", NOW)
    authority.prepare(OWN)
    assert authority.trusted() == old.read_bytes()
    assert authority.server("pages", OWN)
    later = Authority(tmp_path / "keep", "tan-an", NOW + 10 * YEAR)
    later.prepare(OWN)
    successor = x509.load_pem_x509_certificates(later.trusted())[-1]
    assert forbidden(made, OTHERS) == []
    assert forbidden(successor, (*OWN, *OTHERS)) == list(OTHERS)


def test_what_the_site_file_names_is_permitted():
    site = replace(
        small_site(),
        web=Web(host="0.0.0.0", address=f"https://{PUBLIC[0]}"),
        broker=Broker(host="192.168.1.10"),
        machines=(Machine(MachineId("may-chu"), host=PUBLIC[1], names=("quay.example",)), Machine(MachineId("máy-2"))),
    )
    assert set(server_names(site)) == {
        "192.168.1.10", PUBLIC[0], "localhost", "127.0.0.1", "::1", "may-chu", PUBLIC[1], "quay.example",
    }  # fmt: skip
