"""Nobody to ask: the counter's number, calm and readable from the chair before it."""

from kivy.app import App
from kivy.properties import StringProperty

from contract.ids import CounterId
from kiosk.screens.rating_page import RatingPage


class AsleepScreen(RatingPage):
    """``officer``: the sentence with the name, or empty where the office shows none. ``asleep``: what it will be for."""

    number = StringProperty("")
    officer = StringProperty("")
    asleep = StringProperty("")

    def __init__(self, counter: CounterId) -> None:
        super().__init__(__file__, number=str(counter))

    def set_officer(self, officer: str | None) -> None:
        """Who sits here."""
        self.officer = App.get_running_app().texts["rating.officer"].format(name=officer) if officer else ""

    def set_duty(self, *, serves: bool) -> None:
        """Whether it will ask anybody."""
        texts = App.get_running_app().texts
        self.asleep = texts["rating.asleep"] if serves else texts["rating.out"]
