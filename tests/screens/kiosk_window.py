"""The real window of the kiosk, led by lines of JSON on stdin; tells on stdout what was touched and how well things fit.

Orders: ``office``, ``board``, ``outlook``, ``online``, ``view`` (pickled, base64), ``picture`` (a number: a new picture of the camera),
``reply`` (an order to obey when something is touched, as the kiosk's service does), ``end``, and those that the window
answers: ``faults``, ``flips`` (and the frames ``waited`` for, from a press to the reply), ``rest``, ``look`` (a view), ``turn``, ``stale``
(whether to sweep before).
"""

import argparse
import base64
import gc
import itertools
import json
import pickle
import re
import sys
import threading
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from contract.codec import from_plain, to_plain
from contract.ids import RequestId
from contract.language import load_texts
from contract.notices import Board, Office, Outlook
from contract.procedure import Procedure
from contract.profile import Screen
from kiosk.core.comfort import Comfort, TextSize
from kiosk.core.happenings import Touched
from kiosk.core.procedure_search import ProcedureIndex
from panel.window import prepare

TEXTS = Path(__file__).parents[2] / "kiosk" / "texts"


def tell(**line: Any) -> None:
    print(json.dumps(line), flush=True)


def sheet(number: int) -> Any:
    """A receipt before a grey wall, BGR, red at its left edge; each a little different."""
    frame = np.full((720, 1280, 3), (150, 140, 130), np.uint8)
    frame[140:600, 340:960] = (250, 252, 255)
    frame[140:600, 340:380] = (0, 0, 255)
    frame[200:206, 400:700] = frame[240:246, 400:640] = 60
    for stripe in range(0, 160, 8):
        frame[200:280, 760 + stripe : 763 + stripe + stripe % 5] = 20
    frame[700:, : 10 * (number % 100)] = (40, 160, 40)
    return frame


class Driver:
    """One window and the orders it obeys."""

    def __init__(self, given: argparse.Namespace) -> None:
        from kivy.core.window import Window  # noqa: PLC0415 (after ``prepare``)

        from kiosk.screens.app import KioskApp  # noqa: PLC0415

        self.picture: Any = None
        self.reply: dict[str, Any] | None = None
        self.flips = 0
        self.replied: tuple[int, str] | None = None
        self.waited = 0
        Window.bind(on_flip=self.flipped)
        requests = itertools.count(1)
        self.app = KioskApp(
            screen=Screen(tuple(given.pixels), tuple(given.millimetres), given.bottom),
            texts={code: load_texts(TEXTS, code) for code in ("vi", "en")},
            comfort=Comfort(given.language, TextSize(given.size), given.reach),
            happen=self.happened,
            new_request=lambda: RequestId(f"r{next(requests)}"),
            latest_frame=lambda: self.picture,
            now=lambda: datetime.fromisoformat(given.now),
            camera=not given.no_camera,
            printer=not given.no_printer,
            trace=given.trace,
            phones=True,
        )

    def happened(self, what: Any) -> None:
        if isinstance(what, Touched):
            return  # every touch says that
        tell(happened=type(what).__name__, body=to_plain(what))
        if self.reply:
            self.replied = self.flips, self.app.view_name
            self.lead(self.reply)
            self.reply = None

    def flipped(self, *_: Any) -> None:
        self.flips += 1
        if self.replied and self.app.view_name != self.replied[1]:
            self.waited, self.replied = self.flips - self.replied[0], None

    def find_faults(self, frames: int = 10) -> None:
        """Words that wrap move boxes, and those others: what is not right within so many frames is a fault."""
        from panel import fit  # noqa: PLC0415

        found = fit.faults(self.app.root, self.app.measure)
        if found and frames:
            self.app.soon(lambda: self.find_faults(frames - 1))
        else:
            tell(faults=found)

    def look(self, waits: int = 3, tries: int = 12) -> None:
        """Answer ``faults``, every text with its box and colour, and whether there is a leaf more, once all is laid out."""
        from panel import fit  # noqa: PLC0415
        from panel.press import Pressable  # noqa: PLC0415
        from panel.text import Text  # noqa: PLC0415

        found = [] if waits else fit.faults(self.app.root, self.app.measure)
        if waits or (found and tries):
            self.app.soon(lambda: self.look(max(0, waits - 1), tries - (not waits)))
            return
        texts = [(each.text, fit.box(each), each.color[:3]) for each in fit.shown(self.app.root, Text) if each.text]
        more = any(each.key == "later" and each.live for each in fit.shown(self.app.root, Pressable))
        low = self.app.lowered - min(fit.box(each)[1] for each in fit.shown(self.app.root, Pressable))
        tell(look={"faults": found, "texts": texts, "more": more, "too_high": max(0, low)})

    def turn(self) -> None:
        """The next leaf."""
        from panel import fit  # noqa: PLC0415
        from panel.press import Pressable  # noqa: PLC0415

        next(each for each in fit.shown(self.app.root, Pressable) if each.key == "later").dispatch("on_press")
        self.look()

    def hear(self) -> None:
        """What the voice takes from the screen, and every word on it as a test finds it by itself."""
        from kivy.uix.label import Label  # noqa: PLC0415

        from kiosk.screens.sheet_reader import sheet as spoken_sheet  # noqa: PLC0415
        from panel import fit  # noqa: PLC0415
        from panel.press import Pressable  # noqa: PLC0415
        from panel.text import Icon  # noqa: PLC0415

        dead = {one for each in fit.shown(self.app.root, Pressable) if not each.live for one in fit.shown(each, Label)}
        words = [one for one in fit.shown(self.app.root, Label) if one.text.strip() and not isinstance(one, Icon)]
        live = [one for one in words if one not in dead]  # a button that cannot be pressed now says nothing
        shown = [re.sub(r"\[.*?\]", "", one.text) if one.markup else one.text for one in live]
        tell(spoken={"sheet": to_plain(spoken_sheet(self.app.page, self.app.view_name)), "shown": shown})

    def count_pages(self, *, swept: bool) -> None:
        """Answer how many screens live on that are the kiosk's no more; not swept before, those that were set aside are not seen."""
        from kiosk.screens.page import Page  # noqa: PLC0415

        if swept:
            gc.unfreeze()  # the kiosk sets aside what it means to keep
            gc.collect()
        present = {id(each) for each in self.app.pages()}
        tell(stale=sum(issubclass(type(each), Page) and id(each) not in present for each in gc.get_objects()))

    def rest(self, _seconds: float = 0) -> None:
        """Answer once a finger would be heard again."""
        from kivy.clock import Clock  # noqa: PLC0415

        from panel.press import Pressable  # noqa: PLC0415

        if Pressable.heard():
            tell(rest=True)
        else:
            Clock.schedule_once(self.rest, 0.02)

    def lead(self, line: dict[str, Any]) -> None:
        """Orders that change what is shown."""
        match line:
            case {"office": body}:
                self.app.set_office(from_plain(body, Office))
            case {"board": body}:
                self.app.set_board(from_plain(body, Board))
            case {"outlook": body}:
                self.app.set_outlook(from_plain(body, Outlook | None))
            case {"comfort": body}:
                self.app.set_comfort(from_plain(body, Comfort))
            case {"procedures": body}:
                self.app.set_procedures(ProcedureIndex(from_plain(body, tuple[Procedure, ...]), {}))
            case {"online": up}:
                self.app.set_online(up)
            case {"alone": fields}:
                self.app.set_alone(frozenset(fields))
            case {"view": pickled}:
                self.app.show(pickle.loads(base64.b64decode(pickled)))  # a view may stand behind another
            case {"end": _}:
                self.app.end()

    def obey(self, line: dict[str, Any]) -> None:
        match line:
            case {"reply": order}:
                self.reply = order
            case {"picture": number}:
                self.picture = sheet(number)
            case {
                "faults": _
            }:  # after the frames that lay out what came before: words, then boxes, then what holds them
                self.app.soon(lambda: self.app.soon(lambda: self.app.soon(self.find_faults)))
            case {"look": pickled}:
                self.lead({"view": pickled})
                self.app.soon(self.look)
            case {"stale": swept}:
                self.app.soon(lambda: self.count_pages(swept=swept))
            case {"turn": _}:
                self.app.soon(self.turn)
            case {"rest": _}:
                self.app.soon(self.rest)
            case {"spoken": _}:
                self.app.soon(self.hear)
            case {"flips": _}:
                tell(flips=self.flips, waited=self.waited)
            case _:
                self.lead(line)

    def follow(self) -> None:
        for line in sys.stdin:
            self.obey(json.loads(line))

    def run(self) -> None:
        threading.Thread(target=self.follow, daemon=True).start()
        self.app.run()


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pixels", type=int, nargs=2, default=(1080, 1920))
    arguments.add_argument("--millimetres", type=int, nargs=2, default=(346, 615))
    arguments.add_argument("--language", default="vi")
    arguments.add_argument("--size", type=int, default=0)
    arguments.add_argument("--fps", type=int, default=60)
    arguments.add_argument("--reach", action="store_true")
    arguments.add_argument("--bottom", type=int, default=0)
    arguments.add_argument("--now", default="2026-11-23T08:15:00+07:00")
    arguments.add_argument("--trace", required=True)
    arguments.add_argument("--no-camera", action="store_true")
    arguments.add_argument("--no-printer", action="store_true")
    given = arguments.parse_args()
    prepare(Screen(tuple(given.pixels), tuple(given.millimetres)), fps=given.fps)
    Driver(given).run()


if __name__ == "__main__":
    main()
