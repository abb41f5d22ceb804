"""Videos through OpenCV: without sound, one thread, and no more frames than the eye needs from across a hall."""

import logging
import os
from pathlib import Path
from typing import Any, Final

from queue_display.core.frame import Frame, fitted
from queue_display.ports import MediaError

_MOST_FPS: Final = 15.0
"""A film of guidance is slow; what is smoother costs a small machine its core."""
_USUAL_FPS: Final = 25.0
_BELIEVED: Final = (1.0, 240.0)
_LARGEST: Final = 3840
_LOG: Final = logging.getLogger(__name__)


class OpencvFilm:
    """One video from its beginning. Raises MediaError where it cannot be opened."""

    def __init__(self, path: Path, room: tuple[int, int]) -> None:
        self._cv2 = _cv2()
        cv2, self._room, self._any = self._cv2, room, False
        _readable(path)
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG, [cv2.CAP_PROP_N_THREADS, 1])
        wide, high = (self._capture.get(each) for each in (cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT))
        if not self._capture.isOpened() or max(wide, high) > _LARGEST:
            self._capture.release()
            raise MediaError(
                f"{wide:.0f} x {high:.0f} pixels are too many" if wide > 0 else "no video that can be read"
            )
        fps = self._capture.get(cv2.CAP_PROP_FPS)
        fps = fps if _BELIEVED[0] <= fps <= _BELIEVED[1] else _USUAL_FPS
        self._step = max(1, -int(-fps // _MOST_FPS))
        self.pace_s = self._step / fps

    def read(self) -> Frame | None:
        """The next frame that is shown; those between are passed over. Raises MediaError where there is none at all."""
        cv2, passed = self._cv2, True
        for _ in range(self._step - 1 if self._any else 0):
            passed = passed and self._capture.grab()
        read, picture = self._capture.read() if passed else (False, None)
        if not read or picture is None:
            if not self._any:
                raise MediaError("not one picture of it can be read")
            return None
        self._any = True
        size = fitted((picture.shape[1], picture.shape[0]), self._room)
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        return Frame(*size, cv2.cvtColor(small, cv2.COLOR_BGR2RGB).tobytes())

    def close(self) -> None:
        """Give the file and its decoder back."""
        self._capture.release()


def _readable(path: Path) -> None:
    """OpenCV does not survive a name that is no UTF-8, as old archives and memory sticks bring it along."""
    try:
        str(path).encode()
    except UnicodeEncodeError as fault:
        raise MediaError("its name is not written in Unicode; rename it") from fault


def _cv2() -> Any:
    """Loaded with the first video: a board without one is 60 MB lighter."""
    os.environ.setdefault("OPENCV_LOG_LEVEL", "ERROR")
    os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
    import cv2  # noqa: PLC0415 (see above)

    cv2.setNumThreads(1)
    return cv2
