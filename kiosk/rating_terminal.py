"""The rating terminal's parts, wired."""

import threading
from collections.abc import Mapping
from pathlib import Path

from contract.device_twin import DeviceTwin, Hands
from contract.link import Link
from contract.process import call_on_signal, until_broken
from contract.profile import RatingProfile
from contract.request_ids import new_request_id
from kiosk.adapters.sqlite_outbox import SqliteOutbox
from kiosk.rating_health import rating_health
from kiosk.rating_service import RatingService
from kiosk.sending import Sender
from kiosk.standstill import Standstill


class RatingTerminal:
    """One terminal at one counter; ``panel.window.prepare`` has been called. ``texts``: all words by language, the office's first.

    ``watched``: whether somebody starts the program again where it ends itself to be as it is wanted.
    """

    def __init__(
        self, twin: DeviceTwin[RatingProfile], texts: Mapping[str, Mapping[str, str]], *, watched: bool
    ) -> None:
        from kiosk.screens.rating_app import RatingApp  # noqa: PLC0415 (needs the window's settings)

        self.twin = twin
        profile = twin.profile
        self.box = SqliteOutbox(Path(profile.state))
        self.link = Link(profile.account, self.reach_changed)
        topics, device = self.link.topics, profile.account.device
        self.sender = Sender(
            self.link,
            self.box,
            topics.command(device),
            topics.answer(device),
            lambda answer: self.service.answered(answer),
        )
        self.app = RatingApp(
            screen=profile.screen,
            counter=profile.counter,
            texts=texts,
            happen=lambda happening: self.service.happen(happening),
            new_request=new_request_id,
            trace=profile.trace,
        )
        self.service = RatingService(self.app, self.sender, new_request_id)
        self.link.listen(topics.office, self.service.heard_office)
        self.link.listen(topics.rating(profile.counter), self.service.heard_invitation)
        restart = self.app.end if watched else None
        twin.join(
            self.link,
            Hands(_anew, self.change, self.service.when_idle, restart, lambda duty: self.tell_duty(duty.serves)),
        )
        self.health = rating_health(twin, self.link, self.service, restart)
        self.tell_duty(twin.serves)

    def run(self) -> None:
        """Until SIGTERM or SIGINT."""
        call_on_signal(self.app.end)
        runner = threading.Thread(target=until_broken(self.service.run, self.app.end), name="journey")
        runner.start()
        self.link.start()
        self.health.start()
        self.sender.start()
        try:
            self.app.run()
        finally:
            self.twin.stop()
            self.health.stop()
            self.service.stop()
            runner.join()
            self.sender.stop()
            self.link.stop()
            self.box.close()

    def change(self, profile: RatingProfile, _keys: tuple[str, ...]) -> None:
        """Other millimetres; while it sleeps."""
        self.app.refit(profile.screen)

    def tell_duty(self, serves: bool) -> None:  # noqa: FBT001 (a plain switch)
        """Somebody has decided whether it asks anybody."""
        self.service.serve(serves=serves)

    def reach_changed(self, up: bool) -> None:  # noqa: FBT001 (the link's callback)
        """The link came or went."""
        self.service.link_changed(up)
        if up:
            self.sender.resume()


def stand_still(twin: DeviceTwin[RatingProfile], texts: Mapping[str, Mapping[str, str]], fault: str) -> None:
    """The window of a terminal whose disk takes nothing: it asks nobody, and ends once the disk does, or with SIGTERM or SIGINT."""
    from kiosk.screens.rating_app import RatingApp  # noqa: PLC0415 (needs the window's settings)

    profile = twin.profile
    app = RatingApp(
        screen=profile.screen,
        counter=profile.counter,
        texts=texts,
        happen=lambda _happening: None,
        new_request=new_request_id,
        trace=profile.trace,
    )
    standstill = Standstill(twin, fault, app.end)
    call_on_signal(app.end)
    app.set_duty(serves=False)
    standstill.start()
    try:
        app.run()
    finally:
        twin.stop()
        standstill.stop()


def _anew(before: RatingProfile, target: RatingProfile) -> frozenset[str]:
    """A counter is listened to from the start of the link; a picture of another size needs the window anew."""
    keys = {"counter"} if before.counter != target.counter else set()
    return frozenset(keys | ({"screen"} if before.screen.pixels != target.screen.pixels else set()))
