"""A real board without a broker: what the link would bring comes line by line from standard input.

A line is ``link up``, which brings the controller's pulse with it, ``link down``, ``media on`` or ``off``, or one of ``presence``,
``office``, ``notice`` and the payload; ``fit`` writes what does not fit to standard output, as JSON. At the end of input the window closes.
"""

import argparse
import json
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contract.codec import decode_notice_as, encode_notice
from contract.notices import Presence
from contract.profile import BoardProfile, read_profile
from contract.pulse import Pulse
from panel import window
from queue_display.__main__ import board_service, hall_projector, open_board
from queue_display.service import BoardService


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("profile", type=Path)
    words.add_argument("--language", default="vi")
    given = words.parse_args()
    profile = read_profile(given.profile, BoardProfile)
    window.prepare(profile.screen, fps=20)
    from panel import fit  # noqa: PLC0415 (needs the window's settings)

    app = open_board(profile, given.language)
    service = board_service(profile, app, app.office_time)

    def report(frames: int = 10) -> None:
        """Words that wrap move boxes, and those others: what is not right within so many frames is a fault."""
        found = fit.clipped(app.root) + fit.overlapping(app.root)
        if found and frames:
            app.soon(lambda: report(frames - 1))
        else:
            print(json.dumps(found, ensure_ascii=False), flush=True)

    beating, over = threading.Event(), threading.Event()

    def beat() -> None:
        while not over.wait(0.25):
            if beating.is_set():
                service.heard_pulse("", encode_notice(Pulse(2**31, datetime.now(UTC))))

    threading.Thread(target=beat, daemon=True).start()
    runner = threading.Thread(target=service.run, daemon=True)
    runner.start()
    threading.Thread(target=listen, args=(app, service, beating, report), daemon=True).start()
    projector = hall_projector(
        profile, given.profile.parent, app, lambda count: print(f"media {count}", file=sys.stderr)
    )
    projector.start()
    app.run()
    projector.stop()
    over.set()
    service.stop()
    runner.join()


def listen(app: Any, service: BoardService[Any, Any], beating: threading.Event, report: Callable[[], None]) -> None:
    """Line by line, until there are no more."""
    handlers = {"presence": service.heard_presence, "office": service.heard_office, "notice": service.heard_notice}
    for line in sys.stdin:
        what, _, payload = line.strip().partition(" ")
        match what:
            case "link":
                service.link_changed(payload == "up")
                beating.set() if payload == "up" else beating.clear()
            case "fit":
                app.soon(lambda: app.soon(report))  # the frame between has laid everything out
            case "media":
                app.set_media(payload == "on")
            case _:
                if what == "presence":
                    beating.set() if decode_notice_as(payload.encode(), Presence).online else beating.clear()
                handlers[what]("", payload.encode())
    app.end()


if __name__ == "__main__":
    main()
