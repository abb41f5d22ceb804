"""Three faces for the visit that was just finished."""

from collections.abc import Callable
from typing import Any

from kivy.properties import NumericProperty, StringProperty

from contract.commands import Score
from kiosk.screens.rating_page import RatingPage
from panel.press import Pressable


class Face(Pressable):
    """One face with its words; ``face`` is its size and ``words`` the height of two lines, in pixels."""

    icon = StringProperty("")
    text = StringProperty("")
    face = NumericProperty(0)
    words = NumericProperty(0)


class FacesScreen(RatingPage):
    """``press`` is told the score."""

    def __init__(self, press: Callable[[Score], None]) -> None:
        self._press = press
        super().__init__(__file__)

    def pressed(self, face: Any) -> None:
        """From the .kv half: a face's key is its score."""
        self._press(Score(face.key))
