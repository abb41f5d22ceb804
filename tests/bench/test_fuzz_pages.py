"""The pages under data that nobody meant, some hundred cases; ``make bench ONLY=fuzz`` has tens of thousands."""

import pytest
import requests
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse
from starlette.routing import Route

from bench.fuzz_pages import ROLES, may_do, run
from bench.page_hall import FuzzedHall
from bench.page_law import Reader, faults
from bench.page_schema import document, served
from bench.page_values import known
from contract.language import load_texts
from contract.site import Web
from controller.web.page import HERE
from controller.web.server import WebServer
from tests.controller.web.test_doors import DOORS

SEED = 6
TEXTS = {one: load_texts(HERE.parent / "texts", one) for one in ("vi", "en")}


def test_nothing_that_is_asked_breaks_a_page_or_the_hall(tmp_path):
    outcome = run(tmp_path, SEED, 1, 4)
    assert (outcome.crashes, outcome.hangs) == (0, 0), "\n".join(outcome.told)
    assert outcome.cases > 400


def test_whose_button_does_something():
    """A head grants priority at every counter, which chance finds once in twenty thousand cases, and calls at none but the own."""
    at = "/counter/{counter}/command"
    assert {one for one in ROLES if may_do(one, at, "priority")} == {"clerk", "head"}
    assert {one for one in ROLES if may_do(one, at, "call")} == {one for one in ROLES if may_do(one, at)} == {"clerk"}
    assert {one for one in ROLES if may_do(one, "/head/command", "end_emergency")} == {"head"}
    assert {one for one in ROLES if may_do(one, "/fleet/command", "restart")} == {"it"}
    assert not {"clerk", "head", "it"} & {one for one in ROLES if may_do(one, "/t/{visit}/{mark}/rate")}


def test_every_route_is_asked(tmp_path):
    with FuzzedHall(tmp_path) as hall:
        paths = document(hall.app, known(hall))["paths"]
        real = {f"{way} {path}" for path, ways in served(hall.app) for way in ways}
    asked = {
        f"{way} {path}" for path, ways in paths.items() for way, words in ways.items() if "200" in words["responses"]
    }
    assert asked == real | {"get /{nowhere}", "get /head/", "get /head/reports/{name}/"}
    rows = {
        one.replace(":str", "").replace(":int", "").replace("MOUNT /static", "GET /static/{file}")
        for one in DOORS
        if "WS " not in one
    }
    assert {one.upper() for one in real} == {one.upper() for one in rows}


WAYS = {
    "/crash": (lambda: PlainTextResponse("", 500), "status 500"),
    "/told": (lambda: HTMLResponse('<!doctype html>File "/x.py"'), "tells 'File \"/'"),
    "/secret": (lambda: PlainTextResponse("of the office"), "tells 'of the office'"),
    "/markup": (lambda: HTMLResponse("<!doctype html><script>alert(1)</script>"), "markup of a stranger"),
    "/not-html": (lambda: HTMLResponse("Xin chào"), "no text/html"),
    "/not-json": (lambda: PlainTextResponse("{", media_type="application/json"), "no application/json"),
    "/away": (lambda: RedirectResponse("https://evil.example/"), "leads to https://evil.example/"),
    "/aside": (lambda: RedirectResponse("//evil.example/"), "leads to //evil.example/"),
    "/english": (lambda: PlainTextResponse("Not found", 404), "not in vi"),
    "/words": (lambda: JSONResponse({"text": "Not found"}, 404), "words that are none of ours"),
    "/method": (lambda: PlainTextResponse("", 405), "405 without Allow"),
    "/bare": (lambda: PlainTextResponse(""), "X-Frame-Options: None"),
    "/kept": (lambda: PlainTextResponse("", headers={"Cache-Control": "public"}), "Cache-Control: public"),
    "/cookie": (lambda: PlainTextResponse("", headers={"Set-Cookie": "a=b; Path=/"}), "a cookie that others can read"),
    "/open": (
        lambda: PlainTextResponse("", headers={"Access-Control-Allow-Origin": "*"}), "headers ['access-control-allow-origin'",
    ),
    "/script": (
        lambda: PlainTextResponse("", headers={"Content-Security-Policy": "script-src 'unsafe-inline'"}),
        "Content-Security-Policy, default-src: None",
    ),
}  # fmt: skip
"""Pages that break the law, one way each, and what is said of them."""


@pytest.fixture(scope="module")
def faulty():
    def route(path, make):
        return Route(path, lambda _request: make(), methods=["GET", "POST"])

    web = WebServer(Starlette(routes=[route(path, make) for path, (make, _) in WAYS.items()]), Web(port=0))
    web.start()
    yield web.address
    web.stop()


def found(answer, *, own=True):
    return " | ".join(faults(answer, Reader(own, TEXTS, ["of the office"])))


@pytest.mark.parametrize("path", WAYS)
def test_what_breaks_the_law_is_seen(faulty, path):
    answer = requests.get(faulty + path, allow_redirects=False, timeout=10)
    assert WAYS[path][1] in found(answer)


def test_a_page_that_listens_to_pages_from_elsewhere_is_seen(faulty):
    answer = requests.post(f"{faulty}/bare", timeout=10)
    assert "from elsewhere" in found(answer, own=False)
    assert "from elsewhere" not in found(answer)
