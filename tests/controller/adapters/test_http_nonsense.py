"""The registry adapter against sockets that behave worse than any server."""

import json
import socket
import threading
import time
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from contract.notices import LookUp
from contract.registry import Registry
from controller.adapters.http_file_registry import HttpFileRegistry
from controller.ports import RegistryAnswer
from demo.files import sample_files

CODE = sample_files(date(2026, 11, 22))[0].code
DEADLINE_S = 0.6
GRACE_S = 0.5


def ask(url):
    """The answer and the seconds it took."""
    start = time.monotonic()
    answer = HttpFileRegistry(Registry(url, "H09", DEADLINE_S), ZoneInfo("Asia/Ho_Chi_Minh")).look_up(CODE)
    return answer, time.monotonic() - start


class RawServer:
    """Sends fixed bytes to whoever connects, a piece at a time, and notes when the other side hangs up."""

    def __init__(self, data, piece=1 << 20, gap_s=0.0):
        self.hung_up = threading.Event()
        self._data, self._piece, self._gap_s = data, piece, gap_s
        self._closing = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self):
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}/"

    def _serve(self):
        while not self._closing.is_set():
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            with line:
                try:
                    line.recv(65536)
                    for place in range(0, len(self._data), self._piece):
                        line.sendall(self._data[place : place + self._piece])
                        if self._closing.wait(self._gap_s):
                            return
                except OSError:
                    self.hung_up.set()

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._closing.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


def page(body, status="200 OK", head=""):
    return f"HTTP/1.1 {status}\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


GOOD = page(json.dumps({"error_code": 0, "result": [{"MaHoSo": CODE, "TrangThaiHoSo": 9}]}).encode())


def test_a_dribbled_header_does_not_hold_anybody_and_its_thread_ends():
    with RawServer(b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 100_000, piece=1, gap_s=0.05) as server:
        answer, seconds = ask(server.url)
        assert answer.outcome is LookUp.UNAVAILABLE
        assert seconds < DEADLINE_S + GRACE_S
        assert server.hung_up.wait(2)


def test_a_dribbled_body_does_not_hold_anybody_and_its_thread_ends():
    with RawServer(GOOD + b" " * 1000, piece=1, gap_s=0.05) as server:
        answer, seconds = ask(server.url)
        assert answer.outcome is LookUp.UNAVAILABLE
        assert seconds < DEADLINE_S + GRACE_S
        assert server.hung_up.wait(2)


def test_a_slow_but_good_answer_is_taken():
    with RawServer(GOOD, piece=len(GOOD) // 4, gap_s=0.05) as server:
        assert ask(server.url)[0].status == 9


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\n\r\n",
        page(b""),
        page(b"null"),
        page(b"[]"),
        page(b"{}"),
        page(b"[" * 100_000),
        page(b'{"error_code":0,"result":' + b"[" * 50_000),
        page(b"\xff\xfe{}"),
        page(b'{"error_code":0,"result":"none"}'),
        page(b'{"error_code":0,"result":[1,2]}'),
        page(b'{"error_code":0,"result":[{}]}'),
        page(b'{"error_code":7,"result":[]}'),
        page(b'{"error_code":null,"result":[]}'),
        page(b'{"error_code":0,"result":[{"MaHoSo":"H56.14-240823-0001","TrangThaiHoSo":9}]}'),
        page(b'{"error_code":0,"result":[{"MaHoSo":5,"TrangThaiHoSo":9}]}'),
        page(b"x", head="Content-Encoding: gzip\r\n"),
        page(b"x", status="500 Internal Server Error"),
        GOOD[:-5],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n",
    ],
    ids=lambda data: repr(data[-24:]),
)
def test_nonsense_is_unavailable(data):
    with RawServer(data) as server:
        answer, seconds = ask(server.url)
    assert answer == RegistryAnswer(LookUp.UNAVAILABLE)
    assert seconds < DEADLINE_S + GRACE_S
