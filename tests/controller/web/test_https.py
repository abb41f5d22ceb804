"""Staff pages over https: a real certificate of the office's own authority, real clients, and what plain http still gives."""

import asyncio
import contextlib
import hashlib
import itertools
import json
import selectors
import socket
import ssl
import threading
import time
import warnings
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import requests
from starlette.applications import Starlette
from starlette.responses import Response
from websockets.asyncio.client import connect as connect_alone
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from contract.authority_file import certificates, fingerprint
from contract.request_ids import new_request_id
from contract.site import Web
from contract.trust import trusting
from controller.adapters.pages_certificate import PagesCertificate
from controller.web.caller import Caller
from controller.web.guard import Guard
from controller.web.server import WebServer
from demo.brokers import free_port
from firmware_config.authority import Authority
from tests.controller.web.page_hall import PageHall
from tests.controller.web.test_doors import ALL, DOORS, FORM, TEXTS, FullHall, address, gets_in
from tests.office import FIVE, HOA, LAN, LAND, PASSWORD

PLAIN = TEXTS["fault.plain"]
REDIRECTS = range(300, 400)
HOSTS = ("127.0.0.1", "localhost")
ELSEWHERE = {"X-Forwarded-For": "192.0.2.7"}
"""As our proxy says of a computer on the office's network; what comes from this machine itself is on no cable."""
DEADLINE_S = 30
OPEN_TO_ALL = {
    "GET /board", "GET /board/counter/{counter}", "WS /board/live", "WS /board/counter/{counter}/live", "GET /photo/{name}",
    "GET /procedures", "GET /static/look.css", "GET /static/board_look.css", "GET /static/follow.css", "GET /static/icon.svg",
    "GET /static/rate.css", "GET /static/fonts/{name}", "GET /static/charts/chart.js", "MOUNT /static", "GET /state",
    "GET /fleet/state", "GET /metrics", "GET /t/{visit}/{mark}", "WS /t/{visit}/{mark}/live", "GET /t/{visit}/{mark}/rate",
    "POST /t/{visit}/{mark}/rate", "POST /kiosk/phone", "GET /sms/status", "POST /sms/status", "POST /join", "GET /ca",
    "GET /ca/{number:int}.crt",
}  # fmt: skip
"""By hand: what anybody on the cable may read. A new route is none of it."""


class SecureHall(FullHall):
    """Everything is on, over both schemes, with a certificate of the office's own authority."""

    def prepare(self):
        self.site = replace(self.site, web=Web(port=0, https_port=free_port(), proxy="127.0.0.1"))
        return self

    def serving(self):
        self.sign("pages")
        self.certificate = PagesCertificate(*self.files)
        self.verify, self.tls = str(self.ca), trusting(str(self.ca))
        return WebServer(self.app, self.site.web, context=self.certificate.context)

    @property
    def files(self):
        return str(self.folder / "pages.pem"), str(self.folder / "pages.key")

    def sign(self, name, hosts=HOSTS):
        """By another name: another certificate."""
        certified = self.authority.server(name, hosts)
        (self.folder / "pages.key").write_bytes(certified.key)
        (self.folder / "pages.pem").write_bytes(certified.certificate)

    @property
    def port(self):
        return self.site.web.https_port

    @property
    def at(self):
        return f"https://127.0.0.1:{self.port}"

    def held(self, who):
        return {f"__Host-{name}": value for name, value in super().held(who).items()}

    def fresh(self, who):
        return {f"__Host-{name}": value for name, value in super().fresh(who).items()}

    def ask(self, method, path, cookies=None, **headers):
        """Over plain http, as a browser on another computer does."""
        sent = {**ELSEWHERE, "Origin": self.full.address, "Content-Type": "application/json", **headers}
        data = json.dumps({"request": new_request_id()}) if method == "POST" else None
        return requests.request(
            method, self.full.address + path, headers=sent, cookies=cookies, timeout=DEADLINE_S, data=data,
            allow_redirects=False,
        )  # fmt: skip

    def signed_in(self, officer=LAN, counter=FIVE):
        """A browser that trusts the office, and the answer that gave it its cookies."""
        browser = requests.Session()
        browser.trust_env = False
        browser.verify = self.verify
        browser.headers["Origin"] = self.at
        body = {"request": new_request_id(), "officer": officer, "password": PASSWORD, "counter": counter}
        answer = browser.post(f"{self.at}/sign-in", json=body, timeout=DEADLINE_S)
        assert answer.json()["accepted"], answer.text
        return browser, answer


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


def shown(hall, ca=None, name="127.0.0.1"):
    """The certificate that a client is shown who trusts ``ca``, DER; raises ssl.SSLError."""
    context = trusting(str(ca or hall.ca))
    with (
        socket.create_connection(("127.0.0.1", hall.port), DEADLINE_S) as plain,
        context.wrap_socket(plain, server_hostname=name) as line,
    ):
        assert line.version() in {"TLSv1.2", "TLSv1.3"}
        return line.getpeercert(binary_form=True)


@pytest.mark.parametrize("door", DOORS)
def test_over_https_nobody_gets_in_where_they_dont_belong(hall, door):
    behind_a_proxy = door == "GET /metrics"  # here all come from its address, and it need not say for whom
    assert {who for who in ALL if gets_in(hall, door, who)} == set("" if behind_a_proxy else DOORS[door])


@pytest.mark.parametrize("door", [one for one in DOORS if not one.startswith("WS")])
def test_on_the_cable_an_officers_page_is_led_to_https_and_nothing_else_is(hall, door):
    """Whoever asks, with every cookie there is under either name."""
    method, path = door.split(" ")[0].replace("MOUNT", "GET"), address(hall, door)
    for who in "NH":
        answer = hall.ask(method, path, {**FullHall.held(hall, who), **hall.held(who)})
        if door in OPEN_TO_ALL:
            assert answer.status_code not in REDIRECTS
            assert PLAIN not in answer.text
        elif method == "GET":
            assert answer.status_code == 307
            assert answer.headers["Location"] == f"{hall.at}{path}"
            assert "Strict-Transport-Security" not in answer.headers
        else:
            assert (answer.status_code, answer.json()["text"]) == (403, PLAIN)
            assert "Location" not in answer.headers
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("door", [one for one in DOORS if one.startswith("WS")])
def test_on_the_cable_no_officers_page_is_told_anything(hall, door):
    where, told = hall.full.address.replace("http", "ws") + address(hall, door), False
    cookies = "; ".join(f"{name}={value}" for name, value in FullHall.held(hall, "C").items())
    try:
        with connect(
            where, origin=hall.full.address, proxy=None, additional_headers={"Cookie": cookies, **ELSEWHERE}
        ) as line:
            told = bool(line.recv(timeout=DEADLINE_S))
    except (ConnectionClosed, InvalidStatus):
        pass
    assert told == (door in OPEN_TO_ALL)


def test_a_password_on_the_cable_signs_nobody_in(hall):
    body = {"request": new_request_id(), "officer": HOA, "password": PASSWORD, "counter": None}
    headers = {"Origin": hall.full.address, **ELSEWHERE}
    answer = requests.post(
        f"{hall.full.address}/sign-in", json=body, headers=headers, timeout=DEADLINE_S, allow_redirects=False
    )
    assert (answer.status_code, answer.json()["text"]) == (403, PLAIN)
    assert not answer.cookies


def test_a_question_keeps_its_words_on_the_way_to_https(hall):
    answer = hall.ask("GET", "/head/reports/arrivals?from=2026-11-01&lang=en")
    assert answer.headers["Location"] == f"{hall.at}/head/reports/arrivals?from=2026-11-01&lang=en"
    assert hall.ask("GET", "//evil.example/").headers["Location"].startswith(f"{hall.at}//")


def test_this_machine_and_a_proxy_with_https_of_its_own_are_on_no_cable(hall):
    assert requests.get(f"{hall.full.address}/head", timeout=DEADLINE_S, allow_redirects=False).status_code == 200
    assert hall.ask("GET", "/head", **{"X-Forwarded-Proto": "https"}).status_code == 200
    assert hall.ask("GET", "/head", **{"X-Forwarded-Proto": "https, http"}).status_code == 307


@pytest.mark.parametrize(
    ("client", "server", "status"),
    [
        (("192.168.1.10", 4000), ("192.168.1.10", 8080), 200),  # this machine by its own address
        (("::1", 4000), ("::1", 8080), 200),
        (("192.168.1.11", 4000), ("192.168.1.10", 8080), 307),
        (None, None, 307),
    ],
)
def test_who_is_on_the_cable(client, server, status):
    """Ends of a connection that a machine of tests does not have, as the server tells them to the application."""
    told = []

    async def page(scope, _receive, send):
        await Response()(scope, None, send)

    async def send(message):
        told.append(message)

    scope = {
        "type": "http", "method": "GET", "scheme": "http", "path": "/head", "query_string": b"", "client": client,
        "server": server, "headers": [(b"host", b"192.168.1.10:8080")],
    }  # fmt: skip
    asyncio.run(Guard(page, Web(https_port=8443), lambda *_: Response(status_code=500))(scope, None, send))
    assert told[0]["status"] == status
    assert dict(told[0]["headers"]).get(b"location") in {None, b"https://192.168.1.10:8443/head"}


def test_an_office_without_https_is_as_it_was(tmp_path):
    hall = PageHall(tmp_path).start()
    try:
        assert hall.get("/head", **ELSEWHERE).status_code == 200
        assert list(hall.cookies[FIVE]) == ["motcua-thu"]
    finally:
        hall.stop()


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


def test_the_session_never_goes_over_the_cable(hall):
    browser, answer = hall.signed_in()
    session, seat = answer.raw.headers.getlist("Set-Cookie")
    assert session.startswith("__Host-motcua-thu=")
    assert {"HttpOnly", "Secure", "SameSite=strict", "Path=/"} <= set(session.split("; ")[1:])
    assert "Domain" not in session
    assert browser.get(f"{hall.at}/counter/5", timeout=DEADLINE_S).status_code == 200
    assert seat.startswith("motcua-thu-seat=")
    kept = {one.name: one.value for one in browser.cookies}
    for name in ("motcua-thu", "__Host-motcua-thu"):
        found = requests.get(
            f"{hall.at}/counter/5", cookies={name: kept["motcua-thu-seat"]}, verify=hall.verify, timeout=DEADLINE_S
        )
        assert FORM in found.text


def test_a_cookie_that_the_cable_has_seen_opens_nothing_over_https(hall):
    plain = FullHall.held(hall, "C")
    found = requests.get(f"{hall.at}/counter/5", cookies=plain, verify=hall.verify, timeout=DEADLINE_S)
    assert plain
    assert FORM in found.text


def test_a_page_on_the_cable_under_our_name_presses_no_button(hall):
    body = {"request": new_request_id(), "command": "open"}
    for origin, status in ((hall.at, 200), (hall.at.replace("https", "http"), 403), (hall.full.address, 403)):
        answer = requests.post(
            f"{hall.at}/counter/5/command", json=body, headers={"Origin": origin}, cookies=hall.held("C"),
            verify=hall.verify, timeout=DEADLINE_S,
        )  # fmt: skip
        assert answer.status_code == status


def test_a_clerk_does_not_rate_the_own_service_on_the_plain_page_either(hall):
    browser, _ = hall.signed_in()
    kept = {one.name: one.value for one in browser.cookies if not one.secure}
    path = address(hall, "GET /t/{visit}/{mark}/rate")
    assert hall.ask("GET", path, kept).json()["text"] == TEXTS["rate.staff"]
    assert hall.ask("GET", path, {"motcua-thu-seat": "0" * 64}).json()["text"] != TEXTS["rate.staff"]
    left = browser.post(f"{hall.at}/sign-out", json={"request": new_request_id(), "counter": None}, timeout=DEADLINE_S)
    assert left.json()["accepted"]
    assert not browser.cookies


def test_a_stream_goes_over_tls(hall):
    browser, _ = hall.signed_in()
    cookie = "; ".join(f"{one.name}={one.value}" for one in browser.cookies)

    async def follow():
        async with connect_alone(
            f"wss://127.0.0.1:{hall.port}/counter/5/live", origin=hall.at, proxy=None, ssl=hall.tls,
            additional_headers={"Cookie": cookie},
        ) as line:  # fmt: skip
            before = json.loads(await line.recv())
            hall.take(LAND)
            while json.loads(await line.recv() or "{}") in ({}, before):
                pass

    asyncio.run(asyncio.wait_for(follow(), DEADLINE_S))


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


def test_the_authority_is_fetched_without_https_and_is_whose_fingerprint_is_told(hall):
    page = hall.ask("GET", "/ca")
    assert "certutil" in page.text
    assert hall.at in page.text
    fetched = hall.ask("GET", "/ca/1.crt")
    assert fetched.headers["Content-Type"] == "application/x-x509-ca-cert"
    (known,) = certificates(hall.ca.read_text())
    assert fetched.content == known
    assert hashlib.sha256(known).hexdigest().upper() == fingerprint(known).replace(":", "")
    assert hall.ask("GET", "/ca/2.crt").status_code == hall.ask("GET", "/ca/0.crt").status_code == 404


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
