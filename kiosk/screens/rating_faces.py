"""The faces for the visit that was just finished: three, or five where the office wants them."""

from collections.abc import Callable

from kivy.app import App
from kivy.properties import NumericProperty, StringProperty

from contract.commands import Score
from contract.notices import Office
from contract.rating import THREE, face_icon, faces
from kiosk.screens.rating_page import RatingPage
from panel.press import Pressable


class Face(Pressable):
    """One face with its words; ``face`` is its size and ``words`` the height of its lines, in pixels."""

    icon = StringProperty("")
    text = StringProperty("")
    step = StringProperty("title")
    face = NumericProperty(0)
    words = NumericProperty(0)


class FacesScreen(RatingPage):
    """``press`` is told the score, ``speak`` that another language is wanted; ``language`` is its name, empty where there is one only."""

    language = StringProperty("")

    def __init__(self, press: Callable[[Score], None], speak: Callable[[], None], language: str) -> None:
        self._press = press
        self._speak = speak
        self._scale = 0
        super().__init__(__file__, language=language)
        self._list(THREE)

    def set_office(self, office: Office) -> None:
        """As many faces as the office has."""
        self._list(office.rating_scale)

    def speak(self) -> None:
        """From the .kv half."""
        self._speak()

    def _list(self, scale: int) -> None:
        scores = faces(scale)
        if len(scores) == self._scale:
            return
        self._scale = len(scores)
        self.ids.faces.clear_widgets()
        for score in scores:
            self.ids.faces.add_widget(self._face(score))

    def _face(self, score: Score) -> Face:
        text = App.get_running_app().texts[f"rating.{score}"]
        five = "small" if App.get_running_app().wide else "text"
        step = "title" if self._scale == THREE else five
        face = Face(key=score, icon=face_icon(score, self._scale), text=text, step=step)
        face.bind(on_press=lambda _face: self._press(score))
        return face
