"""Who may enter where: every page, stream and command of the application has a row, and everybody knocks at each of them.

Who adds a route adds its row. ``N`` is nobody, ``P`` a kiosk or gateway that proves itself otherwise, ``C`` the clerk who sits at counter 5,
``D`` a colleague who sits at counter 1, ``H`` a head, ``I`` an IT officer.
"""

import asyncio
import json

import pytest
import requests
from starlette.routing import Mount, Route, WebSocketRoute
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from contract.request_ids import new_request_id
from tests.controller.message_hall import SHOWN
from tests.controller.web.full_hall import TEXTS, FullHall

ALL = "NPCDHI"
DOORS = {
    "GET /": ALL,
    "GET /board": ALL,
    "GET /board/counter/{counter}": ALL,
    "WS /board/live": ALL,
    "WS /board/counter/{counter}/live": ALL,
    "GET /photo/{name}": ALL,
    "GET /procedures": ALL,
    "GET /static/look.css": ALL,
    "GET /static/board_look.css": ALL,
    "GET /static/follow.css": ALL,
    "GET /static/icon.svg": ALL,
    "GET /static/rate.css": ALL,
    "GET /static/fonts/{name}": ALL,
    "GET /static/charts/chart.js": ALL,
    "MOUNT /static": ALL,
    "GET /state": ALL,  # of this very machine, which tests are; see test_replay for the others
    "POST /sign-in": ALL,
    "POST /sign-out": "CDHI",
    "GET /counter/{counter}": "C",
    "POST /counter/{counter}/command": "C",
    "WS /counter/{counter}/live": "C",
    "GET /fleet": "HI",
    "POST /fleet/command": "I",
    "WS /fleet/live": "HI",
    "GET /fleet/state": ALL,  # as /state
    "GET /metrics": ALL,  # of this very machine; see test_fleet_page for the others
    "GET /head": "HI",
    "POST /head/command": "H",
    "WS /head/live": "HI",
    "GET /head/suggestions": "H",
    "POST /head/suggestions/command": "H",
    "GET /head/reports": "HI",
    "GET /head/reports/visit/{visit}": "H",
    "GET /head/reports/summary/{file}": "H",
    "GET /head/reports/indices": "H",
    "GET /head/reports/forecast": "H",
    "GET /head/reports/{name}.{kind:str}": "H",
    "GET /head/reports/{name}": "H",
    "GET /t/{visit}/{mark}": ALL,
    "WS /t/{visit}/{mark}/live": ALL,
    "GET /t/{visit}/{mark}/rate": ALL,
    "POST /t/{visit}/{mark}/rate": "NP",  # who serves does not rate
    "POST /kiosk/phone": "",  # sealed with a kiosk's key, see test_messaging
    "GET /sms/status": "P",
    "POST /sms/status": "P",
    "POST /join": "",  # by a code, see test_join_page
    "GET /ca": ALL,
    "GET /ca/{number:int}.crt": ALL,
}
"""A row for every route: who gets in."""
BODIES = {
    "POST /counter/{counter}/command": {"command": "open"},
    "POST /head/command": {"command": "end_emergency"},
    "POST /fleet/command": {"command": "restart", "device": "kiosk-1"},
    "POST /head/suggestions/command": {"command": "handle", "number": "2611230001", "state": "looked_at", "answer": ""},
    "POST /t/{visit}/{mark}/rate": {"score": "satisfied", "reasons": [], "scale": 3},
    "POST /sign-in": {"officer": "nobody", "password": "sai", "counter": None},
    "POST /sign-out": {"counter": None},
    "POST /kiosk/phone": {"device": "kiosk-1", "visit": "2026-11-23-B001", "sealed": "A" * 56},
    "POST /join": {"plate": "K7", "message": "AAAA"},
}
FORM = "Tên đăng nhập"
TURNED_AWAY = {TEXTS[f"refused.{reason}"] for reason in ("no_right", "not_allowed", "not_signed_in")}
SHUT = {401, 403, 404}


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = FullHall(tmp_path_factory.mktemp("state")).open()
    yield hall
    hall.end()


def routes(app):
    for route in app.routes:
        if isinstance(route, WebSocketRoute):
            yield f"WS {route.path}"
        elif isinstance(route, Mount):
            yield f"MOUNT {route.path}"
        else:
            assert isinstance(route, Route)
            yield from (f"{method} {route.path}" for method in sorted(route.methods - {"HEAD"}))


def address(hall, door):
    path = door.split(" ")[1] + ("/live.js" if door.startswith("MOUNT") else "")
    _, _, _, _, visit, mark = hall.ticket.follow.split("/")
    known = {
        "counter": "5", "visit": visit, "mark": mark, "name": "arrivals", "kind:str": "csv", "file": "2026-11-22-daily.pdf",
        "number:int": "1",
    }  # fmt: skip
    if "photo" in path:
        known["name"] = "counter-5.jpg"
    elif "fonts" in path:
        known["name"] = hall.get("/static/look.css").text.split("/static/fonts/")[1].split('"')[0]
    for name, word in known.items():
        path = path.replace(f"{{{name}}}", word)
    return path


def gets_in(hall, door, who):
    method = door.split(" ")[0].replace("MOUNT", "GET")
    path, cookies = address(hall, door), hall.held(who) if "sign-out" not in door else hall.fresh(who)
    if method == "WS":
        return hears(hall, path, cookies)
    headers = {"Origin": hall.at, "Content-Type": "application/json"}
    if who == "P":
        headers["X-Gateway-Secret"] = SHOWN
    body = json.dumps(
        {**BODIES.get(door, {}), **({} if "/join" in door or "kiosk" in door else {"request": new_request_id()})}
    )
    answer = requests.request(
        method, hall.at + path, headers=headers, cookies=cookies, timeout=10, verify=hall.verify,
        data=body if method == "POST" else None,
    )  # fmt: skip
    if answer.status_code in SHUT or (answer.text.startswith("<") and FORM in answer.text):
        return False
    assert answer.status_code < 500 or "reports" in path, (door, who, answer.status_code)
    if answer.headers["Content-Type"] == "application/json" and answer.text.startswith("{"):
        return answer.json().get("text") not in TURNED_AWAY
    return True


def hears(hall, path, cookies):
    held = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())} if cookies else {}
    where = hall.at.replace("http", "ws") + path

    async def first_words():
        """In one thread: the client with two writes and reads a TLS line at the same moment, which OpenSSL forbids."""
        async with connect(where, origin=hall.at, proxy=None, additional_headers=held, ssl=hall.tls) as line:
            return await asyncio.wait_for(line.recv(), 30)

    try:
        return bool(asyncio.run(first_words()))
    except (ConnectionClosed, InvalidStatus):
        return False


def test_every_route_has_a_row(hall):
    assert set(routes(hall.app)) == set(DOORS)


@pytest.mark.parametrize("door", DOORS)
def test_nobody_gets_in_where_they_dont_belong(hall, door):
    assert {who for who in ALL if gets_in(hall, door, who)} == set(DOORS[door])


def test_the_answer_to_a_heads_request_is_no_it_officers(hall):
    body = {"request": new_request_id(), "command": "message", "text": "Xin chào"}
    headers = {"Origin": hall.full.address}
    head, officer = (
        requests.post(
            f"{hall.full.address}/head/command", json=body, cookies=hall.held(who), headers=headers, timeout=30
        ).json()
        for who in "HI"
    )
    assert head["accepted"]
    assert (officer["accepted"], officer["text"] in TURNED_AWAY) == (False, True)


@pytest.mark.parametrize("door", [one for one in DOORS if not one.startswith("WS")])
def test_every_answer_is_guarded_and_says_nothing_to_others(hall, door):
    """Whether it opens or not."""
    method = door.split(" ")[0].replace("MOUNT", "GET")
    answer = requests.request(method, hall.full.address + address(hall, door), timeout=10, data=None)
    headers = answer.headers
    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["object-src"] == policy["form-action"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    assert "server" not in headers
    assert "Set-Cookie" not in headers
    public = door.split(" ")[1].startswith(("/static", "/procedures", "/photo"))
    assert public or headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("door", [one for one in DOORS if one.startswith("POST")])
def test_no_other_site_presses_a_button(hall, door):
    """With every cookie there is: what a browser sends along when a stranger's page asks it to."""
    for who in "CHI":
        answer = requests.post(
            hall.full.address + address(hall, door), cookies=hall.held(who), timeout=10, data=json.dumps(BODIES.get(door, {})),
            headers={"Origin": "https://evil.example", "Content-Type": "text/plain"},
        )  # fmt: skip
        assert answer.status_code in {403, 404, 415}, who


@pytest.mark.parametrize("door", [one for one in DOORS if one.startswith("POST")])
def test_no_command_is_read_without_end(hall, door):
    headers = {"Origin": hall.full.address, "Content-Type": "application/json", "X-Gateway-Secret": SHOWN}
    for who in "NCH":
        answer = requests.post(
            hall.full.address + address(hall, door), cookies=hall.held(who), timeout=10, data=b'{"a": "' + b"x" * 100_000, headers=headers,
        )  # fmt: skip
        assert answer.status_code in {401, 403, 404, 413}, (who, answer.status_code)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "POST"])
def test_a_page_knows_no_other_way_of_asking(hall, method):
    answer = requests.request(method, f"{hall.full.address}/head", headers={"Origin": hall.full.address}, timeout=10)
    assert answer.status_code in {400, 405}
    assert answer.status_code == 400 or set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD"}
    assert "nosniff" in answer.headers.get("X-Content-Type-Options", "nosniff")


def test_headers_without_end_are_not_read(hall):
    for headers in (
        {"X-A": "x" * 100_000},
        {f"X-{one}": "x" * 1000 for one in range(90)},
        {"Cookie": "motcua-thu=" + "x" * 60_000},
    ):
        try:
            assert requests.get(f"{hall.full.address}/", headers=headers, timeout=10).status_code in {400, 431}
        except requests.ConnectionError:
            continue
    assert requests.get(f"{hall.full.address}/", timeout=10).status_code == 200
