"""The real window of the kiosk, led by lines of JSON on stdin; tells on stdout what citizens did and how well things fit.

Lines: ``{"office": ...}``, ``{"board": ...}``, ``{"online": bool}``, ``{"view": "Status", "body": {...}}``, ``{"fit": true}``,
``{"frames": true}`` and ``{"end": true}``; ``{"camera_picture": true}`` gives the camera a new picture.
"""

import argparse
import itertools
import json
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from contract.codec import from_plain, to_plain
from contract.ids import RequestId
from contract.language import load_texts
from contract.notices import Board, Office
from contract.profile import Screen
from panel.window import prepare


def tell(**line: Any) -> None:
    print(json.dumps(line), flush=True)


def picture(number: int) -> np.ndarray:
    """A sheet before a grey wall, in BGR; each a little different."""
    frame = np.full((720, 1280, 3), (150, 140, 130), np.uint8)
    frame[140:600, 340:960] = (250, 252, 255)
    frame[200:206, 400:700] = frame[240:246, 400:640] = 60
    for stripe in range(0, 160, 8):
        frame[200:280, 760 + stripe : 763 + stripe + stripe % 5] = 20
    frame[700:, : 10 * (number % 100)] = (40, 160, 40)
    return frame


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pixels", type=int, nargs=2, default=(1080, 1920))
    arguments.add_argument("--millimetres", type=int, nargs=2, default=(346, 615))
    arguments.add_argument("--language", default="vi")
    arguments.add_argument("--now", default="2026-11-23T08:15:00")
    arguments.add_argument("--trace", required=True)
    arguments.add_argument("--no-camera", action="store_true")
    arguments.add_argument("--no-printer", action="store_true")
    given = arguments.parse_args()
    screen = Screen(tuple(given.pixels), tuple(given.millimetres))
    prepare(screen)

    from kivy.core.window import Window

    from kiosk.core import journey
    from kiosk.screens.app import KioskApp
    from panel import fit

    requests = itertools.count(1)
    frames: list[Any] = []
    drawn = itertools.count(1)
    flips = [0]
    Window.bind(on_flip=lambda *_: flips.__setitem__(0, next(drawn)))
    app = KioskApp(
        screen=screen,
        texts=load_texts(Path(__file__).parents[2] / "kiosk" / "texts", given.language),
        happen=lambda what: tell(happened=type(what).__name__, body=to_plain(what)),
        new_request=lambda: RequestId(f"r{next(requests)}"),
        latest_frame=lambda: frames[-1] if frames else None,
        now=lambda: datetime.fromisoformat(given.now),
        camera=not given.no_camera,
        printer=not given.no_printer,
        trace=given.trace,
    )

    def fits() -> None:
        tell(
            fit={
                "clipped": fit.clipped(app.root),
                "overlapping": fit.overlapping(app.root),
                "too_small": fit.too_small(app.root, app.measure),
            }
        )

    def obey(line: dict[str, Any]) -> None:
        match line:
            case {"office": body}:
                app.set_office(from_plain(body, Office))
            case {"board": body}:
                app.set_board(from_plain(body, Board))
            case {"online": up}:
                app.set_online(up)
            case {"view": name, "body": body}:
                app.show(from_plain(body, getattr(journey, name)))
            case {"camera_picture": number}:
                frames.append(picture(number))
            case {"fit": _}:
                app.soon(lambda: app.soon(fits))  # after the frame that lays out what came before
            case {"frames": _}:
                tell(frames=flips[0])
            case {"end": _}:
                app.end()

    def follow() -> None:
        for line in sys.stdin:
            obey(json.loads(line))

    threading.Thread(target=follow, daemon=True).start()
    app.run()


if __name__ == "__main__":
    main()
