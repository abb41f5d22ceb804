"""TLS of the small devices under a real MicroPython: the office's own authority, the right host, and nobody else."""

import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from contract.notices import Presence
from demo.screen import wait_for
from firmware_config.devices.core.clock import DAY_S
from firmware_config.devices.stream import TooEarlyError, _named, certificates
from tests.firmware_config.devices.desk import PATIENCE_S, Desk
from tests.firmware_config.devices.stage import Stage


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    stage = Stage(tmp_path_factory.mktemp("stage"), tls=True)
    try:
        stage.start()
        yield stage
    finally:
        stage.stop()


def test_a_device_trusts_the_offices_authority(stage):
    stage.lives()
    stage.counter(2)
    keypad, _ = stage.desk("keypad-2")
    keypad.wait(0, "connected")
    keypad.wait(0, "lamp dark")
    assert stage.last(stage.at.presence("keypad-2")) == Presence("keypad-2", online=True)
    keypad.press("next")
    request = stage.wait_request("keypad-2")
    stage.answer("keypad-2", request.id)
    keypad.wait(0, f"answered Acceptance {request.id}")
    keypad.cut()


def clocks(desk):
    """What it has set its clock to."""
    return [int(words) for what, words in list(desk.told) if what == "time"]


def refused(desk, words, clock_sets=1):
    """A pad that meets a broker and does not trust it, for that reason."""
    desk.start()
    fault = desk.wait(0, "link: ")
    assert words in fault
    wait_for(lambda: len(clocks(desk)) >= clock_sets or None, PATIENCE_S, "the clock is not set")
    assert "connected" not in desk.said
    desk.cut()
    return fault


def test_it_trusts_no_other_authority_and_no_other_name(stage, tmp_path):
    other = Stage(tmp_path / "other", tls=True)  # an office of its own, with an authority of its own; nobody starts it
    profile, port = stage.broker.profile("pad-1"), stage.broker.port
    strange = Desk(tmp_path / "strange", profile, port, ca=other.broker.account("pad-1").ca)
    refused(strange, "not correctly signed by the trusted CA")
    refused(Desk(tmp_path / "named", profile, port, host="127.1"), "Common Name (CN) does not match")


def test_a_certificate_of_tomorrow_is_told_from_a_wrong_one(stage, tmp_path):
    """By MicroPython's own words for it, and the clock is moved on; this machine's clock stays where it is."""
    tomorrow(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=greet, args=(listener, context), daemon=True).start()
        port = listener.getsockname()[1]
        desk = Desk(tmp_path / "flash", stage.broker.profile("pad-1"), port, ca=str(tmp_path / "server.pem"))
        fault = refused(desk, "future", clock_sets=3)
    assert {later - before for before, later in pairwise(clocks(desk))} == {30 * DAY_S}
    assert isinstance(_named(ValueError(fault)), TooEarlyError)
    assert isinstance(_named(OSError("certificate is not yet valid")), TooEarlyError)
    assert not isinstance(_named(ValueError("certificate has expired")), TooEarlyError)


def tomorrow(folder):
    """A certificate that signs itself and is valid from tomorrow on."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    begins = datetime.now(UTC) + timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, kind, plain = Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    (folder / "server.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "server.key").write_bytes(key.private_bytes(pem, kind, plain))


def greet(listener, context):
    """Everybody, until the listener is closed; who does not trust us hangs up."""
    with suppress(OSError):
        while True:
            near, _ = listener.accept()
            with near, suppress(OSError):
                context.wrap_socket(near, server_side=True).close()


def test_a_file_may_hold_several_certificates(stage):
    pem = Path(stage.broker.account("pad-1").ca).read_bytes()
    (der,) = certificates(pem)
    assert certificates(pem + pem) == [der, der]
    assert certificates(der) == [der]
    assert ssl.PEM_cert_to_DER_cert(pem.decode()) == der
