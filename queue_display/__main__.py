"""A board as a program: reads its profile, opens the window, listens until told to end."""

import argparse
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

from contract.alive import TURN_S, tell_alive, tell_ready
from contract.device_twin import DeviceTwin
from contract.errors import ProfileError
from contract.language import languages, load_texts
from contract.link import Link
from contract.notices import Board, CounterState, Office, Outlook, Presence
from contract.office_time import OfficeTime
from contract.process import AGAIN, call_on_signal, hold_signals, is_watched, log_to_stderr, until_broken
from contract.profile import BoardProfile, read_profile
from contract.topics import CONTROLLER
from panel import window
from queue_display.adapters.http_photos import HttpPhotos
from queue_display.board_health import board_health
from queue_display.board_twin import follow_twin
from queue_display.core.plate import PlateStage
from queue_display.core.stage import HallStage
from queue_display.projector import Projector, ProjectorThread
from queue_display.service import BoardService

TEXTS: Final = Path(__file__).parent / "texts"
_MEDIA_S: Final = 1.0
"""After the first picture: a board that was just switched on has calls to show before anything else."""
_FPS: Final = 20
"""How often a board without a finger looks up when nothing happens; a notice wakes it at once."""


def main() -> int:
    """Run one board; 0 after SIGTERM or SIGINT, 1 for a profile that cannot be read, ``AGAIN`` to be started as it is wanted."""
    words = argparse.ArgumentParser(prog="python -m queue_display", description="A hall board or a counter board.")
    words.add_argument("--profile", type=Path, required=True, help="the device's profile, as JSON")
    words.add_argument("--language", default="vi", choices=languages(TEXTS), help="language of the words on the board")
    words.add_argument("--position", type=int, nargs=2, default=(0, 0), metavar=("X", "Y"), help="of the window")
    given = words.parse_args()
    hold_signals()
    try:
        profile = read_profile(given.profile, BoardProfile)
    except ProfileError as fault:
        print(fault, file=sys.stderr)
        return 1
    log_to_stderr(profile.account.device)
    twin, again = DeviceTwin(profile, profile.state), threading.Event()
    profile = twin.profile
    window.prepare(profile.screen, position=tuple(given.position), fps=_FPS)
    app = open_board(profile, given.language)
    call_on_signal(app.end)
    service = board_service(profile, app, app.office_time)
    link = board_link(profile, service)
    runner = threading.Thread(target=until_broken(service.run, app.end), name="board")
    runner.start()
    device = profile.account.device
    projector = hall_projector(
        profile, given.profile.parent, app, lambda count: link.describe(Presence(device, online=True, media=count))
    )
    restart = partial(_start_anew, again, app) if is_watched() else None
    follow_twin(twin, link, service, app, restart)
    health = board_health(twin, link, service, app, restart)
    link.start()
    health.start()
    when_it_stands(lambda: service.prove(tell_ready))
    when_it_stands(projector.start, _MEDIA_S)
    tell_of_life(service)
    try:
        app.run()
    finally:
        twin.stop()
        health.stop()
        projector.stop()
        link.stop()
        service.stop()
        runner.join()
    return AGAIN if again.is_set() else 0


def _start_anew(again: threading.Event, app: Any) -> None:
    again.set()
    app.end()


def tell_of_life(service: BoardService[Any, Any]) -> None:
    """Tell systemd while both the window's loop and the board's rules turn."""
    from kivy.clock import Clock  # noqa: PLC0415 (needs the window's settings)

    Clock.schedule_interval(lambda _seconds: service.prove(tell_alive), TURN_S)


def when_it_stands(then: Callable[[], None], seconds: float = 0) -> None:
    """Do something with the window's first picture, or so much later, on the window's thread."""
    from kivy.clock import Clock  # noqa: PLC0415 (needs the window's settings)
    from kivy.core.window import Window  # noqa: PLC0415

    def stands(shown: Any) -> None:
        shown.unbind(on_flip=stands)
        Clock.schedule_once(lambda _seconds: then(), seconds)

    Window.bind(on_flip=stands)


def open_board(profile: BoardProfile, language: str) -> Any:
    """The window of a hall or counter board; ``panel.window.prepare`` has been called."""
    from queue_display.screens.board_app import BoardApp, board_height  # noqa: PLC0415 (needs the window's settings)
    from queue_display.screens.counter import FACE, CounterBoard, counter_steps  # noqa: PLC0415
    from queue_display.screens.hall_app import HallApp  # noqa: PLC0415

    texts = load_texts(TEXTS, language)
    counter = profile.counter
    if counter is None:
        return HallApp(profile, texts, language)
    from queue_display.adapters.pillow_picture import read_face  # noqa: PLC0415 (loads what reads pictures)

    app: Any
    face = (round(board_height(profile.screen, "pixels") * FACE),) * 2

    def told(name: str, photo: bytes) -> None:
        frame = read_face(name, photo, face)
        app.soon(lambda: app.picture.set_photo(name, frame))

    photos = HttpPhotos(profile.web, told)
    app = BoardApp(profile, texts, counter_steps(profile.screen), lambda: CounterBoard(counter, texts, photos.want))
    photos.start()
    return app


def board_link(profile: BoardProfile, service: BoardService[Any, Any]) -> Link:
    """What the shell hears; to be started."""
    link = Link(profile.account, service.link_changed)
    topics = link.topics
    link.listen(topics.office, service.heard_office)
    link.listen(topics.presence(CONTROLLER), service.heard_presence)
    link.listen(topics.pulse, service.heard_pulse, fresh=True)
    own = (topics.board, topics.outlook) if profile.counter is None else (topics.counter(profile.counter),)
    for topic in own:
        link.listen(topic, service.heard_notice)
    return link


def board_service(profile: BoardProfile, app: Any, office_time: OfficeTime | None = None) -> BoardService[Any, Any]:
    """The shell that feeds the window, and sets its time."""
    if profile.counter is None:
        stage = HallStage(profile.zone)
        return BoardService[Board | Outlook | Office, Any](
            (Board, Outlook, Office), stage, app, office_time=office_time
        )
    return BoardService((CounterState,), PlateStage(), app, office_time=office_time)


def hall_projector(profile: BoardProfile, beside: Path, app: Any, told: Callable[[int], None]) -> ProjectorThread:
    """What shows a hall board's media, on a thread of its own; a counter board, or one without a folder, shows none.

    ``beside``: the folder of the profile. ``told`` hears how many files cannot be shown.
    """
    if profile.counter is not None or not profile.shows.media:
        return ProjectorThread(None)

    def make() -> Projector:
        from queue_display.adapters.folder_media import FolderMedia  # noqa: PLC0415 (loads what reads pictures)
        from queue_display.adapters.pillow_slide import SlidePainter  # noqa: PLC0415

        media = FolderMedia(beside / profile.shows.media, SlidePainter(app.unit))
        projector = Projector(media, app, told, app.office_time.now)
        app.rest, app.fit = projector.rest, projector.fit
        return projector

    return ProjectorThread(make)


if __name__ == "__main__":
    raise SystemExit(main())
