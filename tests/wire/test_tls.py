"""Links over TLS, on both brokers: a device trusts no broker but its office's, and comes back by itself when that has its certificate again."""

import dataclasses
import socket
import ssl
import threading
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from contract.errors import ProfileError
from contract.link import Link
from contract.profile import Account
from contract.site import Site
from demo.brokers import BrokerRun
from firmware_config.authority import Authority

SECONDS = 10
MANY = 200


@pytest.fixture(scope="module", params=["embedded", "mosquitto"])
def office(request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BrokerRun]:
    """An office that speaks TLS, with a kiosk alone, since each account costs a hash."""
    kiosk = tuple(one for one in site.devices if one.id == "kiosk-1")
    secret = dataclasses.replace(site, devices=kiosk, broker=dataclasses.replace(site.broker, tls=True))
    run = BrokerRun(secret, tmp_path_factory.mktemp("office"), request.param)
    run.start()
    yield run
    run.kill()


@pytest.fixture
def secret_broker(office: BrokerRun) -> Iterator[BrokerRun]:
    """The office's broker; it has its own certificate again afterwards."""
    files = {path: path.read_bytes() for path in (office.folder / "broker").glob("server.*")}
    yield office
    if any(path.read_bytes() != content for path, content in files.items()):
        for path, content in files.items():
            path.write_bytes(content)
        office.restart()


def other_office(folder: Path) -> Authority:
    one = Authority(folder, "noi-khac", datetime.now(UTC))
    one.prepare()
    return one


def with_certificate(run: BrokerRun, authority: Authority, *hosts: str) -> None:
    """The broker comes back with another certificate."""
    certified = authority.server("server", hosts)
    (run.folder / "broker" / "server.key").write_bytes(certified.key)
    (run.folder / "broker" / "server.pem").write_bytes(certified.certificate)
    run.restart()


class Ear:
    """Hears one topic on a link, and waits."""

    def __init__(self, account: Account, filter_: str) -> None:
        self.heard: list[bytes] = []
        self._changed = threading.Condition()
        self.link = Link(account)
        self.link.listen(filter_, self._hear)
        self.link.start()

    def _hear(self, _topic: str, payload: bytes) -> None:
        with self._changed:
            self.heard.append(payload)
            self._changed.notify_all()

    def wait(self, count: int) -> list[bytes]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.heard) >= count, SECONDS)
        return self.heard


def test_commands_and_answers_pass_whole_and_in_order(secret_broker: BrokerRun) -> None:
    topic = "motcua/thu-dau-mot/command/kiosk-1"
    controller = Ear(secret_broker.account("controller"), "motcua/thu-dau-mot/command/+")
    kiosk = Link(secret_broker.account("kiosk-1"))
    kiosk.start()
    assert controller.link.wait_up(SECONDS)
    assert kiosk.wait_up(SECONDS)
    sent = [b"%d " % number + b"x" * (number * 37 % 3000) for number in range(MANY)]
    for payload in sent:
        kiosk.publish(topic, payload)
    assert controller.wait(MANY) == sent
    kiosk.stop()
    controller.link.stop()


def test_a_broker_of_another_office_is_refused_and_the_own_one_found_again(
    secret_broker: BrokerRun, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = secret_broker.folder / "broker"
    good = {path: path.read_bytes() for path in folder.glob("server.*")}
    with_certificate(secret_broker, other_office(tmp_path / "other"), "127.0.0.1")
    link = Link(secret_broker.account("kiosk-1"))
    link.start()
    assert not link.wait_up(1.5)
    assert "CERTIFICATE_VERIFY_FAILED" in caplog.text
    assert "kiosk-1" not in secret_broker.log
    for path, content in good.items():
        path.write_bytes(content)
    secret_broker.restart()
    assert link.wait_up(SECONDS)
    link.stop()


def test_a_certificate_for_another_name_is_refused(secret_broker: BrokerRun) -> None:
    elsewhere = Authority(secret_broker.folder / "keep" / "authority", secret_broker.site.id, datetime.now(UTC))
    with_certificate(secret_broker, elsewhere, "may-khac.lan", "10.0.0.9")
    link = Link(secret_broker.account("kiosk-1"))
    link.start()
    assert not link.wait_up(1.5)
    link.stop()


def greeted(context: ssl.SSLContext, line: socket.socket) -> bytes:
    """The first that is said once the line is secret."""
    return context.wrap_socket(line, server_side=True).recv(1)


def test_no_word_is_said_before_the_broker_has_proved_itself(office: BrokerRun, tmp_path: Path) -> None:
    certified = other_office(tmp_path / "other").server("server", ("127.0.0.1",))
    (tmp_path / "key").write_bytes(certified.key)
    (tmp_path / "pem").write_bytes(certified.certificate)
    (tmp_path / "ca.pem").write_bytes(other_office(tmp_path / "own").trusted())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem", tmp_path / "key")
    with socket.create_server(("127.0.0.1", 0)) as trap:
        trap.settimeout(SECONDS)
        account = dataclasses.replace(
            office.account("kiosk-1"), port=trap.getsockname()[1], ca=str(tmp_path / "ca.pem")
        )
        link = Link(account)
        link.start()
        caught, _ = trap.accept()
        caught.settimeout(SECONDS)
        with caught, pytest.raises(OSError, match=r"(?i)alert|closed|reset|eof"):
            greeted(context, caught)
        link.stop()


def test_without_tls_nobody_comes_in(secret_broker: BrokerRun) -> None:
    plain = Link(dataclasses.replace(secret_broker.account("kiosk-1"), ca=""))
    plain.start()
    assert not plain.wait_up(1.5)
    plain.stop()


@pytest.mark.parametrize(
    ("version", "welcome"),
    [(ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)],
)
def test_old_versions_are_refused(secret_broker: BrokerRun, version: ssl.TLSVersion, welcome: bool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(secret_broker.account("kiosk-1").ca)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of the old version, which is what is asked for
        context.minimum_version = context.maximum_version = version
    with socket.create_connection((secret_broker.host, secret_broker.port), SECONDS) as line:
        try:
            with context.wrap_socket(line, server_hostname=secret_broker.host) as wrapped:
                came = wrapped.version() is not None
        except ssl.SSLError:
            came = False
    assert came == welcome


def test_a_profile_without_its_authority_says_so(office: BrokerRun, tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="nowhere"):
        Link(dataclasses.replace(office.account("kiosk-1"), ca=str(tmp_path / "nowhere.pem")))


@pytest.mark.parametrize("office", ["embedded"], indirect=True)
def test_a_stranger_who_never_greets_is_cut_off(office: BrokerRun) -> None:
    """The embedded broker's; mosquitto's patience is its own affair."""
    with socket.create_connection((office.host, office.port), SECONDS) as silent:
        silent.settimeout(SECONDS)
        assert silent.recv(1) == b""
