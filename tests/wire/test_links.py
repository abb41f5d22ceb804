"""Links over a real broker: order, malformed messages, and coming back after the broker was killed."""

import dataclasses
import threading
from collections.abc import Callable

from contract.codec import decode_request, encode_request
from contract.commands import Request, TakeTicket
from contract.ids import FieldId, RequestId
from contract.link import Link
from demo.brokers import BrokerRun

MANY = 400


class Waiter:
    """Waits until a condition of the link's thread holds."""

    def __init__(self) -> None:
        self._changed = threading.Condition()

    def note(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def until(self, holds: Callable[[], bool], seconds: float = 10) -> bool:
        with self._changed:
            return self._changed.wait_for(holds, seconds)


def linked(run: BrokerRun, device: str, topic: Callable[[Link], str] | None = None, hear=None, on_change=None) -> Link:
    link = Link(run.account(device), on_change)
    if topic:
        link.listen(topic(link), hear)
    link.start()
    return link


def test_messages_of_one_sender_arrive_in_order_and_whole(shared_broker: BrokerRun) -> None:
    wait, boards = Waiter(), {name: [] for name in ("hall-board-1", "kiosk-1")}

    def hear(name: str):
        def handle(_topic: str, payload: bytes) -> None:
            boards[name].append(payload)
            wait.note()

        return handle

    links = [linked(shared_broker, name, lambda link: link.topics.board, hear(name)) for name in boards]
    controller = linked(shared_broker, "controller")
    assert all(link.wait_up(5) for link in (*links, controller))
    sent = [b"%d " % number + b"x" * (number * 37 % 3000) for number in range(MANY)]
    for payload in sent:
        controller.publish(controller.topics.board, payload, retain=True)
    assert wait.until(lambda: all(len(got) >= MANY for got in boards.values()))
    assert all(got == sent for got in boards.values())
    for link in (*links, controller):
        link.stop()


def test_malformed_messages_are_counted_and_ignored(shared_broker: BrokerRun) -> None:
    wait, requests = Waiter(), []

    def hear(_topic: str, payload: bytes) -> None:
        requests.append(decode_request(payload))
        wait.note()

    controller = linked(shared_broker, "controller", lambda link: link.topics.commands, hear)
    kiosk = linked(shared_broker, "kiosk-1")
    assert controller.wait_up(5)
    assert kiosk.wait_up(5)
    good = Request(RequestId("r1"), TakeTicket(FieldId("dat-dai")))
    bad = (
        b"",
        b"\xff\xfe\x00",
        b"{",
        b"null",
        b"[" * 50_000,
        b'{"schema": 2, "type": "TakeTicket", "request": "r", "body": {"field": "dat-dai"}}',
        b'{"schema": 1, "type": "OpenTheDoor", "request": "r", "body": {}}',
        b'{"schema": 1, "type": "TakeTicket", "body": {"field": "dat-dai"}}',
        b'{"schema": 1, "type": "TakeTicket", "request": "r", "body": {"field": 7}}',
        b'{"schema": 1, "type": "TakeTicket", "request": "' + b"r" * 65 + b'", "body": {"field": "dat-dai"}}',
    )
    for payload in (*bad, encode_request(good)):
        kiosk.publish(kiosk.topics.command(shared_broker.account("kiosk-1").device), payload)
    assert wait.until(lambda: bool(requests))
    assert requests == [good]
    assert controller.malformed == len(bad)
    kiosk.stop()
    controller.stop()


def test_links_come_back_after_the_broker_was_killed(broker: BrokerRun) -> None:
    wait, changes, heard = Waiter(), [], []

    def changed(up: bool) -> None:
        changes.append(up)
        wait.note()

    def hear(_topic: str, payload: bytes) -> None:
        heard.append(payload)
        wait.note()

    board = linked(broker, "hall-board-1", lambda link: link.topics.board, hear, changed)
    controller = linked(broker, "controller")
    assert wait.until(lambda: changes == [True])
    broker.kill()
    assert wait.until(lambda: changes == [True, False])
    assert not board.up
    broker.restart()
    assert wait.until(lambda: changes == [True, False, True])
    assert controller.wait_up(5)
    controller.publish(controller.topics.board, b"after", retain=True)
    assert wait.until(lambda: heard == [b"after"])
    board.stop()
    controller.stop()


def test_a_link_with_a_wrong_password_stays_down_until_stopped(shared_broker: BrokerRun) -> None:
    link = Link(dataclasses.replace(shared_broker.account("kiosk-1"), password="wrong"))
    link.start()
    assert not link.wait_up(0.5)
    link.publish("motcua/thu-dau-mot/command/kiosk-1", b"unheard")
    link.stop()
