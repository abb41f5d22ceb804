"""The folder of media: what can be shown is shown whole, and nothing that stands there harms the board."""

import os
import socket
from struct import pack

import numpy as np
import pytest
from PIL import Image

from queue_display.adapters.folder_media import FolderMedia
from queue_display.adapters.pillow_picture import read_face
from queue_display.adapters.pillow_slide import SlidePainter
from queue_display.core.programme import Kind, kind_of
from queue_display.ports import MediaError
from tests.queue_display.adapters.media_files import broken, picture, video

ROOM = (648, 364)


@pytest.fixture
def media(tmp_path):
    return FolderMedia(tmp_path, SlidePainter(10.8))


def pixels(frame):
    assert len(frame.rgb) == frame.width * frame.height * 3
    return np.frombuffer(frame.rgb, np.uint8).reshape(frame.height, frame.width, 3)


def first_of(media, name):
    return media.film(name, ROOM).read() if kind_of(name) is Kind.VIDEO else next(media.stills(name, ROOM))


def test_a_folder_that_is_not_there_holds_nothing_and_is_no_fault(tmp_path):
    assert FolderMedia(tmp_path / "none", SlidePainter(10.8)).look().stamps == {}
    (tmp_path / "file").write_text("")
    assert len(FolderMedia(tmp_path / "file", SlidePainter(10.8)).look().faults) == 1


def test_it_tells_its_files_and_when_they_changed(media, tmp_path):
    first = picture(tmp_path / "a.png")
    (tmp_path / "folder").mkdir()
    (tmp_path / ".hidden.png").write_text("")
    before = media.look()
    assert set(before.stamps) == {"a.png"}
    picture(first, (500, 300), "#ffffff")
    assert media.look().stamps != before.stamps


def test_a_schedule_that_names_no_file_is_told(media, tmp_path):
    picture(tmp_path / "a.png")
    (tmp_path / "schedule.toml").write_text('[[show]]\nwhat = "b.png"\n[[show]]\nwhat = "A*"', "utf-8")
    shelf = media.look()
    assert len(shelf.entries) == 2
    assert ["b.png" in fault for fault in shelf.faults] == [True]


def test_a_picture_fills_the_room_as_far_as_its_shape_allows(media, tmp_path):
    picture(tmp_path / "a.jpg", (4000, 3000))
    (frame,) = media.stills("a.jpg", ROOM)
    assert (frame.width, frame.height) == (484, 364)
    assert abs(pixels(frame)[180, 240].astype(int) - (0x20, 0x40, 0x80)).max() < 6


def test_a_photograph_stands_upright_and_what_is_transparent_is_black(media, tmp_path):
    turned = Image.Exif()
    turned[0x0112] = 6
    picture(tmp_path / "phone.jpg", (400, 300), exif=turned.tobytes())
    (frame,) = media.stills("phone.jpg", ROOM)
    assert frame.width < frame.height
    Image.new("RGBA", (64, 36), (255, 255, 255, 0)).save(tmp_path / "glass.png")
    assert pixels(next(media.stills("glass.png", ROOM))).max() == 0


@pytest.mark.parametrize(("held", "corner"), [(1, 0), (2, 1), (3, 3), (4, 2), (5, 0), (6, 1), (7, 3), (8, 2)])
def test_however_the_camera_was_held_its_picture_stands_upright(media, tmp_path, held, corner):
    taken, exif = Image.new("RGB", (80, 40)), Image.Exif()
    taken.paste((255, 255, 255), (0, 0, 40, 20))
    exif[0x0112] = held
    taken.save(tmp_path / "a.png", exif=exif)
    seen = pixels(next(media.stills("a.png", ROOM)))[..., 0]
    high, wide = seen.shape
    assert (wide > high) is (held < 5)
    quarters = [seen[y, x] for y in (high // 5, high * 4 // 5) for x in (wide // 5, wide * 4 // 5)]
    assert [light > 200 for light in quarters] == [place == corner for place in range(4)]


@pytest.mark.parametrize("mode", ["P", "1", "L", "LA", "CMYK", "RGBA"])
def test_pictures_of_every_form_are_shown(media, tmp_path, mode):
    name = "a.jpg" if mode == "CMYK" else "a.png"
    Image.new("RGB", (90, 60), (255, 255, 255)).convert(mode).save(tmp_path / name)
    assert pixels(next(media.stills(name, ROOM))).min() > 250


def test_a_picture_whose_notes_are_torn_is_shown(media, tmp_path):
    """Pillow raises struct.error where it writes such notes anew, which ended all media until the board was started again."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010E] = 6, "x" * 20
    torn = notes.tobytes().replace(b"\x01\x0e\x00\x02", b"\x01\x00\x00\x02")  # a width that is a text
    picture(tmp_path / "a.jpg", (400, 300), exif=torn)
    frame = next(media.stills("a.jpg", ROOM))
    assert frame.height > frame.width


def test_whatever_pillow_raises_at_a_file_is_a_fault_of_that_file(media, tmp_path):
    """Here a TypeError at a TIFF with a name of another form, which says in words where its picture begins."""
    whole = picture(tmp_path / "a.jpg", (4, 3), format="TIFF").read_bytes()
    begins = pack("<HH", 273, 4)
    assert begins in whole
    (tmp_path / "a.jpg").write_bytes(whole.replace(begins, pack("<HH", 273, 2)))
    with pytest.raises(MediaError, match="integer"):
        next(media.stills("a.jpg", ROOM))


def test_a_face_that_is_no_picture_is_none_and_told(tmp_path, caplog):
    good = picture(tmp_path / "a.png", (40, 30)).read_bytes()
    assert read_face("a.png", good, ROOM) is not None
    assert [read_face("b.png", photo, ROOM) for photo in (b"", b"Lan")] == [None, None]
    assert [line.getMessage()[:20] for line in caplog.records] == ["b.png is no picture:"]


def test_a_link_to_nowhere_or_a_name_from_another_age_does_no_harm(media, tmp_path):
    good = picture(tmp_path / "a.png")
    (tmp_path / "b.png").symlink_to("b" * 300)
    (tmp_path / "c.png").symlink_to("c.png")
    (tmp_path / "d.png").symlink_to(good)
    assert set(media.look().stamps) == {"a.png", "d.png"}
    old = os.fsdecode(b"h\xf4i ngh\xe1.avi")
    video(tmp_path / "new.avi").rename(tmp_path / old)
    assert old in media.look().stamps
    with pytest.raises(MediaError, match="Unicode"):
        media.film(old, ROOM)


def test_a_video_comes_in_its_own_pace_with_no_more_frames_than_are_needed(media, tmp_path):
    video(tmp_path / "a.avi", frames=60, fps=60.0)
    film = media.film("a.avi", ROOM)
    greys = []
    while (frame := film.read()) is not None:
        assert (frame.width, frame.height) == (644, 364)
        greys.append(int(pixels(frame)[100, 100, 0]))
    film.close()
    assert film.pace_s == pytest.approx(4 / 60)
    assert len(greys) == 15
    assert greys[1] - greys[0] == pytest.approx(32, abs=4)


def test_nothing_broken_does_more_than_say_so(media, tmp_path):
    names = broken(tmp_path)
    assert len(names) == 11
    for name in names:
        with pytest.raises(MediaError) as told:
            first_of(media, name)
        assert str(told.value)


def test_a_file_that_is_gone_when_its_turn_comes(media):
    for name in ("a.png", "a.toml"):
        with pytest.raises(MediaError):
            list(media.stills(name, ROOM))
    with pytest.raises(MediaError):
        media.film("a.mp4", ROOM)


def test_no_file_makes_a_program_of_others_start(tmp_path, media, monkeypatch):
    """PostScript under another name: Pillow would have Ghostscript run it."""
    ghost, started = tmp_path / "bin" / "gs", tmp_path / "started"
    ghost.parent.mkdir()
    ghost.write_text(f"#!/bin/sh\necho started > {started}\n")
    ghost.chmod(0o755)
    monkeypatch.setenv("PATH", f"{ghost.parent}:/usr/bin:/bin")
    (tmp_path / "a.jpg").write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n")
    with pytest.raises(MediaError):
        next(media.stills("a.jpg", ROOM))
    assert not started.exists()


def test_a_film_that_is_a_list_of_addresses_is_none(tmp_path, media):
    """What is called a video may be a list of other places to read, here or on the network."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        there = f"http://127.0.0.1:{server.getsockname()[1]}/a.ts"
        lists = {
            "hls.mp4": f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{there}\n#EXT-X-ENDLIST\n",
            "concat.mp4": f"ffconcat version 1.0\nfile {there}\n",
            "beside.mp4": "ffconcat version 1.0\nfile ../a.mp4\n",
        }
        for name, words in lists.items():
            (tmp_path / name).write_text(words)
            with pytest.raises(MediaError):
                media.film(name, ROOM)
        with pytest.raises(BlockingIOError):
            server.accept()
