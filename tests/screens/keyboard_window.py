"""The kiosk's keyboard in a window of its own, with the line that it writes into; ``fit`` on stdin answers what does not fit."""

import argparse
import json
import sys
import threading
from pathlib import Path

from contract.language import load_texts
from contract.profile import Screen
from panel import window

TEXTS = Path(__file__).parents[2] / "kiosk" / "texts"


def desk(given: argparse.Namespace, screen: Screen):
    """The application."""
    from kivy.uix.boxlayout import BoxLayout  # noqa: PLC0415 (after ``prepare``)
    from kivy.uix.widget import Widget  # noqa: PLC0415

    from kiosk.core import typing_keys  # noqa: PLC0415
    from kiosk.screens.keys import Keys  # noqa: PLC0415
    from kiosk.screens.sizes import share, steps  # noqa: PLC0415
    from panel import fit  # noqa: PLC0415
    from panel.app import PanelApp  # noqa: PLC0415
    from panel.entry import Entry  # noqa: PLC0415
    from panel.paint import DAY  # noqa: PLC0415

    texts = load_texts(TEXTS, given.language)

    class Desk(PanelApp):
        """Doors and window in one, and the state that a journey would hold."""

        def __init__(self) -> None:
            super().__init__(screen, DAY, steps(screen, given.scale), given.trace)
            self.doors = self
            self.typed = typing_keys.Typed(getattr(typing_keys, given.layout), given.text)

        def air(self, millimetres: float) -> int:
            return self.mm(millimetres * share(screen.millimetres[1]) / given.scale)

        def word(self, key: str) -> str:
            return texts[key]

        def happen(self, what: typing_keys.KeyTapped) -> None:
            self.typed = typing_keys.press(self.typed, what.key)
            self.fill()

        def build(self) -> BoxLayout:
            room = BoxLayout(orientation="vertical", padding=self.mm(9), spacing=self.mm(5))
            self.entry = Entry(size_hint_y=None, height=self.mm(40), hint="Ông/bà viết ở đây")
            self.keys = Keys()
            for each in (self.entry, Widget(), self.keys):
                room.add_widget(each)
            self.fill()
            return room

        def fill(self) -> None:
            self.entry.typed, self.keys.typed = self.typed.text, self.typed
            self.trace.show("Keys", {"text": self.typed.text})

        def report(self) -> None:
            print(json.dumps(fit.faults(self.root, self.measure), ensure_ascii=False), flush=True)

    return Desk()


def main() -> None:
    words = argparse.ArgumentParser()
    words.add_argument("--pixels", type=int, nargs=2, default=(1080, 1920))
    words.add_argument("--millimetres", type=int, nargs=2, default=(346, 615))
    words.add_argument("--language", default="vi")
    words.add_argument("--layout", default="WORDS")
    words.add_argument("--scale", type=float, default=1.0)
    words.add_argument("--text", default="")
    words.add_argument("--trace", required=True)
    given = words.parse_args()
    screen = Screen(tuple(given.pixels), tuple(given.millimetres))
    window.prepare(screen)
    app = desk(given, screen)

    def follow() -> None:
        for _ in sys.stdin:
            app.soon(lambda: app.soon(lambda: app.soon(app.report)))  # the frames between have laid everything out
        app.end()

    threading.Thread(target=follow, daemon=True).start()
    app.run()


if __name__ == "__main__":
    main()
