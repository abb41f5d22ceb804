"""Whoever has nothing but docs/reference/asyncapi.yaml builds a number board and a rating pad that work in a real office."""

from pathlib import Path

import pytest

from contract.codec import decode_notice
from contract.commands import CallNext, Finish, OpenCounter
from contract.ids import CounterId
from contract.profile import read_account
from controller.core.events import VisitRated
from demo import keypad
from tests.firmware_config.devices.device_hall import SECONDS, DeviceHall
from tests.wire.mqtt_socket import MqttSocket
from tests.wire.stranger import StrangersNumberBoard, StrangersPad

DOCUMENT = (Path(__file__).parents[2] / "docs" / "reference" / "asyncapi.yaml").read_text("utf-8")
ONE = CounterId(1)


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = DeviceHall(tmp_path_factory.mktemp("strangers"), 1)
    try:
        hall.start()
        yield hall
    finally:
        hall.stop()


@pytest.fixture
def clerk(hall):
    device = keypad.Device(read_account(hall.broker.profile("keypad-1")))
    device.start()
    assert device.wait_up(SECONDS)
    device.press(OpenCounter(ONE), seconds=SECONDS)
    yield device
    device.stop()


def told(hall, device):
    account = hall.broker.account(device)
    return account.password, {
        "site": account.site, "device": device, "counter": 1, "host": account.host, "port": account.port,
    }  # fmt: skip


def test_a_board_and_a_pad_of_a_stranger(hall, clerk):
    password, names = told(hall, "so-1")
    board = StrangersNumberBoard(DOCUMENT, password, **names)
    password, names = told(hall, "pad-1")
    pad = StrangersPad(DOCUMENT, password, **names)
    board.shows(None)
    (number,) = hall.take_tickets(1)
    visit = clerk.press(CallNext(ONE), seconds=SECONDS).visit
    board.shows(number)
    clerk.press(Finish(ONE, visit), seconds=SECONDS)
    board.shows(None)
    invitation = pad.invited()
    assert pad.press(pad.score[1], invitation, times=3) == "Acceptance"
    assert pad.press(pad.score[0], invitation) == "Refusal"
    rated = [(one.visit, str(one.score)) for one in hall.journal() if isinstance(one, VisitRated)]
    assert rated == [(visit, pad.score[1])]
    board.wait("Pulse")
    board.socket.close()
    pad.socket.close()
    with MqttSocket.login(hall.broker, "controller", client="watcher") as watcher:
        watcher.subscribe(f"motcua/{names['site']}/presence/so-1")
        while decode_notice(watcher.wait_heard().payload).online:
            pass
