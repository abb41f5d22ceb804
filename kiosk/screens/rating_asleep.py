"""Nobody to ask: the counter's number, calm and readable from the chair before it."""

from kivy.app import App
from kivy.properties import StringProperty

from contract.ids import CounterId
from contract.notices import CounterInfo, Office
from kiosk.screens.rating_page import RatingPage


class AsleepScreen(RatingPage):
    """``officer``: the sentence with the name, or empty where the office does not want it shown."""

    number = StringProperty("")
    officer = StringProperty("")

    def __init__(self, counter: CounterId) -> None:
        super().__init__(__file__, number=str(counter))

    def set_office(self, office: Office, counter: CounterInfo | None) -> None:  # noqa: ARG002 (other screens need it)
        """Who sits here."""
        officer = counter.officer if counter else None
        self.officer = App.get_running_app().texts["rating.officer"].format(name=officer) if officer else ""
