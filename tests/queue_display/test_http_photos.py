"""Photos over a real HTTP server: the one that is wanted now, tried again until it comes, never one that is no longer wanted."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue

import pytest

from queue_display.adapters.http_photos import LONGEST, HttpPhotos

PHOTOS = {"lan.jpg": b"L" * 5000, "mai.png": b"M" * 7, "huge.jpg": b"H" * (LONGEST + 1)}


class Server(ThreadingHTTPServer):
    def __init__(self):
        self.asked = SimpleQueue()
        self.fails = 0
        self.gate = threading.Event()
        self.gate.set()
        super().__init__(("127.0.0.1", 0), Answer)


class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.removeprefix("/photo/")
        self.server.asked.put(name)
        if name == "lan.jpg":
            self.server.gate.wait(5)
        found = PHOTOS.get(name)
        if self.server.fails:
            self.server.fails -= 1
            found = None
        self.send_response(200 if found else 404)
        self.end_headers()
        if found:
            self.wfile.write(found)

    def log_message(self, *_):
        """Quiet."""


@pytest.fixture
def server():
    one = Server()
    thread = threading.Thread(target=one.serve_forever)
    thread.start()
    yield one
    one.shutdown()
    thread.join(5)
    one.server_close()


@pytest.fixture
def photos(server):
    told = SimpleQueue()
    one = HttpPhotos(f"http://127.0.0.1:{server.server_port}", lambda *photo: told.put(photo), again_s=0.05)
    one.told = told
    one.start()
    yield one
    one.stop()


def test_the_photo_that_is_wanted_comes(photos):
    photos.want("lan.jpg")
    assert photos.told.get(timeout=5) == ("lan.jpg", PHOTOS["lan.jpg"])
    photos.want("")
    photos.want("mai.png")
    assert photos.told.get(timeout=5) == ("mai.png", PHOTOS["mai.png"])


def test_it_is_asked_for_again_until_it_comes(photos, server):
    server.fails = 3
    photos.want("mai.png")
    assert photos.told.get(timeout=5) == ("mai.png", PHOTOS["mai.png"])
    assert [server.asked.get(timeout=5) for _ in range(4)] == ["mai.png"] * 4


def test_who_has_left_meanwhile_is_not_told(photos, server):
    server.gate.clear()
    photos.want("lan.jpg")
    assert server.asked.get(timeout=5) == "lan.jpg"
    photos.want("mai.png")
    server.gate.set()
    assert photos.told.get(timeout=5) == ("mai.png", PHOTOS["mai.png"])


def test_what_is_far_too_large_is_not_taken(photos, server):
    photos.want("huge.jpg")
    assert server.asked.get(timeout=5) == "huge.jpg"
    assert server.asked.get(timeout=5) == "huge.jpg"
    assert photos.told.empty()


def test_a_photo_that_nobody_has_put_there_is_told_of_once(server, photos, caplog):
    photos.want("an.jpg")
    for _ in range(3):
        assert server.asked.get(timeout=10) == "an.jpg"
    assert len([line for line in caplog.records if "an.jpg" in line.getMessage()]) == 1
