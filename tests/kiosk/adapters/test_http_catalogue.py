"""A kiosk has the office's newest catalogue, fetched from the real pages, and its own copy where nobody answers."""

import queue
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from contract.catalogue import LONGEST, catalogue_of, encode_catalogue
from contract.ids import FieldId
from contract.procedure import Catalogue, Part, Procedure
from contract.site import Web
from controller.web.procedures_page import ProceduresPage
from controller.web.server import WebServer
from kiosk.adapters.http_catalogue import COPY, HttpCatalogue

LONG_S = 10.0
BIRTH = Procedure(
    "HT-01",
    "Đăng ký khai sinh",
    FieldId("ho-tich"),
    ("a",),
    ("b",),
    ("c",),
    ("d",),
    ("e",),
    "2026-11-20",
    (),
    (Part.PAPERS,),
)
OLD, NEW = catalogue_of([BIRTH]), catalogue_of([BIRTH, replace(BIRTH, code="HT-02")])


class Office:
    """The pages of a controller with one catalogue."""

    def __init__(self, catalogue, port=0):
        self.web = WebServer(Starlette(routes=ProceduresPage(catalogue).routes()), Web(port=port))
        self.web.start()

    @property
    def port(self):
        return int(self.web.address.rsplit(":", 1)[1])


@pytest.fixture
def ends():
    """Whatever was started ends, the last first."""
    ends = []
    yield ends
    for end in reversed(ends):
        end()


@pytest.fixture
def office(ends):
    def open_office(catalogue, port=0):
        made = Office(catalogue, port)
        ends.append(made.web.stop)
        return made

    return open_office


@pytest.fixture
def kiosk(ends, tmp_path):
    """A started kiosk's catalogue, and the queue of what it told."""

    def start(address, folder=None, deadline_s=LONG_S):
        told = queue.Queue()
        made = HttpCatalogue(address, folder or tmp_path, told.put, deadline_s=deadline_s, pauses_s=(0.02, 0.05))
        made.start()
        ends.append(made.stop)
        return made, told

    return start


@contextmanager
def answering(speak):
    """A server that says on every connection what ``speak`` does with it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        over = threading.Event()

        def serve():
            while not over.is_set():
                line, _ = server.accept()
                with line:
                    if not over.is_set():
                        line.recv(4096)
                        speak(line)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            over.set()
            socket.create_connection(server.getsockname()).close()
            thread.join(LONG_S)


def test_what_is_wanted_is_fetched_told_and_kept(office, kiosk, tmp_path):
    catalogue, told = kiosk(office(OLD).web.address)
    catalogue.want(OLD.version)
    assert told.get(timeout=LONG_S) == OLD
    assert (tmp_path / COPY).read_bytes() == encode_catalogue(OLD)
    assert (tmp_path / COPY).stat().st_mode & 0o077 == 0


def test_the_copy_is_told_though_nobody_answers(kiosk, tmp_path):
    (tmp_path / COPY).write_bytes(encode_catalogue(OLD))
    catalogue, told = kiosk("http://127.0.0.1:1")
    assert told.get(timeout=LONG_S) == OLD
    catalogue.want(NEW.version)
    with pytest.raises(queue.Empty):
        told.get(timeout=0.2)


def test_a_controller_that_comes_late_is_asked_again(office, kiosk, ends):
    with socket.create_server(("127.0.0.1", 0)) as place:
        port = place.getsockname()[1]
    catalogue, told = kiosk(f"http://127.0.0.1:{port}")
    catalogue.want(NEW.version)
    office(NEW, port)
    assert told.get(timeout=LONG_S) == NEW


def test_a_newer_one_replaces_the_copy(office, kiosk, tmp_path):
    (tmp_path / COPY).write_bytes(encode_catalogue(OLD))
    catalogue, told = kiosk(office(NEW).web.address)
    assert told.get(timeout=LONG_S) == OLD
    catalogue.want(NEW.version)
    assert told.get(timeout=LONG_S) == NEW


def test_what_is_here_already_is_not_fetched(kiosk, tmp_path):
    (tmp_path / COPY).write_bytes(encode_catalogue(OLD))
    asked = queue.Queue()
    with answering(asked.put) as address:
        catalogue, told = kiosk(address)
        catalogue.want(OLD.version)
        assert told.get(timeout=LONG_S) == OLD
        with pytest.raises(queue.Empty):
            asked.get(timeout=0.2)


def test_an_office_that_has_none_any_more(kiosk, tmp_path):
    (tmp_path / COPY).write_bytes(encode_catalogue(OLD))
    catalogue, told = kiosk("http://127.0.0.1:1")
    assert told.get(timeout=LONG_S) == OLD
    catalogue.want("")
    assert told.get(timeout=LONG_S) == Catalogue()


def test_the_pages_are_ahead_of_the_notice(office, kiosk):
    """What the pages have is the truth, and the notice will follow."""
    catalogue, told = kiosk(office(NEW).web.address)
    catalogue.want(OLD.version)
    assert told.get(timeout=LONG_S) == NEW
    catalogue.want(NEW.version)
    with pytest.raises(queue.Empty):
        told.get(timeout=0.2)


@pytest.mark.parametrize(
    "torn", [b"", b"{", encode_catalogue(OLD)[:-9], encode_catalogue(replace(OLD, version="other")), b"[" * 5000]
)
def test_a_copy_that_is_not_whole_is_no_copy(office, kiosk, tmp_path, torn):
    (tmp_path / COPY).write_bytes(torn)
    catalogue, told = kiosk(office(OLD).web.address)
    catalogue.want(OLD.version)
    assert told.get(timeout=LONG_S) == OLD


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{",
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
        b"HTTP/1.1 500 No\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * (LONGEST + 5),
    ],
)
def test_nonsense_is_borne_until_the_right_answer_comes(kiosk, answer):
    good = encode_catalogue(OLD)
    turns = iter([answer, answer, b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(good), good)])

    def speak(line):
        with suppress(OSError):  # it has hung up on so much
            line.sendall(next(turns))

    with answering(speak) as address:
        catalogue, told = kiosk(address)
        catalogue.want(OLD.version)
        assert told.get(timeout=LONG_S) == OLD


def test_a_dribbling_server_is_left_at_the_deadline(kiosk, ends):
    left = threading.Event()

    def dribble(line):
        try:
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while True:
                line.sendall(b" ")
                threading.Event().wait(0.01)
        except OSError:
            left.set()

    with answering(dribble) as address:
        catalogue, _ = kiosk(address, deadline_s=0.1)
        catalogue.want(OLD.version)
        assert left.wait(LONG_S)
        catalogue.stop()


def test_stop_ends_a_fetch_that_is_under_way(kiosk):
    begun, left = threading.Event(), threading.Event()

    def hang(line):
        begun.set()
        try:
            line.recv(1)
        finally:
            left.set()

    with answering(hang) as address:
        catalogue, _ = kiosk(address)
        catalogue.want(OLD.version)
        assert begun.wait(LONG_S)
        catalogue.stop()
        assert left.wait(LONG_S)


def test_a_disk_that_cannot_keep_it(office, kiosk, tmp_path):
    (tmp_path / "file").write_text("")
    catalogue, told = kiosk(office(OLD).web.address, tmp_path / "file")
    catalogue.want(OLD.version)
    assert told.get(timeout=LONG_S) == OLD
