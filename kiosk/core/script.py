"""What is being read out: sentence by sentence, from where it was left."""

from dataclasses import dataclass, replace

from kiosk.core.reading import Utterance


@dataclass(frozen=True, slots=True)
class Script:
    """``at``: the sentence that sounds or comes next; ``aside``: said before it and then forgotten."""

    utterance: Utterance = ()
    at: int = 0
    aside: Utterance = ()
    paused: bool = False

    @property
    def sentence(self) -> str | None:
        """What to say now."""
        if self.paused:
            return None
        rest = self.aside or self.utterance[self.at :]
        return rest[0] if rest else None

    def said(self) -> "Script":
        """The sentence has sounded to its end."""
        return replace(self, aside=self.aside[1:]) if self.aside else replace(self, at=self.at + 1)

    def followed(self, more: Utterance) -> "Script":
        """More to say, behind what is being said."""
        return replace(self, utterance=self.utterance[self.at :] + more, at=0, paused=False)

    def aside_of(self, aside: Utterance) -> "Script":
        """A word in between; then the sentence that it broke into begins again."""
        return replace(self, aside=aside, paused=False)

    def again(self) -> "Script":
        """From its first sentence."""
        return Script(self.utterance)

    def turned(self) -> "Script":
        """Pause, or go on with the sentence that was broken off."""
        return replace(self, paused=not self.paused)
