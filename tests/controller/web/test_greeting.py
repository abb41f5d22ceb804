"""The greeting of the pages over https: whose certificate is shown, how it changes, and who never ends to greet."""

import contextlib
import itertools
import selectors
import socket
import ssl
import threading
import time
import warnings
from datetime import UTC, datetime

import pytest
import requests
from starlette.applications import Starlette

from contract.site import Web
from contract.trust import trusting
from controller.adapters.pages_certificate import PagesCertificate
from controller.web.caller import Caller
from controller.web.server import WebServer
from demo.brokers import free_port
from firmware_config.authority import Authority
from tests.controller.web.secure_hall import DEADLINE_S, SecureHall, shown


class Hasty(Caller):
    """Waits for no greeting."""

    asking_s = 1.0


class Patient(Caller):
    """Waits for ever, for few of one address."""

    asking_s = 3600.0
    of_one_address = 12


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = SecureHall(tmp_path_factory.mktemp("hall")).prepare().open()
    yield hall
    hall.end()


def test_the_office_is_known_by_its_own_authority_and_by_no_other(hall, tmp_path):
    assert shown(hall)
    other = Authority(tmp_path / "other", "thu", datetime.now(UTC))
    other.prepare()
    (tmp_path / "ca.pem").write_bytes(other.trusted())
    with pytest.raises(ssl.SSLCertVerificationError):
        shown(hall, tmp_path / "ca.pem")
    with pytest.raises(ssl.SSLCertVerificationError):
        shown(hall, name="evil.example")


def test_nobody_speaks_an_old_tls(hall):
    context = trusting(str(hall.ca))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    context.set_ciphers("ALL:@SECLEVEL=0")
    with socket.create_connection(("127.0.0.1", hall.port), DEADLINE_S) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="127.0.0.1")


def test_a_new_certificate_is_taken_while_pages_are_open_and_a_torn_pair_is_not(hall):
    first = shown(hall)
    assert not hall.certificate.look()
    hall.sign("another")
    key = (hall.folder / "pages.key").read_bytes()
    (hall.folder / "pages.key").write_bytes(b"torn")
    assert not hall.certificate.look()
    assert shown(hall) == first
    (hall.folder / "pages.key").write_bytes(key)
    assert hall.certificate.look()
    second = shown(hall)
    assert second != first
    assert second == ssl.PEM_cert_to_DER_cert((hall.folder / "pages.pem").read_text())


def test_without_a_certificate_nobody_is_greeted_until_there_is_one(hall):
    """Kiosks and boards need no page: the controller starts, the plain pages are there, and the log tells."""
    good = (hall.folder / "pages.pem").read_bytes()
    (hall.folder / "pages.pem").unlink()
    port, late = free_port(), PagesCertificate(*hall.files)
    web = WebServer(Starlette(), Web(port=0, https_port=port), Caller, late.context)
    web.start()
    try:
        assert requests.get(web.address, timeout=DEADLINE_S).status_code == 404
        with pytest.raises((ConnectionError, ssl.SSLError)):
            ssl.get_server_certificate(("127.0.0.1", port), timeout=DEADLINE_S)
        assert not late.look()
        (hall.folder / "pages.pem").write_bytes(good)
        assert late.look()
        told = ssl.get_server_certificate(("127.0.0.1", port), timeout=DEADLINE_S)
        assert ssl.PEM_cert_to_DER_cert(told) == ssl.PEM_cert_to_DER_cert(good.decode())
    finally:
        web.stop()


def test_no_greeting_fails_while_certificates_change(hall):
    """Loaded into a living context, certificate and key are for a moment no pair."""
    faults, greeted, end = [], [], threading.Event()

    def greet():
        while not end.is_set():
            try:
                greeted.append(shown(hall))
            except OSError as fault:
                faults.append(fault)

    greeting = threading.Thread(target=greet)
    greeting.start()
    try:
        until = time.monotonic() + DEADLINE_S
        for turn in itertools.count():
            hall.sign(("pages", "another")[turn % 2])
            assert hall.certificate.look()
            if len(greeted) >= 60 and len(set(greeted)) == 2:
                break
            assert time.monotonic() < until
    finally:
        end.set()
        greeting.join()
    assert faults == []


@contextlib.contextmanager
def silent(hall, caller, count):
    """Connections of another address that say nothing, to a server of its own."""
    port = free_port()
    web = WebServer(Starlette(), Web(port=0, https_port=port), caller, PagesCertificate(*hall.files).context)
    web.start()
    lines = [socket.socket() for _ in range(count)]
    try:
        for line in lines:
            line.settimeout(DEADLINE_S)
            line.bind(("127.0.0.2", 0))
            line.connect(("127.0.0.1", port))
        yield lines
    finally:
        for line in lines:
            line.close()
        web.stop()


def test_who_only_begins_a_greeting_is_counted_from_the_first_byte(hall):
    with silent(hall, Patient, Patient.of_one_address + 8) as lines, selectors.DefaultSelector() as ends:
        for line in lines:
            ends.register(line, selectors.EVENT_READ)
        until, gone = time.monotonic() + DEADLINE_S, 0
        while gone < 8:
            for key, _ in ends.select(until - time.monotonic()):
                assert _ended(key.fileobj)
                ends.unregister(key.fileobj)
                gone += 1
            assert time.monotonic() < until
        assert len(ends.get_map()) == Patient.of_one_address
        assert ends.select(0) == []


def test_who_only_begins_a_greeting_is_left(hall):
    with silent(hall, Hasty, 3) as lines:
        assert all(_ended(line) for line in lines)


def _ended(line):
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def test_what_is_no_tls_is_turned_away_and_harms_nobody(hall):
    for words in (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"\x16\x03\x01\x00\x05hello", b"\x00" * 9000):
        with socket.create_connection(("127.0.0.1", hall.port), DEADLINE_S) as line:
            line.settimeout(DEADLINE_S)
            line.sendall(words)
            said = b""
            with contextlib.suppress(ConnectionResetError):
                while part := line.recv(4096):
                    said += part
        assert b"HTTP" not in said
    assert requests.get(f"{hall.at}/board", verify=hall.verify, timeout=DEADLINE_S).status_code == 200
