"""A folder of media on the board's machine: whatever an office puts there, read when its turn comes."""

from collections.abc import Iterator
from pathlib import Path
from stat import S_ISREG

from queue_display.adapters.opencv_video import OpencvFilm
from queue_display.adapters.pillow_picture import read_picture
from queue_display.adapters.pillow_slide import SlidePainter
from queue_display.adapters.toml_schedule import read_schedule, read_table
from queue_display.core.frame import Frame
from queue_display.core.programme import Kind, is_media, kind_of
from queue_display.core.slide import SlideError, slide_of
from queue_display.ports import MediaError, Shelf, Stamp


class FolderMedia:
    """``painter`` draws the slides that are written as text."""

    def __init__(self, folder: Path, painter: SlidePainter) -> None:
        self._folder, self._painter = folder, painter

    def look(self) -> Shelf:
        """A folder that is not there, or cannot be read now, holds nothing."""
        try:
            names = [path.name for path in self._folder.iterdir() if is_media(path.name)]
        except FileNotFoundError:
            return Shelf({})
        except OSError as fault:
            return Shelf({}, faults=(f"{self._folder}: {fault.strerror}",))
        stamps = {name: stamp for name in names if (stamp := self._stamp(name))}
        entries, faults = read_schedule(self._folder)
        unused = (
            f"schedule.toml: no file is called {one.what!r}" for one in entries if not any(map(one.names, stamps))
        )
        return Shelf(stamps, entries, (*faults, *unused))

    def _stamp(self, name: str) -> Stamp | None:
        """None for what is no file, or gone since it was seen, or a link to nowhere: the rest is shown all the same."""
        try:
            seen = (self._folder / name).stat()
        except OSError:
            return None
        return (seen.st_mtime_ns, seen.st_size) if S_ISREG(seen.st_mode) else None

    def stills(self, file: str, room: tuple[int, int]) -> Iterator[Frame]:
        """A picture, or the leaves of a slide. Raises MediaError."""
        path, kind = self._folder / file, kind_of(file)
        if kind is Kind.PICTURE:
            yield read_picture(path, room)
            return
        if kind is not Kind.SLIDE:
            raise MediaError("neither slide nor picture nor video")
        try:
            yield from self._painter.paint(slide_of(read_table(path)), room)
        except (SlideError, ValueError) as fault:
            raise MediaError(str(fault)) from fault

    def film(self, file: str, room: tuple[int, int]) -> OpencvFilm:
        """A video. Raises MediaError."""
        return OpencvFilm(self._folder / file, room)
