"""Why a visitor was not satisfied, or no reason."""

from collections.abc import Callable

from kivy.app import App

from contract.notices import CounterInfo, Office, ReasonInfo
from kiosk.screens.rating_page import RatingPage
from panel.press import Press


class ReasonsScreen(RatingPage):
    """``press`` is told the reason's id, or None for no reason."""

    def __init__(self, press: Callable[[str | None], None]) -> None:
        self._press = press
        super().__init__(__file__)
        self._list(())

    def set_office(self, office: Office, counter: CounterInfo | None) -> None:  # noqa: ARG002 (other screens need it)
        """The reasons of the site file, in its order."""
        self._list(office.reasons)

    def _list(self, reasons: tuple[ReasonInfo, ...]) -> None:
        room = self.ids.reasons
        room.clear_widgets()
        for reason in reasons:
            room.add_widget(self._button(reason.id, reason.text))
        room.add_widget(self._button(None, App.get_running_app().texts["rating.no_reason"]))

    def _button(self, reason: str | None, text: str) -> Press:
        key = f"reason:{reason}" if reason else "no_reason"
        narrow = {"padding": (App.get_running_app().mm(5), 0), "spacing": 0}
        button = Press(key=key, text=text, step="text", quiet=reason is None, size_hint_y=1, **narrow)
        button.bind(on_press=lambda _button: self._press(reason))
        return button
