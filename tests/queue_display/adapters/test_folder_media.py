"""The folder of media: what can be shown is shown whole, and nothing that stands there harms the board."""

import numpy as np
import pytest
from PIL import Image

from queue_display.adapters.folder_media import FolderMedia
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
