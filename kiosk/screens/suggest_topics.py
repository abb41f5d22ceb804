"""What a suggestion is about, as the office lists it."""

from functools import partial
from typing import Any

from kivy.app import App
from kivy.properties import StringProperty

from kiosk.core.suggestion_journey import SuggestTopics, TopicTapped
from kiosk.screens.doors import Doors
from kiosk.screens.page import Page
from kiosk.screens.suggestion_words import kind_words, topic_words, topics_of
from panel.press import Press
from panel.text import Text


class SuggestTopicsScreen(Page):
    """One row a topic, and one for what no list has; on leaves where they are many."""

    title = StringProperty("")

    def __init__(self, doors: Doors) -> None:
        self._drawn: object = None
        super().__init__(doors, __file__)

    def fill(self, view: SuggestTopics) -> dict[str, str]:
        """The list of one kind."""
        self.title = kind_words(view.kind, self.doors)
        listed = [(one.id, topic_words(one, self.doors)) for one in topics_of(self.office, view.kind)]
        if listed != self._drawn:
            self._drawn = listed
            self._draw([*listed, (None, self.word("suggest.other"))])
        return {"kind": view.kind.value}

    def _draw(self, rows: list[tuple[str | None, str]]) -> None:
        leaves = self.ids.rows
        leaves.clear_widgets()
        title = Text(step="title", bold=True, text=self.title)
        leaves.add_widget(title)
        for topic, words in rows:
            leaves.add_widget(self._row(topic, words))

    def _row(self, topic: str | None, words: str) -> Any:
        app = App.get_running_app()
        row = Press(
            key=f"topic:{topic or 'other'}", icon="next" if topic else "write", text=words, step="text", quiet=True
        )
        row.least = max(app.mm(25), app.air(32))
        row.bind(on_press=partial(self._choose, topic))
        return row

    def _choose(self, topic: str | None, _row: object) -> None:
        self.doors.happen(TopicTapped(topic))
