"""A real board without a broker: what the link would bring comes line by line from standard input.

A line is ``link up``, ``link down``, or one of ``presence``, ``office``, ``notice`` and the payload. After every end of
input the window closes.
"""

import sys
import threading
from pathlib import Path

from contract.profile import BoardProfile, read_profile
from panel import window
from queue_display.__main__ import board_service, open_board


def main(path: Path) -> None:
    profile = read_profile(path, BoardProfile)
    window.prepare(profile.screen, fps=20)
    app = open_board(profile, "vi")
    service = board_service(profile, app)
    handlers = {"presence": service.heard_presence, "office": service.heard_office, "notice": service.heard_notice}

    def listen() -> None:
        for line in sys.stdin:
            what, _, payload = line.strip().partition(" ")
            if what == "link":
                service.link_changed(payload == "up")
            else:
                handlers[what]("", payload.encode())
        app.end()

    runner = threading.Thread(target=service.run, daemon=True)
    listener = threading.Thread(target=listen, daemon=True)
    runner.start()
    listener.start()
    app.run()
    service.stop()
    runner.join()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
