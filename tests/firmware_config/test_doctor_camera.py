"""The doctor at the camera.

No V4L2 device can be made in a container, so what only such a device can do is caused by other devices of the kernel: one that is not
there, one without rights, one that is no camera, and a terminal that another program holds, which answers with the same EBUSY.
"""

import fcntl
import os
import subprocess
import sys
import termios
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np
import pytest

from demo.camera import DemoCamera, Mood
from firmware_config.doctor.finding import Area
from firmware_config.doctor.patient import Patient
from tests.firmware_config.surgery import WORD, as_nobody, examined, kinds, kiosk, patient
from tests.firmware_config.test_doctor_printer import terminal


def at(camera):
    return kinds(patient(kiosk(camera=camera)), Area.CAMERA, seconds=4.5)


@pytest.fixture
def camera():
    with DemoCamera() as one:
        yield one


def test_a_camera_that_sees_is_well(camera):
    found = examined(patient(kiosk(camera=camera.url)), Area.CAMERA)
    assert (found.findings, found.well) == ((), (Area.CAMERA,))


def test_something_on_the_lens(camera):
    camera.show(np.full((720, 1280, 3), 4, np.uint8))
    assert at(camera.url) == ["camera_dark"]


def test_a_camera_that_repeats_itself(camera):
    camera.set_mood(Mood.FROZEN)
    assert at(camera.url) == ["camera_frozen"]


def test_a_camera_that_gives_nothing(camera):
    camera.set_mood(Mood.STALLED)
    assert at(camera.url) == ["camera_stalled"]


def test_a_camera_whose_pictures_are_too_small(camera):
    camera.show(np.random.default_rng(7).integers(0, 255, (240, 320, 3), np.uint8))
    assert at(camera.url) == ["camera_small"]


def test_a_camera_that_is_not_there(tmp_path):
    assert at("/dev/video-khong-co") == ["camera_missing"]
    assert at("http://127.0.0.1:9/camera.mjpg") == ["camera_missing"]
    assert at(str(tmp_path / "phim.avi")) == ["camera_missing"]


def test_a_film_in_place_of_a_camera_is_well(tmp_path):
    cv2.imwrite(str(tmp_path / "anh.png"), np.full((720, 1280, 3), 200, np.uint8))
    assert at(str(tmp_path / "anh.png")) == []


def test_a_device_that_is_no_camera():
    assert at("/dev/null") == ["camera_wrong_format"]


def test_a_camera_that_belongs_to_others():
    with terminal(0o600) as path:
        link = f"/dev/shm/camera-{os.getpid()}"
        os.symlink(path, link)  # noqa: PTH211
        try:
            assert as_nobody(lambda: at(link)) == ["camera_forbidden"]
        finally:
            os.unlink(link)  # noqa: PTH108


def test_a_camera_that_another_program_holds():
    with terminal(0o666) as path:
        taken = os.open(path, os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(taken, termios.TIOCEXCL)
        try:
            assert as_nobody(lambda: at(path)) == ["camera_busy"]
        finally:
            os.close(taken)


def test_a_camera_that_its_own_kiosk_looks_through_is_left_to_it(tmp_path):
    profile = tmp_path / "profile.json"
    with terminal(0o666) as path:
        device = patient(kiosk(camera=path)).devices[0]
        who = Patient((replace(device, path=profile),))
        assert kinds(who, Area.CAMERA) == ["camera_wrong_format"]
        waiting = "import sys; camera = open(sys.argv[2]); print(flush=True); sys.stdin.read()"
        command = [sys.executable, "-c", waiting, str(profile), path]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as program:
            program.stdout.readline()
            assert kinds(who, Area.CAMERA) == []
            program.stdin.close()


@pytest.mark.parametrize(
    ("status", "content", "kind"),
    [
        (200, "text/html", "camera_wrong_format"),
        (401, "text/html", "camera_forbidden"),
        (404, "text/html", "camera_missing"),
    ],
)
def test_an_address_that_gives_something_else(status, content, kind):
    class Page(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.send_header("Content-Type", content)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        assert at(f"http://127.0.0.1:{server.server_port}/?key={WORD}") == [kind]
        secret = kinds(patient(kiosk(camera=f"http://an:{WORD}@127.0.0.1:{server.server_port}/")), Area.CAMERA)
        assert secret == (["camera_wrong_format"] if status == 401 else [kind])
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
