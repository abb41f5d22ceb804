"""A rating terminal without a window: the real service, sender, outbox and link; its views go to standard output.

Lines on standard input are faces that a finger presses. To be killed at any moment and started again.
"""

import sys
import threading
from pathlib import Path

from contract.commands import Score
from contract.link import Link
from contract.profile import RatingProfile, read_profile
from contract.request_ids import new_request_id
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.core.rating import FacePressed
from kiosk.rating_service import RatingService
from kiosk.sending import Sender


class Told:
    """A window that says what it shows."""

    def show(self, view):
        print(type(view).__name__, getattr(view, "visit", ""), flush=True)

    def set_office(self, office):
        print("Office", office.name, flush=True)

    def set_officer(self, officer):
        pass


def main() -> None:
    profile = read_profile(Path(sys.argv[1]), RatingProfile)

    def reach_changed(up: bool) -> None:
        service.link_changed(up)
        if up:
            sender.resume()

    box, link = SqliteOutbox(Path(profile.state)), Link(profile.account, reach_changed)
    topics, device = link.topics, profile.account.device
    answered = topics.answer(device)
    sender = Sender(link, box, topics.command(device), answered, lambda answer: service.answered(answer))
    service = RatingService(Told(), sender, new_request_id)
    link.listen(topics.office, service.heard_office)
    link.listen(topics.rating(profile.counter), service.heard_invitation)
    threading.Thread(target=service.run, daemon=True).start()
    link.start()
    sender.start()
    for line in sys.stdin:
        service.happen(FacePressed(Score(line.strip()), new_request_id()))


if __name__ == "__main__":
    main()
