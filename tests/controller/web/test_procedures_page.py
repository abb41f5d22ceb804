"""The pages give the catalogue of procedures to whoever asks, once for each version; Office says which one there is."""

import asyncio
from dataclasses import replace

from starlette.applications import Starlette

from contract.catalogue import catalogue_of, decode_catalogue
from contract.notices import Office
from contract.procedure import Procedure
from controller.telling import Telling
from controller.web.procedures_page import ProceduresPage
from tests.office import CIVIL, MORNING, RecordingOutlet

BIRTH = Procedure("HT-01", "Đăng ký khai sinh", CIVIL, ("a",), ("b",), ("c",), ("d",), ("e",), "2026-11-20")
CATALOGUE = catalogue_of([BIRTH])


def test_the_catalogue_is_public_and_has_a_mark(hall):
    hall.options = {"catalogue": CATALOGUE}
    hall.start()
    answer = hall.get("/procedures")
    assert answer.status_code == 200
    assert decode_catalogue(answer.content) == CATALOGUE
    mark = answer.headers["etag"]
    assert mark == f'"{CATALOGUE.version}"'
    for known in (mark, f"W/{mark}", f'"x", {mark}', "*"):
        again = hall.get("/procedures", **{"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    assert hall.get("/procedures", **{"If-None-Match": '"x"'}).status_code == 200


def test_whoever_asks_and_does_not_read_holds_little_of_it():
    large = catalogue_of([replace(BIRTH, code=f"HT-{n}", details=("chi tiết " * 60,) * 60) for n in range(20)])
    (route,) = ProceduresPage(large).routes()
    pieces = []

    async def send(message):
        pieces.append(message)

    async def receive():
        await asyncio.Event().wait()

    scope = {"type": "http", "method": "GET", "path": "/procedures", "headers": [], "query_string": b""}
    asyncio.run(Starlette(routes=[route])({**scope, "root_path": ""}, receive, send))
    bodies = [one.get("body", b"") for one in pieces[1:]]
    assert decode_catalogue(b"".join(bodies)) == large
    assert max(map(len, bodies)) <= 64 * 1024
    assert (b"content-length", str(sum(map(len, bodies))).encode()) in pieces[0]["headers"]


def test_an_office_without_one_says_so(quiet_hall):
    assert decode_catalogue(quiet_hall.get("/procedures").content).procedures == ()


def test_office_names_the_version(hall):
    hall.start()
    outlet = RecordingOutlet()
    Telling(hall.service._queue, outlet, lambda: MORNING, CATALOGUE.version).everything()
    (office,) = [one for one in outlet.left if isinstance(one, Office)]
    assert office.catalogue == CATALOGUE.version
