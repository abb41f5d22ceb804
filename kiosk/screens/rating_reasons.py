"""Why a visitor was not satisfied: one reason, several or none."""

from collections.abc import Callable

from kivy.app import App
from kivy.properties import BooleanProperty

from contract.notices import Office, ReasonInfo
from contract.rating import OTHER_REASON
from kiosk.core.rating import FacesAgain, ReasonPressed, Reasons, ReasonsDone, View
from kiosk.screens.rating_page import RatingPage
from panel.press import Press

Done = Callable[[], ReasonsDone]


class ReasonsScreen(RatingPage):
    """``press`` is told what was touched; ``done`` makes the happening that ends the choice. ``any`` is whether a reason is chosen."""

    any = BooleanProperty(defaultvalue=False)

    def __init__(self, press: Callable[[ReasonPressed | ReasonsDone | FacesAgain], None], done: Done) -> None:
        self._press = press
        self._done = done
        self._office: tuple[ReasonInfo, ...] = ()
        self._buttons: dict[str, Press] = {}
        super().__init__(__file__)

    def set_office(self, office: Office) -> None:
        """The reasons of the site file, in its order, and another one."""
        if office.reasons == self._office:
            return
        self._office = office.reasons
        app = App.get_running_app()
        words = {one.id: (one.english if app.language != "vi" else "") or one.text for one in office.reasons}
        words[OTHER_REASON] = app.texts["rating.other_reason"]
        self._buttons = {reason: self._button(reason, text) for reason, text in words.items()}
        self.ids.reasons.clear_widgets()
        for button in self._buttons.values():
            self.ids.reasons.add_widget(button)

    def set_view(self, view: View) -> None:
        """What is chosen so far."""
        super().set_view(view)
        chosen = view.chosen if isinstance(view, Reasons) else ()
        self.any = bool(chosen)
        for reason, button in self._buttons.items():
            button.quiet = reason not in chosen
            button.icon = "not_chosen" if button.quiet else "chosen"

    def done(self) -> None:
        """From the .kv half: no more reasons."""
        self._press(self._done())

    def again(self) -> None:
        """From the .kv half: it was the wrong face."""
        self._press(FacesAgain())

    def _button(self, reason: str, text: str) -> Press:
        narrow = {"padding": (App.get_running_app().mm(4), 0), "spacing": App.get_running_app().mm(3)}
        button = Press(
            key=f"reason:{reason}", text=text, icon="not_chosen", step="small", quiet=True, size_hint_y=1, **narrow
        )
        button.bind(on_press=lambda _button: self._press(ReasonPressed(reason)))
        return button
