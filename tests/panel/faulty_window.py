"""A window in which everything is wrong that ``panel.fit`` must find; tells it as JSON and ends."""

import json

from contract.profile import Screen
from panel.window import prepare

SCREEN = Screen((600, 600), (200, 200))


def main() -> None:
    prepare(SCREEN)
    from kivy.core.window import Window  # noqa: PLC0415 (after ``prepare``)
    from kivy.uix.floatlayout import FloatLayout  # noqa: PLC0415
    from kivy.uix.label import Label  # noqa: PLC0415

    from panel import fit  # noqa: PLC0415
    from panel.app import PanelApp  # noqa: PLC0415
    from panel.measure import Steps  # noqa: PLC0415
    from panel.paint import DAY  # noqa: PLC0415
    from panel.press import Press, Pressable  # noqa: PLC0415
    from panel.text import Text  # noqa: PLC0415

    class Faulty(PanelApp):
        def build(self) -> FloatLayout:
            room = FloatLayout()
            free = {"size_hint": (None, None), "color": DAY.ink}
            room.add_widget(Label(text="Ưu tiên", font_size=40, size=(100, 20), pos=(10, 500), **free))
            room.add_widget(Label(text="Bên ngoài", font_size=40, size=(300, 60), pos=(500, 400), **free))
            room.add_widget(Label(text="Nhỏ quá", font_size=12, size=(100, 60), pos=(10, 300), **free))
            for text in ("Chồng", "Lên nhau"):
                room.add_widget(Label(text=text, font_size=40, size=(200, 60), pos=(10, 200), **free))
            room.add_widget(Pressable(key="tiny", size=(58, 90), size_hint=(None, None), pos=(300, 100)))
            room.add_widget(Pressable(key="half", size=(90, 90), size_hint=(None, None), pos=(560, 10)))
            room.add_widget(Text(text="Tử tế", size_hint_x=None, width=200, pos=(10, 100)))
            room.add_widget(Press(key="good", text="Được", size_hint_x=None, width=250, pos=(10, 10)))
            Window.bind(on_flip=self.drawn)
            return room

        def drawn(self, *_: object) -> None:
            Window.unbind(on_flip=self.drawn)
            self.soon(self.tell)

        def tell(self) -> None:
            finds = {
                "clipped": fit.clipped(self.root),
                "overlapping": fit.overlapping(self.root),
                "too_small": fit.too_small(self.root, self.measure),
                "too_low": fit.too_low(self.root, self.measure),
                "targets": fit.targets(self.root),
            }
            print(json.dumps(finds), flush=True)
            self.end()

    Faulty(SCREEN, DAY, Steps()).run()


if __name__ == "__main__":
    main()
