"""The ear of a citizen at the screen: says what is shown, follows the keypad's focus, obeys its keys.

The screen is looked at when it has stopped changing; while nobody listens and no key was pressed nothing is looked at.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.event import EventDispatcher
from kivy.properties import BooleanProperty

from contract.speech import Deed
from kiosk.core import hearing as wishes
from kiosk.core.comfort import Comfort
from kiosk.core.happenings import ComfortChosen, Touched
from kiosk.core.hearing import Hearing, Manner, Outlets, Way
from kiosk.core.reading import Sheet, Speaker, Utterance
from kiosk.ports import Reading
from kiosk.screens.focus import Focus
from kiosk.screens.focus_ring import FocusRing
from kiosk.screens.sheet_reader import sheet

if TYPE_CHECKING:
    from kiosk.screens.app import KioskApp

_STILL_S: Final = 0.12
"""A screen that is alike so long is laid out: words that wrap move boxes, and those others."""
_ANSWER_S: Final = 2.0
"""What changes so soon after a key is its answer, and breaks into what is being said; other news waits its turn."""
_HEAD: Final = "Home"
"""The screen on which the head is said; it is the same everywhere."""


class Listener(EventDispatcher):
    """``offered``: there is a loudspeaker; ``on``: this citizen is being read to. Everything runs on the window's thread."""

    offered = BooleanProperty(defaultvalue=False)
    on = BooleanProperty(defaultvalue=False)

    def __init__(self, app: "KioskApp") -> None:
        super().__init__()
        self._app = app
        self._ring = FocusRing(app)
        self._reader: Reading | None = None
        self._words: Mapping[str, Mapping[str, str]] = {}
        self._outlets = Outlets()
        self._said: Sheet | None = None
        self._seen: Sheet | None = None
        self._focus = Focus(self._ring)
        self._keys = False
        self._check = False
        self._answer_until = 0.0
        self._wished: Hearing | None = None
        self._look_soon = Clock.create_trigger(self._look, _STILL_S)
        self._deeds: dict[Deed, Callable[[], None]] = {
            Deed.NEXT: partial(self._move, +1),
            Deed.PREVIOUS: partial(self._move, -1),
            Deed.CHOOSE: self._focus.choose,
            Deed.BACK: self._back,
            Deed.OVER: self._over,
            Deed.REPEAT: self._repeat,
        }
        self._voice_deeds: dict[Deed, Callable[[], None]] = {
            Deed.PAUSE: partial(self._tell, lambda reader, manner: reader.pause(manner)),
            Deed.LOUDER: partial(self._louder, +1),
            Deed.SOFTER: partial(self._louder, -1),
            Deed.FASTER: partial(self._faster, +1),
            Deed.SLOWER: partial(self._faster, -1),
            Deed.DARK: self._darken,
        }
        Window.bind(on_flip=self._flipped, on_touch_down=self._touched)

    # What the kiosk tells ---------------------------------------------------------------------------------------------

    def attach(self, reader: Reading, words: Mapping[str, Mapping[str, str]]) -> None:
        """The voice is there; ``words`` are its vocabularies by language."""
        self._reader, self._words = reader, words

    def set_outlets(self, outlets: Outlets) -> None:
        """Headphones came or went, or the sound server did. Who unplugs is gone: nothing goes on in the hall."""
        before, self._outlets = self._outlets, outlets
        self._offer(self._app.doors.comfort)
        if outlets.headphones and not before.headphones:
            self._begin(check=True)
        elif before.headphones and not outlets.headphones:
            self._wish(Hearing())
        self._judge()

    def set_comfort(self, before: Comfort, now: Comfort) -> None:
        """Another language is read anew; louder or faster goes on where it was."""
        was, wish = before.hearing, now.hearing
        if wish in (self._wished, Hearing()):
            self._wished = None
        self._offer(now)
        self._ring.cover(dark=wish.dark)
        if now != replace(before, hearing=wish):
            self._begin(check=False)
        if wish == Hearing():
            self._keys = False
        if wish.asked and not was.asked:
            self._begin(check=False)
        self._judge()
        if wish.volume != was.volume and wish != Hearing():
            self._aside("speech.volume", step=wish.volume + 1)
        elif wish.pace != was.pace and wish != Hearing():
            self._aside("speech.pace", step=wish.pace + 1)
        elif wish.dark != was.dark and wish != Hearing():
            self._aside("speech.dark" if wish.dark else "speech.light")

    def entered(self) -> None:
        """Another screen stands there."""
        self._focus.put(None)
        self._begin(check=self._check)

    def do(self, deed: Deed) -> None:
        """A key of the keypad; one that means nothing here does nothing."""
        self._app.doors.happen(Touched())
        self._answer_until = Clock.get_time() + _ANSWER_S
        if deed in self._deeds:
            self._deeds[deed]()
        elif self.on:
            self._voice_deeds[deed]()

    def _back(self) -> None:
        if self._app.page and self._app.page.can_go_back:
            self._app.page.go_back()

    def _over(self) -> None:
        if self._app.page and self._app.page.can_start_over:
            self._app.page.leave()

    def _repeat(self) -> None:
        """Once more; who hears nothing yet asks by it."""
        if self.on:
            self._tell(lambda reader, manner: reader.again(manner))
        else:
            self.ask()

    def _louder(self, steps: int) -> None:
        self._wish_or_say(wishes.loud(self._hearing, steps), "speech.volume_end")

    def _faster(self, steps: int) -> None:
        self._wish_or_say(wishes.paced(self._hearing, steps), "speech.pace_end")

    def _darken(self) -> None:
        """Only for who hears: nobody else would find the way back."""
        wish = self._hearing
        self._wish(replace(wish, dark=not wish.dark))

    def ask(self) -> None:
        """The listen button: be read to, or no longer; with headphones, once more."""
        wish = self._hearing
        if self._outlets.headphones:
            self._tell(lambda reader, manner: reader.again(manner))
        elif self.offered:
            self._wish(replace(wish, asked=not wish.asked))

    # Looking ----------------------------------------------------------------------------------------------------------

    def _begin(self, *, check: bool) -> None:
        """Say the whole screen as soon as it stands."""
        self._said = self._seen = None
        self._check = check
        self._look_soon()

    def _offer(self, comfort: Comfort) -> None:
        self.offered = self._outlets.loudspeaker and comfort.language in self._words

    def _judge(self) -> None:
        """Whether anything is said from now on."""
        self.on = self._manner() is not None
        if not self.on and self._reader:
            self._reader.hush()

    def _flipped(self, *_: Any) -> None:
        if self.on or self._focus.on is not None:
            self._look_soon()

    def _look(self, _seconds: float = 0) -> None:
        """Say what is new once two looks are alike."""
        page = self._app.page
        if page is None or page.parent is None:
            return
        self._focus.keep(page)
        if not self.on:
            return
        now = sheet(page, self._app.view_name)
        if now != self._seen:
            self._seen = now
            self._look_soon()
        elif self._said is None:
            self._arrive(now)
        elif now != self._said:
            before, self._said = self._said, now
            self._tell_news(before, now)

    def _arrive(self, now: Sheet) -> None:
        speaker, self._said = self._speaker(), now
        if self._not_for_the_hall():
            self._say(speaker.say("speech.private"))
            return
        keys = self._keys or self._outlets.headphones
        said = speaker.arrival(now, welcome=now.view == _HEAD, keys=keys)
        if self._check:
            said = speaker.say("speech.check") + said
            self._check = False
        self._say(said)

    def _not_for_the_hall(self) -> bool:
        """Whether what stands there is for the citizen's ears alone, and others would hear it."""
        manner = self._manner()
        return bool(manner and manner.way is Way.LOUDSPEAKER and getattr(self._app.page, "private", False))

    def _tell_news(self, before: Sheet, now: Sheet) -> None:
        if self._not_for_the_hall():
            return
        answer = Clock.get_time() < self._answer_until
        news = self._speaker().news(before, now)
        if answer and self._focus.on is not None:
            news += self._speaker().changed(before, now, self._focus.on.key)
        if news and answer:
            self._say(news)
        elif news:
            self._tell(lambda reader, manner: reader.follow(news, manner))

    # The focus --------------------------------------------------------------------------------------------------------

    def _move(self, steps: int) -> None:
        page = self._app.page
        self._keys = True
        place = self._focus.move(page, steps) if page else None
        if page is None or place is None or not self.on:
            return
        now = sheet(page, self._app.view_name)
        self._said = self._seen = now
        if not self._not_for_the_hall():
            self._say(self._speaker().focus(now, place))

    def _touched(self, *_: Any) -> bool:
        """A finger takes the ring away, and in the dark it only asks for light."""
        wish = self._hearing
        if wish.dark:
            self._wish(replace(wish, dark=False))
            return True
        self._focus.put(None)
        self._answer_until = Clock.get_time() + _ANSWER_S
        return False

    @property
    def _hearing(self) -> Hearing:
        """What the citizen wants, also while the kiosk has not yet agreed: keys may come faster than that."""
        return self._wished or self._app.doors.comfort.hearing

    # The voice --------------------------------------------------------------------------------------------------------

    def _manner(self) -> Manner | None:
        comfort = self._app.doors.comfort
        way = comfort.hearing.way(self._outlets)
        if way is None or self._reader is None or comfort.language not in self._words:
            return None
        return Manner(way, comfort.language, comfort.hearing.pace, comfort.hearing.volume)

    def _speaker(self) -> Speaker:
        doors = self._app.doors
        return Speaker(doors.texts, self._words[doors.comfort.language])

    def _say(self, utterance: Utterance) -> None:
        self._tell(lambda reader, manner: reader.say(utterance, manner))

    def _aside(self, key: str, **values: object) -> None:
        if self.on:
            word = self._speaker().say(key, **values)
            self._tell(lambda reader, manner: reader.aside(word, manner))

    def _tell(self, order: Callable[[Reading, Manner], None]) -> None:
        manner = self._manner()
        if self._reader and manner:
            order(self._reader, manner)

    def _wish(self, wish: Hearing) -> None:
        comfort = self._app.doors.comfort
        if wish != self._hearing:
            self._wished = wish
            self._app.doors.happen(ComfortChosen(replace(comfort, hearing=wish)))

    def _wish_or_say(self, wish: Hearing, end: str) -> None:
        """What cannot go further says so."""
        if wish == self._hearing:
            self._aside(end)
        else:
            self._wish(wish)
