"""What is said of a screen: all of it on arrival, one choice as the focus moves, and what is new while it stands.

The texts are those that are shown, so that nothing is shown unsaid; ``voice.core.saying`` makes them words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voice.core.numerals import Words
from voice.core.saying import sentences

Texts = Mapping[str, str]
Utterance = tuple[str, ...]
"""Sentences that are said one after the other."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be pressed: what stands on it, in reading order, and whether it is chosen already."""

    key: str
    texts: tuple[str, ...]
    on: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a screen shows: its head (office, time), its texts and its choices, each in reading order."""

    view: str
    head: tuple[str, ...]
    texts: tuple[str, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Speaker:
    """``texts`` of the kiosk and ``words`` of the voice, in one language."""

    texts: Texts
    words: Words

    def arrival(self, sheet: Sheet, *, welcome: bool, keys: bool) -> Utterance:
        """The whole screen. ``welcome``: with its head, which is the same everywhere; ``keys``: the listener has keys.

        With keys the choices are counted and each is said when the focus comes to it, else all are said.
        """
        said = self._all([*(sheet.head if welcome else ()), *sheet.texts])
        if not keys:
            return said + tuple(one for choice in sheet.choices for one in self._choice(choice))
        key = {0: "speech.nothing", 1: "speech.one_choice"}.get(len(sheet.choices), "speech.choices")
        return said + self.say(key, count=len(sheet.choices))

    def news(self, before: Sheet, now: Sheet) -> Utterance:
        """What was not shown before, as far as it is not the time."""
        return self._all(text for text in now.texts if text not in before.texts)

    def changed(self, before: Sheet, now: Sheet, key: str) -> Utterance:
        """What stands on one choice and did not stand there before, such as why it cannot be had."""
        was = {text for choice in before.choices if choice.key == key for text in choice.texts}
        return self._all(
            text for choice in now.choices if choice.key == key for text in choice.texts if text not in was
        )

    def focus(self, sheet: Sheet, place: int) -> Utterance:
        """The choice at ``place`` and where it stands among the others."""
        return self._choice(sheet.choices[place]) + self.say("speech.place", place=place + 1, count=len(sheet.choices))

    def say(self, key: str, **values: object) -> Utterance:
        """A text of the kiosk's own."""
        return sentences(self.texts[key].format(**values), self.words)

    def _choice(self, choice: Choice) -> Utterance:
        return self._all(choice.texts) + (self.say("speech.on") if choice.on else ())

    def _all(self, texts: Iterable[str]) -> Utterance:
        return tuple(one for text in texts for one in sentences(text, self.words))
