"""Staff pages over https: who gets in, what goes over the cable, and what plain http still gives."""

import asyncio
import hashlib
import json

import pytest
import requests
from starlette.responses import Response
from websockets.asyncio.client import connect as connect_alone
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from contract.authority_file import certificates, fingerprint
from contract.ids import VisitId
from contract.request_ids import new_request_id
from contract.site import Web
from controller.web.guard import Guard
from tests.controller.web.full_hall import TEXTS, FullHall
from tests.controller.web.page_hall import PageHall
from tests.controller.web.secure_hall import DEADLINE_S, ELSEWHERE, SecureHall
from tests.controller.web.test_doors import ALL, DOORS, FORM, address, gets_in
from tests.office import FIVE, HOA, LAND, PASSWORD

PLAIN = TEXTS["fault.plain"]
REDIRECTS = range(300, 400)
OPEN_TO_ALL = {
    "GET /board", "GET /board/counter/{counter}", "WS /board/live", "WS /board/counter/{counter}/live", "GET /photo/{name}",
    "GET /procedures", "GET /static/look.css", "GET /static/board_look.css", "GET /static/follow.css", "GET /static/icon.svg",
    "GET /static/rate.css", "GET /static/fonts/{name}", "GET /static/charts/chart.js", "MOUNT /static", "GET /state",
    "GET /fleet/state", "GET /metrics", "GET /t/{visit}/{mark}", "WS /t/{visit}/{mark}/live", "GET /t/{visit}/{mark}/rate",
    "POST /t/{visit}/{mark}/rate", "POST /kiosk/phone", "GET /sms/status", "POST /sms/status", "POST /join", "GET /ca",
    "GET /ca/{number:int}.crt",
}  # fmt: skip
"""By hand: what anybody on the cable may read. A new route is none of it."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = SecureHall(tmp_path_factory.mktemp("hall")).prepare().open()
    yield hall
    hall.end()


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
    body = {"request": new_request_id(), "score": "satisfied", "scale": 3, "reasons": []}
    headers, visit = {"Origin": hall.full.address}, VisitId(path.split("/")[2])
    before = hall.story(visit)
    told = requests.post(f"{hall.full.address}{path}", json=body, headers=headers, cookies=kept, timeout=DEADLINE_S)
    assert (told.status_code, told.json()["text"]) == (403, TEXTS["rate.staff"])
    assert hall.story(visit) == before, "a cookie that the cable may have seen stands for nobody"
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
