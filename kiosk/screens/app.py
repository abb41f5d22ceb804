"""The kiosk's window: one screen for each view, built when first needed, changed from any thread."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from kivy.clock import Clock
from kivy.core.window import Window
from kivy.uix.boxlayout import BoxLayout

from contract.file_code import DEFAULT_PATTERN, find_file_code
from contract.ids import FieldId, RequestId
from contract.notices import Board, Office, Outlook
from contract.profile import Screen
from contract.speech import TactileKeys
from kiosk.core.comfort import Comfort
from kiosk.core.happenings import Touched
from kiosk.core.hearing import Outlets
from kiosk.core.journey import Happening, View
from kiosk.core.maintenance_journey import MaintenanceWanted
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.core.typed_code import letters
from kiosk.core.typing_journey import CodeGiven, ForeignGiven
from kiosk.core.views import Home
from kiosk.ports import Reading
from kiosk.screens.caretaker import Caretaker
from kiosk.screens.doors import Doors
from kiosk.screens.fittings import Fittings
from kiosk.screens.hand_reader import HandReader
from kiosk.screens.home import HomeScreen
from kiosk.screens.keypad import Keypad
from kiosk.screens.left_screen import LeftScreen
from kiosk.screens.listener import Listener
from kiosk.screens.long_hold import LongHold
from kiosk.screens.news import News
from kiosk.screens.page import Page
from kiosk.screens.shelf import Shelves
from kiosk.screens.sizes import hangs_high, share, steps, used_mm
from panel.app import PanelApp
from panel.app import replace as put_up
from panel.measure import Measure
from panel.paint import DAY
from panel.press import Pressable
from panel.text import width_of

_TOUCHED_S: Final = 1.0
"""So seldom is a touch that changes nothing told."""


class KioskApp(PanelApp):
    """``show``, the setters and ``end`` may be called from any thread.

    Call ``panel.window.prepare`` before importing this module. ``happen`` is called on the window's thread and must return
    at once. See ``Doors`` for the other arguments.
    """

    def __init__(
        self,
        *,
        screen: Screen,
        texts: Mapping[str, Mapping[str, str]],
        comfort: Comfort,
        happen: Callable[[Happening], None],
        new_request: Callable[[], RequestId],
        latest_frame: Callable[[], object | None],
        now: Callable[[], datetime],
        camera: bool,
        printer: bool,
        code_pattern: str = DEFAULT_PATTERN,
        trace: str = "",
        keys: TactileKeys = TactileKeys(),  # noqa: B008 (frozen)
        phones: bool = False,
    ) -> None:
        super().__init__(screen, DAY, steps(screen, comfort.scale), trace)
        self._texts = texts
        names = {code: words["language.name"] for code, words in texts.items()}
        self.doors = Doors(
            texts[comfort.language],
            happen,
            new_request,
            latest_frame,
            now,
            camera,
            printer,
            hangs_high(screen),
            names,
            comfort,
            code_pattern,
            phones,
        )
        self._suit(comfort)
        self._touched_at = 0.0
        self._reader = HandReader(self._read)
        Window.bind(on_touch_down=self._touched)
        self._hold = LongHold(self._on_name, lambda: self.doors.happen(MaintenanceWanted()), lambda mm: self.mm(mm))
        self.listener = Listener(self)
        self._keypad = Keypad(keys, self.listener.do)
        self._shelves = Shelves(self.doors)
        self._news = News(lambda: self._shelves.present.pages.values(), lambda: self.doors.comfort.language)
        self._caretaker = Caretaker(lambda: self._touched_at, self._build_next, lambda: self._shelves.is_kept)
        self._view: View = Home()
        self._now: Page | None = None
        self._left = LeftScreen()

    @property
    def page(self) -> Page | None:
        """The screen that stands in the window, once there is one."""
        return self._now

    @property
    def view_name(self) -> str:
        """What kind of view it shows."""
        return type(self._view).__name__

    def word(self, key: str) -> str:
        """The text of a key, in the language of now."""
        return self.doors.word(key)

    def drawing(self, millimetres: float) -> int:
        """Pixels of a drawing or a code; it shrinks with the screen, never because words are large."""
        return self.mm(millimetres * self._share)

    def line_font(self, text: str, width: float, beside: float = 0) -> int:
        """The size of type in which ``text`` is one line of ``width`` pixels; between the smallest and the step ``text``.

        ``beside``: what else the line holds, in parts of the size.
        """
        grown = self.least_font * width / max(1, width_of(text, self.least_font) + beside * self.least_font) * 0.98
        return int(max(self.least_font, min(self.font("text"), grown)))

    def air(self, millimetres: float) -> int:
        """Pixels of empty room, or of a button beyond its least size; less of it on a small screen."""
        return self.mm(millimetres * self._share / self.doors.comfort.scale)

    def build(self) -> BoxLayout:
        """The first screen at once; the others soon after."""
        room = BoxLayout()
        home = self._screen(Home)
        self._now = home
        home.stand_on(self._shelves.present.foot)
        room.add_widget(home)
        self._next_minute()
        self._caretaker.begin()
        return room

    def show(self, view: View) -> None:
        """Show the view from the next frame on."""
        self.soon(lambda: self._show(view))

    def set_office(self, office: Office) -> None:
        """Fields, counters and names."""
        self.soon(lambda: self._news.set_office(office))

    def set_board(self, board: Board) -> None:
        """How many wait in each field."""
        self.soon(lambda: self._news.set_board(board))

    def set_outlook(self, outlook: Outlook) -> None:
        """Whether numbers are given, and what a newcomer would wait."""
        self.soon(lambda: self._news.set_outlook(outlook))

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """What can be read about procedures."""
        self.soon(lambda: self._news.set_procedures(procedures))

    def set_online(self, up: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Whether the controller can be reached."""
        self.soon(lambda: self._news.set_online(up))

    def set_alone(self, fields: frozenset[FieldId]) -> None:
        """Fields of which the kiosk has numbers of its own while the controller cannot be reached."""
        self.soon(lambda: self._news.set_alone(fields))

    def pages(self) -> list[Page]:
        """Every screen that is built, on the window's thread."""
        return self._shelves.all_pages()

    def refit(self, fittings: Fittings) -> None:
        """The kiosk has other parts, or hangs elsewhere; what is shown is shown anew. Pixels stay."""
        self.soon(lambda: self._refit(fittings))

    def set_comfort(self, comfort: Comfort) -> None:
        """How the citizen wants the screen; what is shown is shown anew."""
        self.soon(lambda: self._set_comfort(comfort))

    def attach_voice(self, reader: Reading, words: Mapping[str, Mapping[str, str]]) -> None:
        """The kiosk has a voice; ``words``: how each language says numbers."""
        self.soon(lambda: self.listener.attach(reader, words))

    def set_outlets(self, outlets: Outlets) -> None:
        """What can be heard: headphones, loudspeaker."""
        self.soon(lambda: self.listener.set_outlets(outlets))

    def heard(self) -> None:
        """A sentence has sounded; whoever is being read to is still there."""
        self.soon(lambda: self.doors.happen(Touched()))

    def _refit(self, fittings: Fittings) -> None:
        self.screen = fittings.screen
        self.doors = replace(self.doors, **fittings.doors())
        self._keypad.assign(fittings.keys)
        self._shelves.forget(self.doors)
        self._come_forward(litter=True)

    def _set_comfort(self, comfort: Comfort) -> None:
        """Other words and sizes: other screens, the present one at once. How it is heard is not seen."""
        before = self.doors.comfort
        self.doors = replace(self.doors, texts=self._texts[comfort.language], comfort=comfort)
        if comfort != replace(before, hearing=comfort.hearing):
            self._come_forward(litter=self._shelves.take(self.doors))
        self.listener.set_comfort(before, comfort)

    def _come_forward(self, *, litter: bool) -> None:
        """The screens of the present shelf are shown from now on."""
        self._suit(self.doors.comfort)
        self._left.leave(self._now)
        self._now = None
        for page in self._shelves.present.pages.values():
            self._news.tell(page)
        self._show(self._view)
        self._caretaker.begin(litter=litter)

    def _suit(self, comfort: Comfort) -> None:
        """Sizes for one citizen."""
        screen = self.screen
        room = used_mm(screen, comfort)
        self.lowered = Measure(screen).mm(screen.millimetres[1] - room)
        """Pixels at the top that stay empty."""
        self._share = share(room)
        self.tall = self._share == 1.0 and comfort.scale == 1.0
        self.wide = screen.millimetres[0] > room
        """Whether there is more room beside than below."""
        self.large = comfort.scale > 1.0
        self.fit_to(steps(screen, comfort.scale, room))
        self.margin = self.mm(min(16.0, screen.millimetres[0] * 0.046))

    def _touched(self, *_: object) -> None:
        """Whoever reads on and turns leaves is still there."""
        now = Clock.get_time()
        if now - self._touched_at >= _TOUCHED_S:
            self._touched_at = now
            self.doors.happen(Touched())

    def _on_name(self, x: float, y: float) -> bool:
        """Whether a spot is on the office's name, where nothing can be pressed."""
        return self._now is not None and bool(self._now.ids.head.collide_point(x, y))

    def _read(self, text: str) -> None:
        """A reader at the keyboard's plug read a code; what else stands beside it is forgotten here."""
        code = find_file_code(text, self.doors.code_pattern)
        foreign = ForeignGiven(letters(self.doors.code_pattern))
        self.doors.happen(foreign if code is None else CodeGiven(code, self.doors.new_request()))

    def _show(self, view: View) -> None:
        screen = self._screen(type(view))
        if self._now is not screen:
            self._left.leave(self._now)
            screen.open_first()
        entered = type(view) is not type(self._view)
        self._now, self._view = screen, view
        facts = screen.fill(view)
        screen.stand_on(self._shelves.present.foot)
        Pressable.let_go()
        put_up(self.root, screen)
        if entered:
            self.listener.entered()
            if isinstance(view, Home):
                self._caretaker.begin()  # a visit is over
        self.trace.show(type(view).__name__, facts)

    def _home(self) -> HomeScreen:
        home = self._screen(Home)
        assert isinstance(home, HomeScreen)
        return home

    def _screen(self, kind: type[View]) -> Page:
        """The one screen of a view, as the citizen wants it."""
        return self._shelves.present.page(kind, self._news.tell)

    def _build_next(self) -> bool:
        """Lay out a screen that was not needed yet, of the present comfort or in another language; False where none is missing."""
        shelf = self._shelves.present
        if not shelf.missing() and self._shelves.is_kept:  # else the window has other sizes than what is kept
            shelf = self._shelves.other(self.doors, self._texts) or shelf
        kind = shelf.missing()
        if kind is None:
            return False
        present, self.doors = self.doors, shelf.doors  # words are those of the window's language
        shelf.lay_out(kind, self._news.tell, self.root.size)
        self.doors = present
        return True

    def _next_minute(self, _seconds: float = 0) -> None:
        """Once a minute, when it begins."""
        self._home().tell_time()
        now = self.doors.now()
        Clock.schedule_once(self._next_minute, 60 - now.second - now.microsecond / 1e6 + 0.05)
