"""The projector: turns in order, rest while a call is new, and no harm from what cannot be shown."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from queue_display.core.frame import Frame
from queue_display.core.programme import Entry
from queue_display.ports import MediaError, Shelf
from queue_display.projector import SHARE, Projector, ProjectorThread

SECONDS = 15.0


class FakeFilm:
    pace_s = 0.01

    def __init__(self, frames: int) -> None:
        self._left = frames
        self.closed = False

    def read(self) -> Frame | None:
        self._left -= 1
        return Frame(4, 1, bytes(12)) if self._left >= 0 else None

    def close(self) -> None:
        self.closed = True


class FakeMedia:
    """``files``: what each shows, a number of leaves; 0 for one that is broken."""

    def __init__(self, seconds: float = 0.02, **files: int) -> None:
        self.files = {name.replace("_", "."): leaves for name, leaves in files.items()}
        self.stamps = dict.fromkeys(self.files, (1, 1))
        self.seconds, self.opened = seconds, 0
        self.films: list[FakeFilm] = []

    def look(self) -> Shelf:
        return Shelf(dict(self.stamps), (Entry("*", seconds=self.seconds),))

    def stills(self, file: str, _room: tuple[int, int]) -> Iterator[Frame]:
        self.opened += 1
        if not self.files[file]:
            raise MediaError("broken")
        return iter([Frame(4, 1, f"{file}:{leaf}".encode()) for leaf in range(self.files[file])])

    def film(self, _file: str, _room: tuple[int, int]) -> FakeFilm:
        self.films.append(FakeFilm(500))
        return self.films[-1]


class FakeWall:
    def __init__(self) -> None:
        self.seen: list[str] = []
        self.shown: bool | None = None
        self._changed = threading.Condition()

    def set_media(self, shown: bool) -> None:
        with self._changed:
            self.shown = shown
            self._changed.notify_all()

    def show_frame(self, frame: Frame) -> None:
        with self._changed:
            self.seen.append(frame.rgb.decode())
            self._changed.notify_all()

    def comes(self, true, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: true(self), seconds)

    def wait(self, true) -> None:
        assert self.comes(true, SECONDS)


@contextmanager
def projecting(media, told=lambda _count: None, room=(640, 360)):
    wall = FakeWall()
    projector = Projector(media, wall, told, lambda: datetime.now(UTC), look_s=0.02)
    running = ProjectorThread(lambda: projector)
    if room:
        projector.fit(*room)
    running.start()
    try:
        yield wall, projector
    finally:
        running.stop()


def test_one_after_the_other_with_all_leaves_and_from_the_beginning_again():
    with projecting(FakeMedia(b_toml=2, a_png=1)) as (wall, _):
        wall.wait(lambda wall: len(wall.seen) >= 4)
        assert wall.seen[:4] == ["a.png:0", "b.toml:0", "b.toml:1", "a.png:0"]


def test_nothing_is_opened_before_there_is_room():
    media = FakeMedia(a_png=1)
    with projecting(media, room=None) as (wall, projector):
        wall.wait(lambda wall: wall.shown)
        assert media.opened == 0
        projector.fit(640, 360)
        wall.wait(lambda wall: wall.seen)


def test_the_only_picture_is_drawn_once_and_again_in_another_room():
    media = FakeMedia(a_png=1)
    turns = threading.Semaphore(0)
    looked = media.look
    media.look = lambda: (turns.release(), looked())[1]
    with projecting(media) as (wall, projector):
        for _ in range(6):
            assert turns.acquire(timeout=SECONDS)
        assert (wall.seen, media.opened) == (["a.png:0"], 1)
        projector.fit(320, 180)
        wall.wait(lambda wall: len(wall.seen) == 2)


def test_the_only_picture_hangs_again_after_hours_in_which_there_was_none():
    """A poster with hours in the schedule left a black panel after the first break."""
    media = FakeMedia(a_png=1)
    with projecting(media) as (wall, _):
        wall.wait(lambda wall: wall.seen)
        stamps, media.stamps = media.stamps, {}
        wall.wait(lambda wall: wall.shown is False)
        media.stamps = stamps
        wall.wait(lambda wall: len(wall.seen) == 2)


def test_it_rests_while_a_call_is_new_and_goes_on_where_it_was():
    media = FakeMedia(a_png=1, b_png=1)
    with projecting(media) as (wall, projector):
        wall.wait(lambda wall: len(wall.seen) >= 2)
        projector.rest(True)
        seen = len(wall.seen)
        assert not wall.comes(lambda wall: len(wall.seen) > seen + 1, 0.3)
        projector.rest(False)
        wall.wait(lambda wall: len(wall.seen) >= seen + 3)


def test_what_is_broken_is_told_once_passed_over_and_tried_again_when_it_changes():
    media, counts = FakeMedia(a_png=0, b_png=1), []
    with projecting(media, counts.append) as (wall, _):
        wall.wait(lambda wall: len(wall.seen) >= 1)
        assert media.opened == 2
        media.files["a.png"] = 1
        media.stamps["a.png"] = (2, 1)
        wall.wait(lambda wall: "a.png:0" in wall.seen)
    assert counts == [1, 0]


def test_a_folder_of_broken_files_leaves_the_board_to_the_calls():
    with projecting(FakeMedia(a_png=0, b_toml=0)) as (wall, _):
        wall.wait(lambda wall: wall.shown is False)
        assert wall.seen == []


def test_a_video_is_given_back_when_its_time_is_over_or_the_board_ends():
    media = FakeMedia(seconds=0.1, a_mp4=1, b_png=1)
    with projecting(media) as (wall, _):
        wall.wait(lambda wall: "b.png:0" in wall.seen)
        assert media.films[0].closed
        assert len(wall.seen) > 3
        wall.wait(lambda _: len(media.films) == 2)
    assert all(film.closed for film in media.films)
    assert SHARE < 0.5


def test_a_projector_that_breaks_ends_alone():
    media = FakeMedia(a_png=1)
    media.stills = None
    with projecting(media) as (wall, _):
        wall.wait(lambda wall: wall.shown)
    ProjectorThread(None).stop()
