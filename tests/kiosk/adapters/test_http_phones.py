"""A number on its way from the kiosk to the controller's real pages: sealed, once, in time, and nowhere else."""

import logging
import queue
import socket
import threading
import time

import pytest

from contract.commands import TakeTicket
from contract.phone_number import Phone
from contract.sealed_phone import book_key, kiosk_key
from kiosk.adapters.http_phones import HttpPhones
from kiosk.core.phone_journey import GivePhone, PhoneTaken
from tests.controller.message_hall import SECRET, MessageHall, kept_in
from tests.office import KIOSK, LAND

PHONE = Phone("0912345678")
KEY = kiosk_key(SECRET, KIOSK)


def give(address, visit, key=KEY, deadline_s=5.0):
    told = queue.SimpleQueue()
    began = time.monotonic()
    HttpPhones(address, KIOSK, key, deadline_s=deadline_s).give(GivePhone("p1", visit, PHONE), told.put)
    return told.get(timeout=15), time.monotonic() - began


def test_a_number_is_taken_and_kept_sealed(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    with MessageHall(tmp_path) as hall:
        for _ in range(5):
            ticket = hall.ask(TakeTicket(LAND))
        assert give(hall.web.address, ticket.visit)[0] == PhoneTaken("p1", taken=True)
        assert give(hall.web.address, "2026-11-23-B999")[0] == PhoneTaken("p1", taken=False)
        assert give(hall.web.address, ticket.visit, key="0" * 64)[0] == PhoneTaken("p1", taken=False)
        assert "status 404" not in caplog.text  # only what kind of fault it was
        assert "HTTPException" in caplog.text
    assert {visit: one.phone for visit, one in kept_in(tmp_path, book_key(SECRET)).items()} == {ticket.visit: PHONE}
    assert PHONE not in caplog.text + repr(GivePhone("p1", ticket.visit, PHONE))


class Listener:
    """Takes what comes and answers ``answer``, or nothing."""

    def __init__(self, answer=b""):
        self.got = b""
        self._answer = answer
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def _serve(self):
        line, _ = self._socket.accept()
        with line:
            while b"}" not in self.got:
                self.got += line.recv(65536)
            line.sendall(self._answer)
            self._end.wait(10)

    def close(self):
        self._end.set()
        self._thread.join(10)
        self._socket.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{",
        b"HTTP/1.1 200 OK\r\n\r\nnonsense",
        b"no http at all\r\n\r\n",
    ],
    ids=["mute", "half", "nonsense", "no-http"],
)
def test_a_server_that_fails_is_not_waited_for_and_never_sees_the_number(answer):
    server = Listener(answer)
    try:
        told, seconds = give(server.address, "2026-11-23-B001", deadline_s=1.0)
        assert told == PhoneTaken("p1", taken=False)
        assert seconds < 8  # the server itself goes after ten
        assert b"POST /kiosk/phone" in server.got
        assert not any(part in server.got for part in (PHONE.encode(), PHONE[1:].encode(), KEY.encode()))
    finally:
        server.close()


def test_nobody_there():
    assert give("http://127.0.0.1:9", "2026-11-23-B001")[0] == PhoneTaken("p1", taken=False)
