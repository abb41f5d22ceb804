"""Another queue system is asked as its mapping says, in alternation with ours; what does not fit is told."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from bench.against import measure
from bench.mapping import MappingError, read_mapping
from bench.peer import Peer

ROOT = Path(__file__).parents[2]
MAPPING = """
name = "Quầy giấy"

[[before]]
method = "POST"
path = "/login"
form = { user = "kiosk", password = "x y" }

[issue]
method = "POST"
path = "/tickets"
headers = { X-Kiosk = "7" }
json = { service = 3 }
number = "ticket.numbers.0"

[board]
path = "/board?hall=1"
"""


class OtherSystem(BaseHTTPRequestHandler):
    """A queue system as others write them: sign in by a form, get a number as JSON, ask for a page."""

    protocol_version = "HTTP/1.1"
    server: "Elsewhere"

    def log_message(self, *_words):
        pass

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append((self.path, body, self.headers["Cookie"], self.headers["X-Kiosk"]))
        if self.path == "/q/login":
            right = parse_qs(body) == {"user": ["kiosk"], "password": ["x y"]}
            self.say(b"", 200 if right else 403, [("Set-Cookie", "sid=abc; Path=/"), ("Set-Cookie", "b=2")])
        elif self.headers["Cookie"] != "sid=abc; b=2":
            self.say(b"who?", 401)
        else:
            self.server.count += 1
            self.say(json.dumps({"ticket": {"numbers": [f"Z{self.server.count:03}"]}}).encode())

    def do_GET(self):
        self.server.asked.append((self.path, "", self.headers["Cookie"], None))
        self.say(f"<b>Now serving: Z{self.server.count:03}</b>".encode())

    def say(self, body, status=200, headers=()):
        self.send_response(status)
        for name, value in (*headers, ("Content-Length", str(len(body)))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


class Elsewhere(ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), OtherSystem)
        self.asked = []
        self.count = 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}/q/"


@pytest.fixture
def elsewhere():
    server = Elsewhere()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def mapping(tmp_path):
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, "utf-8")
    return path


def test_a_number_and_the_board_are_asked_as_the_mapping_says(elsewhere, mapping):
    with Peer(elsewhere.url, read_mapping(mapping)) as peer:
        assert [peer.issue(), peer.issue()] == ["Z001", "Z002"]
        assert peer.board() == b"<b>Now serving: Z002</b>"
    assert elsewhere.asked[1:] == [
        ("/q/tickets", '{"service": 3}', "sid=abc; b=2", "7"),
        ("/q/tickets", '{"service": 3}', "sid=abc; b=2", "7"),
        ("/q/board?hall=1", "", "sid=abc; b=2", None),
    ]


def test_a_number_is_found_in_a_page_too(elsewhere, mapping):
    words = MAPPING.replace('method = "POST"\npath = "/tickets"', 'path = "/page"').replace(
        "json = { service = 3 }\n", ""
    )
    mapping.write_text(words.replace('number = "ticket.numbers.0"', "number_pattern = 'serving: ([A-Z]\\d+)'"), "utf-8")
    with Peer(elsewhere.url, read_mapping(mapping)) as peer:
        assert peer.issue() == "Z000"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('number = "ticket.numbers.0"', "", "number or number_pattern"),
        ('number = "ticket.numbers.0"', "number_pattern = 'no group'", "one group"),
        ('number = "ticket.numbers.0"', "number_pattern = '('", "unterminated"),
        ('path = "/board?hall=1"', 'pfad = "/board"', "pfad"),
        ('method = "POST"\npath = "/tickets"', 'method = "FETCH"\npath = "/tickets"', "issue.method"),
        ('name = "Quầy giấy"', "name = ", "Invalid value"),
    ],
)
def test_a_wrong_mapping_is_told(mapping, before, after, told):
    mapping.write_text(MAPPING.replace(before, after, 1), "utf-8")
    with pytest.raises(MappingError, match=told):
        read_mapping(mapping)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("ticket.numbers.0", "ticket.numbers.1", "no number in"),
        ("ticket.numbers.0", "ticket", "no number in"),
        ('password = "x y"', 'password = "z"', "answered 403"),
    ],
)
def test_an_answer_that_does_not_fit_is_told(elsewhere, mapping, before, after, told):
    mapping.write_text(MAPPING.replace(before, after, 1), "utf-8")
    with pytest.raises(MappingError, match=told), Peer(elsewhere.url, read_mapping(mapping)) as peer:
        peer.issue()


def test_a_system_that_is_not_there_is_told(elsewhere, mapping):
    with pytest.raises(MappingError, match="not answered"), Peer("http://127.0.0.1:1", read_mapping(mapping)):
        pass
    with pytest.raises(MappingError, match="no address"):
        Peer("127.0.0.1:8000", read_mapping(mapping))


def test_both_are_measured_in_turns(elsewhere, mapping):
    rows = {row.name: row for row in measure(elsewhere.url, mapping, rounds=5)}
    assert elsewhere.count == 15  # ten that are not counted, five that are
    assert [path for path, *_ in elsewhere.asked[1:5]] == ["/q/tickets", "/q/board?hall=1"] * 2
    for what in ("issue", "board"):
        ours, theirs = rows[f"{what}: ours, p50"], rows[f"{what}: Quầy giấy, p50"]
        assert ours.value > 0
        assert theirs.value > 0
        ratio = rows[f"{what}: ours as a multiple of Quầy giấy, p50"]
        assert ratio.value == pytest.approx(ours.value / theirs.value, rel=0.05, abs=0.02)


def test_the_command_tells_what_is_missing(tmp_path):
    command = [
        sys.executable,
        "-m",
        "bench",
        "--against",
        "http://127.0.0.1:1",
        "--mapping",
        str(tmp_path / "none.toml"),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert "none.toml" in done.stderr
    assert "Traceback" not in done.stderr
    alone = subprocess.run(command[:5], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert alone.returncode == 2
    assert "belong together" in alone.stderr
