"""The counter board's real window."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from contract.ids import DeviceId, TicketNumber
from contract.notices import CounterStatus, Presence
from contract.profile import Screen
from tests.screens.board_notices import COUNTER, FIVE, call, office, profile, state
from tests.screens.driven import Driven

CONTROLLER = Presence(DeviceId("controller"), online=True)


@pytest.mark.parametrize(("screen", "language"), [(COUNTER, "vi"), (Screen((1024, 600), (222, 125)), "en")])
def test_from_free_to_called_to_lost_with_the_widest_texts(tmp_path, screen, language):
    path, trace = profile(tmp_path, screen, FIVE)
    name = f"board-counter-{screen.pixels[0]}x{screen.pixels[1]}-{language}"
    with Driven("board_driver.py", screen.pixels, trace, str(path), "--language", language) as shown:
        shown.see("PlateView")
        shown.say("link up")
        shown.say("presence", CONTROLLER)
        shown.say("office", office(wide=True, fields=26))
        shown.say("notice", state(call("W887", 5)))
        shown.see("PlateView", number="W887")
        shown.say("notice", state())
        shown.see("PlateView", number="", state="free")
        shown.picture(f"{name}-free")
        assert shown.faults() == []
        for status in (CounterStatus.PAUSED, CounterStatus.CLOSED):
            shown.say("notice", state(status=status))
            shown.see("PlateView", number="", state=str(status))
            shown.picture(f"{name}-{status}")
            assert shown.faults() == []
        told = replace(state(call("W888", 5)), next=TicketNumber("W889"), officer="Nguyễn Hoàng Thị Phương Thảo")
        shown.say("notice", told)
        new = shown.see("PlateView", number="W888", state="new", next="W889")
        assert told.officer in new.facts["officer"]
        shown.picture(f"{name}-new")
        assert shown.faults() == []
        shown.say("notice", state(call("W888", 5, times=2)))
        again = shown.see("PlateView", number="W888", state="new")
        assert again.facts["times"] == "2"
        shown.say("link down")
        shown.see("PlateView", state="away")
        shown.picture(f"{name}-away")
        assert shown.faults() == []


class Photos(BaseHTTPRequestHandler):
    """A photo that was taken with the camera upright: it lies in its file, red where the head is, blue below."""

    def do_GET(self) -> None:
        photo, held = Image.new("RGB", (800, 400), "#0000ff"), Image.Exif()
        photo.paste("#ff0000", (0, 0, 400, 400))
        held[0x0112] = 6
        file = BytesIO()
        photo.save(file, "JPEG", exif=held)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(file.getvalue())

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def pages() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Photos)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


def test_the_officers_face_stands_upright_beside_the_number(tmp_path, pages):
    path, trace = profile(tmp_path, COUNTER, FIVE, web=pages)
    with Driven("board_driver.py", COUNTER.pixels, trace, str(path)) as shown:
        shown.see("PlateView")
        shown.say("link up")
        shown.say("presence", CONTROLLER)
        shown.say("office", office())
        shown.say("notice", replace(state(call("A012", 5)), officer="Trần Thị Lan", photo="lan.jpg"))
        shown.see("PlateView", number="A012", photo="lan.jpg")
        pixels = np.asarray(shown.picture("board-counter-photo")).astype(int)
        head, body = (np.argwhere(np.abs(pixels - colour).sum(axis=2) < 60) for colour in ((255, 0, 0), (0, 0, 255)))
        assert min(len(head), len(body)) > 10_000
        assert head[:, 0].max() < body[:, 0].min()
        assert shown.faults() == []
