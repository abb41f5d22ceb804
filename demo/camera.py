"""A camera for machines that have none: multipart MJPEG over HTTP, paced, with a hand that trembles.

It can be stalled, frozen, unplugged and made to send damaged pictures. ``python -m demo.camera`` serves one and tells it what to see.
"""

import argparse
import itertools
import sys
import threading
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final, cast

import cv2
import numpy as np

from demo.camera_view import Frame, camera_view, empty_desk
from demo.files import sample_files
from demo.receipts import draw_receipt
from demo.stand_in import StandIn, Visit, tell

FRAMES_A_SECOND: Final = 15
STREAM: Final = "/camera.mjpg"
_TREMBLE: Final = ((0, 0), (2, 1), (1, -2), (-2, 1), (-1, -1))
_QUALITY: Final = 88
_LONGEST_BODY: Final = 20_000_000


class Mood(StrEnum):
    """How the camera behaves."""

    LIVE = "live"
    STALLED = "stalled"
    """No picture comes any more."""
    FROZEN = "frozen"
    """The same picture comes again and again."""
    UNPLUGGED = "unplugged"
    GARBLED = "garbled"


class DemoCamera(StandIn):
    """A camera at ``url``. Every method may be called from any thread."""

    def __init__(self, port: int = 0, host: str = "127.0.0.1") -> None:
        self._changed = threading.Condition()
        self._mood = Mood.LIVE
        self._closing = False
        self._sent = 0
        self._pictures = _tremble(empty_desk())
        super().__init__(_Visit, port, host, "demo-camera")

    @property
    def url(self) -> str:
        """What a kiosk's profile names as its camera."""
        return self.address + STREAM

    def show(self, view: Frame | None) -> None:
        """Put a view (height x width x 3, blue green red) before the camera; None takes it away."""
        pictures = _tremble(empty_desk() if view is None else view)
        with self._changed:
            self._pictures = pictures
            self._sent = 0
            self._changed.notify_all()

    def set_mood(self, mood: Mood) -> None:
        """Behave like this from now on, for those who watch as well."""
        with self._changed:
            self._mood = mood
            self._changed.notify_all()

    def wait_sent(self, pictures: int, seconds: float) -> bool:
        """Wait until so many pictures of the present view have gone out; False when they have not in time."""
        with self._changed:
            return self._changed.wait_for(lambda: self._sent >= pictures, seconds)

    def let_go(self) -> None:
        """Whoever watches sees nothing more."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()

    def next_picture(self, number: int) -> bytes | None:
        """The JPEG of this turn, paced; b"" for nothing now, None when the watcher must go."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing, 1 / FRAMES_A_SECOND)
            if self._closing or self._mood is Mood.UNPLUGGED:
                return None
            if self._mood is Mood.STALLED:
                return b""
            picture = self._pictures[0 if self._mood is Mood.FROZEN else number % len(self._pictures)]
            self._sent += 1
            self._changed.notify_all()
            return _garble(picture, number) if self._mood is Mood.GARBLED else picture


class _Visit(Visit):
    """One watcher, or one word to the camera."""

    timeout = 2

    @property
    def camera(self) -> DemoCamera:
        """Whose picture is wanted."""
        return cast("DemoCamera", self.server.stand_in)

    def do_GET(self) -> None:  # noqa: N802 - http.server's
        """The stream."""
        camera = self.camera
        if self.path != STREAM or camera.next_picture(0) is None:
            self.send_error(503 if self.path == STREAM else 404)
            return
        self.send_response(200)
        self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
        self.end_headers()
        for number in itertools.count():
            picture = camera.next_picture(number)
            if picture is None:
                return
            if picture:
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(picture)}\r\n\r\n"
                self.wfile.write(head.encode() + picture + b"\r\n")

    def do_POST(self) -> None:  # noqa: N802 - http.server's
        """``/show`` with a picture, ``/show`` with nothing, or ``/mood/<mood>``."""
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LONGEST_BODY:
            self.send_error(413)
            return
        body = self.rfile.read(length)
        word, _, mood = self.path.strip("/").partition("/")
        view = cv2.imdecode(np.frombuffer(body, np.uint8), cv2.IMREAD_COLOR) if body else None
        if word == "show" and (view is not None or not body):
            self.camera.show(None if view is None else view.astype(np.uint8, copy=False))
        elif word == "mood" and mood in list(Mood):
            self.camera.set_mood(Mood(mood))
        else:
            self.send_error(400)
            return
        self.send_response(204)
        self.end_headers()


def _tremble(view: Frame) -> list[bytes]:
    """The view as JPEGs, moved by a pixel or two, as a hand does."""
    rows, columns = view.shape[:2]
    moved = (np.array([[1, 0, x], [0, 1, y]], np.float32) for x, y in _TREMBLE)
    frames = (cv2.warpAffine(view, move, (columns, rows), borderMode=cv2.BORDER_REPLICATE) for move in moved)
    return [encode(frame.astype(np.uint8, copy=False)) for frame in frames]


def _garble(picture: bytes, number: int) -> bytes:
    """A JPEG cut short or with its middle overwritten."""
    noise = np.random.default_rng(number).bytes(2000)
    half = len(picture) // 2
    return picture[:half] if number % 2 else picture[:half] + noise + picture[half + len(noise) :]


def encode(view: Frame) -> bytes:
    """A view as JPEG."""
    _done, data = cv2.imencode(".jpg", view, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes()


def receipt_view(number: int, office: str, today: date) -> Frame:
    """The view of sample receipt ``number``, counted from 1."""
    return camera_view(draw_receipt(sample_files(today)[number - 1], office), seed=number)


def _words() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo.camera", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    serve = verbs.add_parser("serve", help="be the camera until interrupted")
    serve.add_argument("--port", type=int, default=8090)
    for verb, what in (("receipt", "hold sample receipt NUMBER before it"), ("picture", "hold a picture file"),
                       ("mood", "one of " + ", ".join(Mood)), ("clear", "take everything away")):  # fmt: skip
        tells = verbs.add_parser(verb, help=what)
        if verb != "clear":
            tells.add_argument("what")
        tells.add_argument("--at", default="http://127.0.0.1:8090", help="address of the camera")
        tells.add_argument("--office", default="Bộ phận một cửa thành phố Thủ Dầu Một", help="printed on the receipt")
    return parser


def main(arguments: list[str]) -> int:
    """The command line."""
    words = _words().parse_args(arguments)
    if words.verb == "serve":
        with DemoCamera(words.port) as camera:
            print(camera.url, flush=True)
            threading.Event().wait()
    elif words.verb == "receipt":
        today = date.today()  # noqa: DTZ011  the samples stand as of this machine's day
        tell(words.at, "show", encode(receipt_view(int(words.what), words.office, today)))
    elif words.verb == "picture":
        tell(words.at, "show", Path(words.what).read_bytes())
    else:
        tell(words.at, "show" if words.verb == "clear" else f"mood/{words.what}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(0)
