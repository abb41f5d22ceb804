"""A window with a field, a frame and words to the right; keeps its picture where it is told to and ends."""

import sys

from contract.profile import Screen
from panel.window import prepare

SCREEN = Screen((200, 200), (200, 200))
FRAMES = 4
"""Until everything is laid out."""


def main() -> None:
    prepare(SCREEN)
    from kivy.core.window import Window  # noqa: PLC0415 (after ``prepare``)
    from kivy.graphics import Color  # noqa: PLC0415
    from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415
    from kivy.uix.floatlayout import FloatLayout  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    from panel.app import PanelApp  # noqa: PLC0415
    from panel.measure import Steps  # noqa: PLC0415
    from panel.paint import DAY  # noqa: PLC0415
    from panel.plate import Frame, Plate  # noqa: PLC0415
    from panel.text import Text  # noqa: PLC0415

    class Plates(PanelApp):
        def build(self) -> FloatLayout:
            room = FloatLayout()
            with room.canvas:
                Color(0, 0, 0, 1)
                for kind, left in ((Plate, 20), (Frame, 120)):
                    drawn = kind()
                    drawn.pos, drawn.size = (left, 20), (60, 40)
                    if isinstance(drawn, Plate):
                        drawn.radius = (10, 0, 0, 10)
                    else:
                        drawn.radius, drawn.width = 10, 3
                small = Plate()  # without room for its corners
                small.pos, small.size, small.radius = (90, 20), (10, 10), (10,)
            for word, side, bottom in (("trái", "left", 70), ("giữa", "center", 110), ("phải", "right", 150)):
                text = Text(text=word, halign=side, size_hint_x=None, width=160, pos=(20, bottom), color=(0, 0, 0, 1))
                text.font_size = 20
                room.add_widget(text)
            self.frames = 0
            Window.bind(on_flip=self.drawn)
            return room

        def drawn(self, *_: object) -> None:
            self.frames += 1
            if self.frames == FRAMES:
                self.soon(self.keep)
            Window.canvas.ask_update()

        def keep(self) -> None:
            Window.dispatch("on_draw")
            pixels = glReadPixels(0, 0, *SCREEN.pixels, GL_RGB, GL_UNSIGNED_BYTE)
            Image.frombytes("RGB", SCREEN.pixels, pixels).transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(sys.argv[1])
            self.end()

    Plates(SCREEN, DAY, Steps()).run()


if __name__ == "__main__":
    main()
