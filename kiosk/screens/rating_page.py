"""The sheet of the rating terminal's screens: margins, what is out of reach from a wheelchair, and the office's words."""

from typing import Any

from kivy.properties import BooleanProperty
from kivy.uix.boxlayout import BoxLayout

from contract.notices import Office
from kiosk.core.rating import View, is_test
from panel.rules import load_rules


class RatingPage(BoxLayout):
    """One screen; pass the ``__file__`` of its .py half. ``tests``: nothing of this counts, and it says so."""

    tests = BooleanProperty(defaultvalue=False)

    def __init__(self, python_file: str, **settings: Any) -> None:
        load_rules(__file__)
        load_rules(python_file)
        super().__init__(**settings)

    def set_office(self, office: Office) -> None:
        """Most screens say nothing of the office."""

    def set_officer(self, officer: str | None) -> None:
        """Most screens say nothing of the officer."""

    def set_view(self, view: View) -> None:
        """Most screens look the same but in a test."""
        self.tests = is_test(view)
