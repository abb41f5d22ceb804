"""A stand-in file registry over HTTP: it knows the sample files and can be in any bad mood.

It answers with personal fields too, as real ones do, so that it can be shown that they go no further.
"""

import argparse
import contextlib
import json
import socket
import struct
import sys
import threading
from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum
from typing import Any, Final, cast

from demo.files import SampleFile, sample_files
from demo.stand_in import StandIn, Visit, tell

LOOK_UP: Final = "/api/hoso"
_SLOW_S: Final = 2.0
_DRIBBLE_S: Final = 0.25
_HUGE: Final = 2_000_000
_NONSENSE: Final = "<!doctype html><html><body><h1>Hệ thống đang bảo trì</h1></body></html>"


class Mood(StrEnum):
    """How the registry answers."""

    FINE = "fine"
    SLOW = "slow"
    MUTE = "mute"
    DRIBBLE = "dribble"
    NONSENSE = "nonsense"
    BUSY = "busy"
    HUGE = "huge"
    RESET = "reset"
    REDIRECT = "redirect"


class DemoRegistry(StandIn):
    """A registry at ``url``. Every method may be called from any thread."""

    def __init__(self, files: Iterable[SampleFile], port: int = 0, host: str = "127.0.0.1") -> None:
        self.asked = 0
        """Questions that arrived."""
        self.closing = threading.Event()
        self._records: dict[str, dict[str, Any]] = {file.code: record(file) for file in files}
        self._lock = threading.Lock()
        self._mood = Mood.FINE
        self._turns = 0
        super().__init__(_Visit, port, host, "registry")

    @property
    def url(self) -> str:
        """What a site names as its registry."""
        return self.address + LOOK_UP

    def set_mood(self, mood: Mood, turns: int = 0) -> None:
        """Answer like this from now on, or for so many questions and then be fine again."""
        with self._lock:
            self._mood, self._turns = mood, turns

    def take_mood(self) -> Mood:
        """The mood for one question."""
        with self._lock:
            self.asked += 1
            mood = self._mood
            if self._turns:
                self._turns -= 1
                if self._turns == 0:
                    self._mood = Mood.FINE
            return mood

    def answer(self, question: Any) -> dict[str, Any]:
        """What a registry in good health says."""
        if not isinstance(question, dict) or question.get("service") != "TraCuuHoSo":
            return {"error_code": 1, "result": []}
        found = self._records.get(str(question.get("mahoso", "")))
        return {"error_code": 0, "result": [found] if found else []}

    def let_go(self) -> None:
        """Nobody is answered any more."""
        self.closing.set()


class _Visit(Visit):
    """One question, or one word about the mood."""

    timeout = 5

    @property
    def registry(self) -> DemoRegistry:
        """Who is asked."""
        return cast("DemoRegistry", self.server.stand_in)

    def do_POST(self) -> None:  # noqa: N802 - http.server's
        """``/api/hoso`` with a question, or ``/mood/<mood>``."""
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 10_000))
        word, _, mood = self.path.strip("/").partition("/")
        if self.path == LOOK_UP:
            self._look_up(body)
        elif word == "mood" and mood in list(Mood):
            self.registry.set_mood(Mood(mood))
            self._send(204, b"")
        else:
            self._send(404, b"")

    def _look_up(self, body: bytes) -> None:
        registry, mood = self.registry, self.registry.take_mood()
        question = None
        with contextlib.suppress(ValueError):
            question = json.loads(body)
        answer = json.dumps(registry.answer(question), ensure_ascii=False).encode()
        if mood is Mood.MUTE:
            registry.closing.wait()
        elif mood is Mood.RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()
        elif mood is Mood.DRIBBLE:
            self._dribble(answer)
        elif mood is Mood.BUSY:
            self._send(503, b"", {"Retry-After": "30"})
        elif mood is Mood.REDIRECT:
            self._send(302, b"", {"Location": registry.url})
        elif mood is Mood.NONSENSE:
            self._send(200, _NONSENSE.encode())
        elif mood is Mood.HUGE:
            self._send(200, answer[:-1] + b" " * _HUGE + b"}")
        elif mood is Mood.FINE or not registry.closing.wait(_SLOW_S):
            self._send(200, answer)

    def _dribble(self, answer: bytes) -> None:
        self._head(200, len(answer))
        for place in range(len(answer)):
            if self.registry.closing.wait(_DRIBBLE_S):
                return
            self.wfile.write(answer[place : place + 1])

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self._head(status, len(body), headers)
        self.wfile.write(body)

    def _head(self, status: int, length: int, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {
            "Content-Type": "application/json",
            "Content-Length": str(length),
            **(headers or {}),
        }.items():
            self.send_header(name, value)
        self.end_headers()


def record(file: SampleFile) -> dict[str, Any]:
    """A sample file as the registry says it."""
    return {
        "MaHoSo": file.code,
        "TenTTHC": file.procedure,
        "TrangThaiHoSo": file.status,
        "NgayTiepNhan": _moment(file.received_on, time(8, 30)),
        "NgayHenTra": _moment(file.due_on, time(16, 30)),
        "NgayHenTraMoi": _moment(file.new_due_on, time(16, 30)) if file.new_due_on else None,
        "LyDo": file.reason,
        "DonViXuLy": file.department,
        "GiayToThieu": [{"TenGiayTo": name} for name in file.missing],
        "PhiPhaiNop": file.fee,
        "ChuHoSo": file.owner,
        "SoCMND": file.citizen_number,
        "DienThoai": file.phone,
    }


def _moment(day: date, at: time) -> str:
    return f"{day:%Y%m%d}{at:%H%M%S}"


def main(arguments: list[str]) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m demo.registry", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    serve = verbs.add_parser("serve", help="be the registry until interrupted")
    serve.add_argument("--port", type=int, default=9200)
    mood = verbs.add_parser("mood", help="set the mood of one that runs")
    mood.add_argument("mood", choices=list(Mood))
    mood.add_argument("--at", default="http://127.0.0.1:9200", help="address of the registry")
    verbs.add_parser("files", help="list the sample files")
    words = parser.parse_args(arguments)
    files = sample_files(date.today())  # noqa: DTZ011  the samples stand as of this machine's day
    if words.verb == "serve":
        with DemoRegistry(files, words.port) as registry:
            print(registry.url, flush=True)
            threading.Event().wait()
    elif words.verb == "mood":
        tell(words.at, f"mood/{words.mood}")
    else:
        for file in files:
            print(file.code, file.status, file.due_on, file.procedure)
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(0)
