"""A bare Kivy window of the kiosk's size with one label: what any Kivy program costs. It tells when its first frame stood."""

import time
from typing import Any

from contract.profile import Screen
from panel import window


def main() -> None:
    window.prepare(Screen((1080, 1920), (346, 615)))
    from kivy.app import App  # noqa: PLC0415 - after the settings
    from kivy.clock import Clock  # noqa: PLC0415
    from kivy.core.window import Window  # noqa: PLC0415
    from kivy.uix.label import Label  # noqa: PLC0415

    class Bare(App):  # type: ignore[misc]  # Kivy has no types
        def build(self) -> Label:
            Window.bind(on_flip=self.flipping)
            return Label(text="Bộ phận một cửa", font_size=60)

        def flipping(self, *_: Any) -> None:
            Window.unbind(on_flip=self.flipping)
            Clock.schedule_once(lambda _seconds: print(time.monotonic(), flush=True), 0)

    Bare().run()


if __name__ == "__main__":
    main()
