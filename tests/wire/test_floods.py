"""Whoever fills the embedded broker up, with silence, guesses or filters, keeps no device of the hall out.

Strangers come from 127.0.0.2 and up, which are other machines to a broker at 127.0.0.1.
"""

import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from contract.site import Site
from demo.brokers import BrokerRun
from tests.wire.mqtt_socket import PATIENCE_S, REFUSED, MqttSocket, connect_packet, packet, text

NEWCOMERS = 16
CONNECTIONS = 256
FILTERS = 256


@pytest.fixture
def run(site: Site, tmp_path: Path) -> Iterator[BrokerRun]:
    run = BrokerRun(site, tmp_path / "office")
    run.start()
    yield run
    run.kill()


def strangers(run: BrokerRun, stay: ExitStack, place: int, count: int) -> list[socket.socket]:
    """So many connections of one other machine, which say nothing."""
    there = (run.host, run.port)
    return [
        stay.enter_context(socket.create_connection(there, PATIENCE_S, source_address=(f"127.0.0.{place}", 0)))
        for _ in range(count)
    ]


def is_out(one: socket.socket) -> bool:
    one.setblocking(False)
    try:
        return one.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def test_one_machine_has_few_connections_without_a_password(run: BrokerRun) -> None:
    with ExitStack() as stay:
        there = strangers(run, stay, 2, NEWCOMERS + 10)
        with MqttSocket.login(run, "kiosk-1") as kiosk:
            assert kiosk.fence() == []
        assert [is_out(one) for one in there] == [False] * NEWCOMERS + [True] * 10


def test_where_it_is_full_the_longest_silent_gives_way(run: BrokerRun) -> None:
    with ExitStack() as stay:
        there = [
            one for place in range(2, 2 + CONNECTIONS // NEWCOMERS) for one in strangers(run, stay, place, NEWCOMERS)
        ]
        with MqttSocket.login(run, "kiosk-1") as kiosk, MqttSocket.login(run, "hall-board-1") as board:
            assert kiosk.fence() == board.fence() == []
        assert is_out(there[0])
        assert not is_out(there[-1])


def test_who_guesses_without_end_keeps_no_newcomer_waiting(run: BrokerRun) -> None:
    """Before each guess had its turn by place, the newcomer stood behind all of them."""
    with ExitStack() as stay:
        for place in (2, 3, 4):
            for one in strangers(run, stay, place, NEWCOMERS):
                one.sendall(connect_packet("x", "hall-board-1", "a guess", None, 0))
        with MqttSocket.login(run, "kiosk-1") as kiosk:
            assert kiosk.fence() == []
        assert run.log.count("is refused") <= 2 * 3


def test_nobody_listens_to_more_filters_than_there_are_zones(run: BrokerRun) -> None:
    calls = f"motcua/{run.site.id}/notice/announcement"
    with MqttSocket.login(run, "speaker-1") as speaker, MqttSocket.login(run, "controller") as controller:
        codes = speaker.subscribe(*(f"{calls}/{number}" for number in range(FILTERS + 10)))
        assert codes == [1] * FILTERS + [REFUSED] * 10
        assert speaker.subscribe(f"{calls}/0") == [1]  # again
        speaker.unsubscribe(f"{calls}/0")
        assert speaker.subscribe(f"{calls}/new", f"{calls}/newer") == [1, REFUSED]
        controller.publish(f"{calls}/new", b"call")
        assert speaker.wait_heard().payload == b"call"


def test_who_breaks_rules_without_end_drowns_nothing_in_the_log(run: BrokerRun) -> None:
    """It wrote a line for each: in two hours the journal held nothing of the theft any more."""
    board = f"motcua/{run.site.id}/notice/board"
    with MqttSocket.login(run, "kiosk-1") as thief, MqttSocket.login(run, "hall-board-1") as other:
        thief.sock.sendall(packet(0x30, text(board) + b"x") * 2000)
        other.publish(board, b"x")
        thief.fence()
    said = [line for line in run.log.splitlines() if "may not publish" in line]
    of_thief = [line for line in said if "kiosk-1" in line]
    assert 1 <= len(of_thief) <= 2 * 20  # a minute may have turned
    assert any("and more" in line for line in of_thief)
    assert any("hall-board-1" in line for line in said)


def test_with_tls_who_only_begins_is_counted_as_well(site: Site, tmp_path: Path) -> None:
    run = BrokerRun(replace(site, broker=replace(site.broker, tls=True)), tmp_path / "office")
    run.start()
    try:
        with ExitStack() as stay:
            there = strangers(run, stay, 2, NEWCOMERS + 10)
            (late,) = strangers(run, stay, 3, 1)  # accepted after them, so they have been counted when it is greeted
            trust = ssl.create_default_context(cafile=run.account("kiosk-1").ca)
            stay.enter_context(trust.wrap_socket(late, server_hostname="127.0.0.1"))
            assert [is_out(one) for one in there] == [False] * NEWCOMERS + [True] * 10
    finally:
        run.kill()
