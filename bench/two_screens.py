"""A bare Kivy window of two screens, each a line of words and a button that leads to the other: the floor under a touch."""

from contract.profile import Screen
from panel import window

PIXELS = (1080, 1920)
BUTTON = (100, 1500, 880, 200)
"""Left, top, width and height."""


def main() -> None:
    window.prepare(Screen(PIXELS, (346, 615)))
    from kivy.app import App  # noqa: PLC0415 - after the settings
    from kivy.uix.button import Button  # noqa: PLC0415
    from kivy.uix.floatlayout import FloatLayout  # noqa: PLC0415
    from kivy.uix.label import Label  # noqa: PLC0415

    left, top, width, height = BUTTON

    class Bare(App):  # type: ignore[misc]  # Kivy has no types
        def build(self) -> FloatLayout:
            self.room = FloatLayout()
            self.screens = [self.screen("Bộ phận một cửa", 1), self.screen("Mời ông/bà lấy số", 0)]
            self.room.add_widget(self.screens[0])
            return self.room

        def screen(self, words: str, other: int) -> FloatLayout:
            screen = FloatLayout()
            screen.add_widget(Label(text=words, font_size=60, pos_hint={"center_y": 0.7}))
            button = Button(
                text="Tiếp",
                font_size=50,
                size_hint=(None, None),
                size=(width, height),
                pos=(left, PIXELS[1] - top - height),
            )
            button.bind(on_release=lambda _button: self.go(other))
            screen.add_widget(button)
            return screen

        def go(self, number: int) -> None:
            self.room.clear_widgets()
            self.room.add_widget(self.screens[number])

    Bare().run()


if __name__ == "__main__":
    main()
