"""The page at which a new machine takes a place, over real HTTP, as the tool on that machine asks."""

import base64
import json
from datetime import timedelta

import pytest
import requests
from anyio import to_thread
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from contract.ids import DeviceId
from contract.joining import Offer, write_offer
from contract.site import Web
from controller.joins import Joins
from controller.web.app import make_app
from controller.web.knocks import MOST
from controller.web.server import WebServer
from firmware_config.on_machine.order import Order, Wanted, as_text
from firmware_config.place_taking import JoinError, take_place

CODE = "K74QPMT9WX"
ORDER = Order("thu", "may-2", (Wanted("/etc/motcua/kiosk-1/profile.json", "00", 0o640, "root:motcua"),))


@pytest.fixture
def office(hall, tmp_path):
    """A controller that offers one place; ``address`` is that of its pages."""
    hall.start(sit=False)
    folder = tmp_path / "offers"
    ends = (hall.clock() + timedelta(minutes=30)).timestamp()
    write_offer(folder, Offer(DeviceId("kiosk-1"), CODE, ends, as_text(ORDER).encode()))
    app = make_app(hall.service, joins=Joins(folder, tmp_path / "joined.json", hall.service.now))
    web = WebServer(app, Web(port=0))
    web.start()
    yield web
    web.stop()


def why(address, code=CODE):
    with pytest.raises(JoinError) as fault:
        take_place(address, code)
    return str(fault.value)


def test_a_new_machine_is_given_what_belongs_on_it(office):
    assert take_place(office.address, CODE) == ORDER
    assert why(office.address) == "wrong"


def test_a_wrong_code_is_told_and_gives_nothing(office):
    assert why(office.address, CODE[:-1] + "Y") == "wrong"
    assert why(office.address, "Z9" + CODE[2:]) == "wrong"
    assert take_place(office.address + "/", CODE) == ORDER


def test_who_keeps_trying_is_not_listened_to(office):
    for one in range(MOST):
        assert requests.post(f"{office.address}/join", json={"plate": f"Z{one}"}, timeout=10).status_code == 404
    assert why(office.address) == "too_often"


def test_another_address_is_told_apart(office, hall):
    assert why("http://127.0.0.1:9") == "unreachable"
    assert why(hall.address) == "wrong"  # a controller that has nothing to give
    assert why("nothing at all") == "unreachable"


def test_what_passes_on_the_cable_holds_no_secret(office):
    """Listened to by somebody who stands between and hands everything on."""
    with Listener(office.address) as between:
        assert take_place(between.address, CODE) == ORDER
    assert len(between.heard) == 4
    for words in between.heard:
        assert CODE[2:] not in words
        assert "profile" not in words
        assert "may-2" not in words
        assert not any("profile" in told for told in unpacked(words))


def unpacked(words):
    """What stands in base 64 in a message."""
    for told in json.loads(words).values():
        try:
            yield base64.b64decode(told).decode("latin-1")
        except ValueError:
            continue


class Listener:
    """A false controller that asks the real one; ``heard`` is all that was said."""

    def __init__(self, real):
        self.real, self.heard = real, []

    def __enter__(self):
        app = Starlette(routes=[Route("/join", self.hand_on, methods=["POST"])])
        self.web = WebServer(app, Web(port=0))
        self.web.start()
        self.address = self.web.address
        return self

    def __exit__(self, *_):
        self.web.stop()

    async def hand_on(self, request):
        said = await request.body()
        answer = await to_thread.run_sync(
            lambda: requests.post(
                f"{self.real}/join", data=said, headers={"Content-Type": "application/json"}, timeout=10
            )
        )
        self.heard += [said.decode(), answer.text]
        return Response(answer.content, answer.status_code, media_type="application/json")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"plate": 5},
        {"run": "x", "proof": "%"},
        {"plate": "K7", "message": "é"},
        {"plate": "K7", "other": ""},
        [],
        "x",
    ],
)
def test_nonsense_is_refused(office, body):
    answer = requests.post(
        f"{office.address}/join", data=json.dumps(body), headers={"Content-Type": "application/json"}, timeout=10
    )
    assert answer.status_code in {400, 404}
    assert requests.post(f"{office.address}/join", data=base64.b64encode(b"x" * 9000), timeout=10).status_code in {
        413,
        415,
    }
