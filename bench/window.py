"""A bare Kivy window of the kiosk's size with one label: what any Kivy program costs."""

from contract.profile import Screen
from panel import window


def main() -> None:
    window.prepare(Screen((1080, 1920), (346, 615)))
    from kivy.app import App  # noqa: PLC0415 - after the settings
    from kivy.uix.label import Label  # noqa: PLC0415

    class Bare(App):  # type: ignore[misc]  # Kivy has no types
        def build(self) -> Label:
            return Label(text="Bộ phận một cửa", font_size=60)

    Bare().run()


if __name__ == "__main__":
    main()
