"""The scanner: a camera watched by one thread, its newest frame read by another, only while somebody scans.

A frame that comes while the last one is being decoded replaces the one that waits, so what is read is never old. A camera
that cannot be opened, goes away, freezes or is covered is told of and tried again; it never takes the kiosk with it.
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Final

import numpy as np

from contract.file_code import DEFAULT_PATTERN
from contract.ids import FileCode
from contract.notices import Camera
from kiosk.adapters.camera_source import CameraLostError, is_camera, open_source
from kiosk.adapters.code_decoder import CodeDecoder, Frame
from kiosk.core.camera_watch import Glimpse, Mounting, Watch, again, is_new, mount, told, watch
from kiosk.core.scan import Finding, Foreign, Reading, Sightings, agree, stands

_LOG: Final = logging.getLogger(__name__)
OPENS_WITHIN_S: Final = 4.0
"""A webcam may take this long to its first frame before anybody is told."""
FREEZES_AFTER_S: Final = 1.5
"""A camera that was running and gives nothing for so long is told of."""
_THIN: Final = 16
_LIGHTS: Final = 99
"""Percentile of the grey values that counts as a picture's lights: a dead pixel is none."""
_FIRST_RETRY_S: Final = 0.25
_LAST_RETRY_S: Final = 2.0


class CameraReader:
    """Scans from ``start`` to ``stop``. The callbacks run on the decoding thread and never after ``stop`` returned True.

    ``on_condition`` is told how the camera is when a scan's first picture is there, or is not in time, and whenever that
    changes. A decoded text leaves this class only as a checked file code.
    """

    def __init__(
        self,
        source: str,
        on_code: Callable[[FileCode], None],
        on_foreign: Callable[[], None],
        on_condition: Callable[[Camera], None],
        pattern: str = DEFAULT_PATTERN,
    ) -> None:
        self._source = source
        self._on_code = on_code
        self._on_foreign = on_foreign
        self._on_condition = on_condition
        self._pattern = pattern
        self._live = is_camera(source)
        self._watch = Watch()
        self._mounting = Mounting()
        self._pictures = 0
        self._lock = threading.Lock()
        self._slot: _Slot | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Open the camera in the background; a second start changes nothing."""
        with self._lock:
            if self._slot is not None:
                return
            slot = self._slot = _Slot()
            fresh = [
                threading.Thread(target=self._capture, args=(slot,), name="camera-capture", daemon=True),
                threading.Thread(target=self._decode, args=(slot,), name="camera-decode", daemon=True),
            ]
            self._threads = [thread for thread in self._threads if thread.is_alive()] + fresh
        for thread in fresh:
            thread.start()

    def stop(self, seconds: float = 0.5) -> bool:
        """Close the camera; True when every thread has ended within ``seconds``.

        A driver that hangs keeps its thread, which ends by itself when the driver returns; give up to
        ``OPEN_MS`` before the process ends. May be called from a callback.
        """
        until = time.monotonic() + seconds
        with self._lock:
            if self._slot is not None:
                self._slot.close()
            self._slot = None
            threads = [thread for thread in self._threads if thread is not threading.current_thread()]
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))
        late = [thread.name for thread in threads if thread.is_alive()]
        if late:
            _LOG.warning("camera %s: still waiting for %s", self._source, ", ".join(late))
        return not late

    def latest_frame(self) -> Frame | None:
        """The newest frame (height x width x 3, blue green red) for a preview; None while there is no picture.

        That of a camera which hangs on its head is turned.
        """
        slot = self._slot
        return None if slot is None else slot.latest

    def _capture(self, slot: "_Slot") -> None:
        retry_s = _FIRST_RETRY_S
        while not slot.stopped.is_set():
            try:
                source = open_source(self._source, slot.stopped)
                try:
                    while not slot.stopped.is_set():
                        begun = time.thread_time()
                        frame = source.read()
                        slot.put(frame, time.thread_time() - begun, turned=self._mounting.upside_down)
                        retry_s = _FIRST_RETRY_S
                finally:
                    source.close()
            except CameraLostError as fault:
                if retry_s == _FIRST_RETRY_S and not slot.stopped.is_set():
                    _LOG.warning("camera lost: %s", fault)
                slot.lose()
                slot.stopped.wait(retry_s)
                retry_s = min(retry_s * 2, _LAST_RETRY_S)

    def _decode(self, slot: "_Slot") -> None:
        decoder, sightings, patience_s = CodeDecoder(pattern=self._pattern), Sightings(), OPENS_WITHIN_S
        self._watch = again(self._watch, time.monotonic())
        said: Camera | None = None
        while not slot.stopped.is_set():
            frame, opened_s = slot.take(patience_s)
            if slot.stopped.is_set():
                return
            glimpse = None if frame is None else self._glimpse(frame)
            fresh = glimpse is not None and is_new(self._watch, glimpse)
            self._watch = watch(self._watch, glimpse, time.monotonic())
            condition = told(self._watch.condition, self._mounting)
            if condition is not said:
                said = condition
                self._on_condition(condition)
            if frame is None:
                continue
            patience_s = FREEZES_AFTER_S
            if fresh:
                readings = decoder.decode(frame, opened_s if self._live else 0.0)
                sightings, finding = agree(sightings, readings, time.monotonic(), self._pattern)
                if finding is not None and not slot.stopped.is_set():
                    self._tell(finding, readings)

    def _glimpse(self, frame: Frame) -> Glimpse:
        """By every sixteenth pixel; pictures of a film or a folder may be the same, so each counts as another."""
        thin = frame[::_THIN, ::_THIN]
        self._pictures += 1
        mark = hash(thin.tobytes()) if self._live else self._pictures
        return Glimpse(mark, int(np.percentile(thin, _LIGHTS)))

    def _tell(self, finding: Finding, readings: tuple[Reading, ...]) -> None:
        if isinstance(finding, Foreign):
            self._on_foreign()
            return
        on_its_head = stands(readings, finding, self._pattern)
        if on_its_head is not None:
            self._mounting = mount(self._mounting, hash(finding), on_its_head=on_its_head)
        self._on_code(finding)


class _Slot:
    """Room for one frame between the two threads of one scan."""

    def __init__(self) -> None:
        self.latest: Frame | None = None
        self.stopped = threading.Event()
        self._changed = threading.Condition()
        self._waiting: Frame | None = None
        self._opened_s = 0.0
        self._lost = False

    def put(self, frame: Frame, opened_s: float, *, turned: bool) -> None:
        """Replace whatever waits; ``opened_s``: seconds of work it took; ``turned``: the preview is shown the other way up."""
        with self._changed:
            self._waiting, self._opened_s = frame, opened_s
            self.latest = frame[::-1, ::-1] if turned else frame
            self._lost = False
            self._changed.notify_all()

    def lose(self) -> None:
        """There is no picture any more."""
        with self._changed:
            self.latest = self._waiting = None
            self._lost = True
            self._changed.notify_all()

    def take(self, patience_s: float) -> tuple[Frame | None, float]:
        """The newest frame not taken yet, and what it took; None when the camera is lost, none came in time, or it is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting is not None or self._lost or self.stopped.is_set(), patience_s)
            frame, self._waiting = self._waiting, None
            if frame is None and not self.stopped.is_set():
                self.latest = None
                self._lost = False
            return frame, self._opened_s

    def close(self) -> None:
        """It is over."""
        self.stopped.set()
        with self._changed:
            self.latest = self._waiting = None
            self._changed.notify_all()
