"""A real rating terminal without a broker: window, service and outbox; what the link would bring comes from standard input.

Lines: ``link up``, ``link down``, ``test``, or ``invitation`` or ``office`` and the payload; ``fit`` writes what does not fit to
standard output as JSON. Everything that the terminal sends is dropped, so its ratings stay in the outbox.
"""

import argparse
import json
import sys
import threading
from pathlib import Path

from contract.ids import CounterId
from contract.language import load_texts
from contract.profile import Screen
from contract.request_ids import new_request_id
from contract.topics import Topics
from panel import window

TEXTS = Path(__file__).parents[2] / "kiosk" / "texts"


class SilentWire:
    """A link that is never up."""

    topics = Topics("thu")

    def publish(self, topic, payload, *, retain=False):
        pass

    def listen(self, topic, handler):
        pass


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--pixels", type=int, nargs=2, default=(1280, 800))
    words.add_argument("--millimetres", type=int, nargs=2, default=(217, 136))
    words.add_argument("--bottom", type=int, default=0)
    words.add_argument("--language", default="vi")
    words.add_argument("--trace", default="")
    words.add_argument("--state", type=Path, required=True)
    given = words.parse_args()
    screen = Screen(tuple(given.pixels), tuple(given.millimetres), given.bottom)
    window.prepare(screen)

    from kiosk.adapters.sqlite_outbox import SqliteOutbox  # noqa: PLC0415 (all need the window's settings)
    from kiosk.rating_service import RatingService  # noqa: PLC0415
    from kiosk.screens.rating_app import RatingApp  # noqa: PLC0415
    from kiosk.sending import Sender  # noqa: PLC0415
    from panel import fit  # noqa: PLC0415

    texts, other = load_texts(TEXTS, given.language), "vi" if given.language == "en" else "en"
    app = RatingApp(
        screen=screen,
        counter=CounterId(5),
        texts={given.language: texts, other: load_texts(TEXTS, other)},
        happen=lambda press: service.happen(press),
        new_request=new_request_id,
        trace=given.trace,
    )
    box = SqliteOutbox(given.state)
    sender = Sender(SilentWire(), box, "command", "answer", lambda answer: service.answered(answer))
    service = RatingService(app, sender, new_request_id)

    def report() -> None:
        faults = fit.clipped(app.root) + fit.overlapping(app.root) + fit.too_small(app.root, app.measure)
        print(json.dumps(faults, ensure_ascii=False), flush=True)

    def follow() -> None:
        for line in sys.stdin:
            what, _, payload = line.strip().partition(" ")
            match what:
                case "link":
                    service.link_changed(payload == "up")
                case "invitation":
                    service.heard_invitation("", payload.encode())
                case "office":
                    service.heard_office("", payload.encode())
                case "test":
                    service.test(lambda _pressed: None)
                case "fit":
                    app.soon(lambda: app.soon(report))  # the frame between has laid everything out
        app.end()

    runner = threading.Thread(target=service.run, daemon=True)
    runner.start()
    threading.Thread(target=follow, daemon=True).start()
    app.run()
    service.stop()
    runner.join()
    box.close()


if __name__ == "__main__":
    main()
