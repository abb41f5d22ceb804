"""``python -m kiosk scan`` as its users run it: one JSON line a picture or first decode, and plain words where it cannot."""

import io
import json
import subprocess
import sys
from datetime import date

import barcode
import cv2
import numpy as np
import pytest

from demo.camera_view import camera_view, empty_desk
from demo.files import sample_files
from demo.receipts import draw_foreign_page, draw_receipt

FILE = sample_files(date(2026, 11, 22))[0]
FOREIGN = "https://example.org/menu"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Pictures, a film whose last frames have the code, and a text."""
    folder = tmp_path_factory.mktemp("quét mã")
    views = {
        "1-bars.jpg": camera_view(draw_receipt(FILE, "Thủ Dầu Một", qr=False)),
        "2-qr.png": camera_view(draw_receipt(FILE, "Thủ Dầu Một", bars=False)),
        "3-desk.png": empty_desk(),
        "4-foreign.png": camera_view(draw_foreign_page(FOREIGN)),
    }
    for name, view in views.items():
        cv2.imencode(name[-4:], view)[1].tofile(folder / name)
    film = cv2.VideoWriter(str(folder / "film.avi"), cv2.VideoWriter.fourcc(*"MJPG"), 25, (1280, 720))
    for _ in range(3):
        film.write(np.asarray(views["3-desk.png"]))
    film.write(np.asarray(views["1-bars.jpg"]))
    film.release()
    (folder / "notes.txt").write_text("no picture", "utf-8")
    return folder


def scan(*words):
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "scan", *map(str, words)], capture_output=True, text=True, timeout=60
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_a_folder_gives_one_line_a_picture(folder):
    code, lines, said = scan(folder)
    assert (code, said) == (0, "")
    assert [(line["source"], line["code"], line["symbology"], line["file_code"]) for line in lines] == [
        (str(folder / "1-bars.jpg"), FILE.code, "code_128", FILE.code),
        (str(folder / "2-qr.png"), FILE.code, "qr", FILE.code),
        (str(folder / "3-desk.png"), None, None, None),
        (str(folder / "4-foreign.png"), None, None, None),
    ]
    assert all(list(line) == ["source", "code", "symbology", "file_code", "ms"] and line["ms"] > 0 for line in lines)


def test_nothing_but_the_file_code_of_a_qr_is_told(folder):
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "scan", str(folder / "2-qr.png")], capture_output=True, timeout=60
    )
    assert FILE.citizen_number.encode() not in done.stdout + done.stderr


def test_raw_takes_any_payload(folder):
    _, lines, _ = scan("--raw", folder / "4-foreign.png", folder / "2-qr.png")
    assert (lines[0]["code"], lines[0]["file_code"]) == (FOREIGN, None)
    assert FILE.citizen_number in lines[1]["code"]
    assert lines[1]["file_code"] == FILE.code


def test_raw_takes_the_code_of_a_packet_too_and_nothing_else_does(tmp_path):
    """What stands nearest when somebody tries whether the camera reads at all."""
    bars = io.BytesIO()
    barcode.get("ean13", "893456789012", writer=barcode.writer.ImageWriter()).write(bars)
    packet = np.full((720, 1280), 200, np.uint8)
    drawn = cv2.imdecode(np.frombuffer(bars.getvalue(), np.uint8), cv2.IMREAD_GRAYSCALE)
    packet[200 : 200 + drawn.shape[0], 300 : 300 + drawn.shape[1]] = drawn
    cv2.imencode(".png", packet)[1].tofile(tmp_path / "packet.png")
    _, lines, _ = scan("--raw", tmp_path / "packet.png")
    assert (lines[0]["code"], lines[0]["symbology"], lines[0]["file_code"]) == ("8934567890120", "ean_13", None)
    _, lines, _ = scan(tmp_path / "packet.png")
    assert (lines[0]["code"], lines[0]["symbology"]) == (None, None)


def test_a_film_gives_its_first_code(folder):
    code, lines, _ = scan(folder / "film.avi")
    assert code == 0
    assert [line["code"] for line in lines] == [FILE.code]


def test_what_cannot_be_looked_at_is_said_and_the_rest_is_done(folder):
    sources = [folder / "nowhere.jpg", folder / "notes.txt", "99", folder / "1-bars.jpg"]
    code, lines, said = scan(*sources)
    assert code == 1
    assert [line["code"] for line in lines] == [FILE.code]
    assert [line.split(": ")[0] for line in said.splitlines()] == [str(source) for source in sources[:3]]
    assert "Traceback" not in said


def test_an_empty_folder_is_said(tmp_path):
    code, lines, said = scan(tmp_path)
    assert (code, lines) == (1, [])
    assert said == f"{tmp_path}: there is no picture in this folder\n"
