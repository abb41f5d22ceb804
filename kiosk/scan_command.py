"""``python -m kiosk scan SOURCE...``: what the kiosk would read, one JSON line a picture, or a film's or camera's first code.

For whoever sets up a camera: it uses the kiosk's own decoder, and opens nothing else of the kiosk.
"""

import argparse
import itertools
import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from contract.errors import HallError
from contract.file_code import DEFAULT_PATTERN, find_file_code
from contract.process import stop_on_signal
from kiosk.adapters.camera_source import PICTURES, CameraLostError, film_frames, is_camera, open_source
from kiosk.adapters.code_decoder import CodeDecoder, Frame
from kiosk.adapters.other_codes import other_code

_LIVE_S: Final = 20.0
_LIMIT_S: Final = 0.3
"""Seconds a picture: nobody waits for the next frame here, and a picture has no next one."""


_Found = tuple[str, str]
"""The text of a code, and what kind of code it is."""


class NoPictureError(HallError):
    """There is nothing here that could be looked at."""


def main(words: list[str]) -> int:
    """0 when every source could be looked at, with or without a code; 1 when one could not, which is said on stderr."""
    parser = argparse.ArgumentParser(prog="python -m kiosk scan", description=__doc__)
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help="picture, folder, film, address or a camera's number"
    )
    parser.add_argument(
        "--raw", action="store_true", help="accept any payload of any kind of code, not only file codes"
    )
    parser.add_argument("--pattern", default=DEFAULT_PATTERN, help="what a file code looks like (regular expression)")
    parser.add_argument(
        "--seconds", type=float, default=_LIVE_S, help="how long to look at a film, an address or a camera"
    )
    given = parser.parse_args(words)
    stop = stop_on_signal()
    cv2.utils.logging.setLogLevel(
        cv2.utils.logging.LOG_LEVEL_SILENT
    )  # what a missing camera means is said below, in plain words
    failed = False
    for source in given.sources:
        try:
            for line in _look(source, given, stop):
                print(json.dumps(line, ensure_ascii=False), flush=True)
        except NoPictureError as fault:
            print(f"{source}: {fault}", file=sys.stderr)
            failed = True
        except CameraLostError:
            lost = "no camera answers here" if is_camera(source) else "neither a picture nor a film"
            print(f"{source}: {lost}", file=sys.stderr)
            failed = True
        if stop.is_set():
            break
    return 1 if failed else 0


def _look(source: str, given: argparse.Namespace, stop: threading.Event) -> Iterator[dict[str, object]]:
    path = Path(source)
    file = not is_camera(source) and "%" not in source
    if file and not path.exists():
        raise NoPictureError("there is no such file or folder")
    if file and path.is_dir():
        pictures = sorted(one for one in path.iterdir() if one.suffix.lower() in PICTURES and one.is_file())
        if not pictures:
            raise NoPictureError("there is no picture in this folder")
        for picture in pictures:
            yield _picture(picture, given)
    elif file and path.suffix.lower() in PICTURES:
        yield _picture(path, given)
    else:
        yield _film(source, given, stop)


def _picture(path: Path, given: argparse.Namespace) -> dict[str, object]:
    try:
        frame = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_COLOR)
    except (OSError, cv2.error) as fault:
        raise NoPictureError(f"{path.name} cannot be read ({type(fault).__name__})") from fault
    if frame is None:
        raise NoPictureError(f"{path.name} is not a picture")
    decoder = CodeDecoder(pattern=given.pattern, limit_s=_LIMIT_S)
    found = _first(decoder, frame.astype(np.uint8, copy=False), given)
    return _line(str(path), found, decoder.spent_s, given)


def _film(source: str, given: argparse.Namespace, stop: threading.Event) -> dict[str, object]:
    """The first code, and how long it took from the first frame on; of a film, until it has been seen once."""
    decoder = CodeDecoder(pattern=given.pattern)
    begun: float | None = None
    opening = time.thread_time()
    for frame in _frames(source, stop):
        begun = begun or time.perf_counter()
        found = _first(decoder, frame, given, time.thread_time() - opening if is_camera(source) else 0.0)
        spent_s = time.perf_counter() - begun
        if found is not None or spent_s > given.seconds:
            return _line(source, found, spent_s, given)
        opening = time.thread_time()
    return _line(source, None, 0.0 if begun is None else time.perf_counter() - begun, given)


def _frames(source: str, stop: threading.Event) -> Iterator[Frame]:
    """Of a camera until ``stop``, of a film once."""
    if not is_camera(source):
        yield from itertools.takewhile(lambda _: not stop.is_set(), film_frames(source))
        return
    camera = open_source(source, stop)
    try:
        while not stop.is_set():
            yield camera.read()
    finally:
        camera.close()


def _first(decoder: CodeDecoder, frame: Frame, given: argparse.Namespace, opened_s: float = 0.0) -> _Found | None:
    readings = decoder.decode(frame, opened_s)
    codes = [reading for reading in readings if find_file_code(reading.text, given.pattern)]
    for one in codes or (readings if given.raw else ()):
        return one.text, one.symbology.value
    return other_code(frame) if given.raw else None


def _line(source: str, found: _Found | None, spent_s: float, given: argparse.Namespace) -> dict[str, object]:
    """Without ``--raw`` only the file code of a payload is told: a citizen's number may stand beside it."""
    text, symbology = found or (None, None)
    file_code = None if text is None else find_file_code(text, given.pattern)
    return {
        "source": source,
        "code": text if given.raw else file_code,
        "symbology": symbology,
        "file_code": file_code,
        "ms": round(spent_s * 1000, 1),
    }
