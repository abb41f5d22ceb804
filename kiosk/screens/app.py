"""The kiosk's window: one screen for each view, built when first needed, changed from any thread."""

import gc
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
from kiosk.core.offer import ALONE, Offer, offers
from kiosk.core.procedure_search import ProcedureIndex
from kiosk.core.typed_code import letters
from kiosk.core.typing_journey import CodeGiven, ForeignGiven
from kiosk.core.views import Home
from kiosk.ports import Reading
from kiosk.screens.doors import Doors
from kiosk.screens.fittings import Fittings
from kiosk.screens.hand_reader import HandReader
from kiosk.screens.home import HomeScreen
from kiosk.screens.keypad import Keypad
from kiosk.screens.listener import Listener
from kiosk.screens.long_hold import LongHold
from kiosk.screens.page import Page
from kiosk.screens.shelf import Shelf, seen
from kiosk.screens.sizes import hangs_high, share, steps, used_mm
from panel.app import PanelApp
from panel.app import replace as put_up
from panel.measure import Measure
from panel.paint import DAY
from panel.text import width_of

_WARM_S: Final = 0.3
"""After the first frame the other screens are built one by one, so that the first citizen does not wait for them."""
_CALM_S: Final = 2.0
"""Nothing is built so soon after a touch: whoever touches once touches again."""
_NEVER: Final = 1_000_000
"""Collections of the middle generation before one of all."""
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
        self._own = comfort
        self._shelf = Shelf(self.doors)
        self._kept = {seen(comfort): self._shelf}
        """Of the office's own size and reach in each language."""
        self._litter = True
        """Whether screens were built or thrown away since memory was last swept."""
        gc.set_threshold(*gc.get_threshold()[:2], _NEVER)
        self._view: View = Home()
        self._office: Office | None = None
        self._board: Board | None = None
        self._outlook: Outlook | None = None
        self._procedures = ProcedureIndex((), {})
        self._online = True
        self._alone: frozenset[FieldId] = frozenset()
        self._now: Page | None = None

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
        home.stand_on(self._shelf.foot)
        room.add_widget(home)
        self._next_minute()
        self._warm_soon(_WARM_S)
        return room

    def show(self, view: View) -> None:
        """Show the view from the next frame on."""
        self.soon(lambda: self._show(view))

    def set_office(self, office: Office) -> None:
        """Fields, counters and names."""
        self.soon(lambda: self._set_office(office))

    def set_board(self, board: Board) -> None:
        """How many wait in each field."""
        self.soon(lambda: self._set_board(board))

    def set_outlook(self, outlook: Outlook) -> None:
        """Whether numbers are given, and what a newcomer would wait."""
        self.soon(lambda: self._set_outlook(outlook))

    def set_procedures(self, procedures: ProcedureIndex) -> None:
        """What can be read about procedures."""
        self.soon(lambda: self._set_procedures(procedures))

    def set_online(self, up: bool) -> None:  # noqa: FBT001 (the port's signature)
        """Whether the controller can be reached."""
        self.soon(lambda: self._set_online(up))

    def set_alone(self, fields: frozenset[FieldId]) -> None:
        """Fields of which the kiosk has numbers of its own while the controller cannot be reached."""
        self.soon(lambda: self._set_alone(fields))

    def pages(self) -> list[Page]:
        """Every screen that is built, on the window's thread."""
        return [page for shelf in {*self._kept.values(), self._shelf} for page in shelf.pages.values()]

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
        self._kept.clear()
        self._take_shelf(self.doors.comfort)

    def _set_comfort(self, comfort: Comfort) -> None:
        """Other words and sizes: other screens, the present one at once. How it is heard is not seen."""
        before = self.doors.comfort
        self.doors = replace(self.doors, texts=self._texts[comfort.language], comfort=comfort)
        if comfort != replace(before, hearing=comfort.hearing):
            self._take_shelf(comfort)
        self.listener.set_comfort(before, comfort)

    def _take_shelf(self, comfort: Comfort) -> None:
        """The screens of a comfort: those that are kept, since most citizens want them, or new ones."""
        self._suit(comfort)
        if self._now is not None:
            self._now.hide()
        self._now = None
        wanted = seen(comfort)
        before = self._shelf
        self._shelf = self._kept.get(wanted) or Shelf(self.doors)
        if replace(wanted, language=self._own.language) == seen(self._own):
            self._kept[wanted] = self._shelf
        kept = self._kept.values()
        self._litter = self._litter or before not in kept or self._shelf not in kept
        for page in self._shelf.pages.values():
            self._tell(page)
        self._show(self._view)
        self._warm_soon(_WARM_S)

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
            if self._now is not None:
                self._now.hide()
            screen.open_first()
        entered = type(view) is not type(self._view)
        self._now, self._view = screen, view
        facts = screen.fill(view)
        screen.stand_on(self._shelf.foot)
        put_up(self.root, screen)
        if entered:
            self.listener.entered()
        self.trace.show(type(view).__name__, facts)

    def _set_office(self, office: Office) -> None:
        self._office = office
        for screen in self._shelf.pages.values():
            screen.set_office(self._worded(office))

    def _worded(self, office: Office) -> Office:
        """The office with the names of its fields in the language of now."""
        language = self.doors.comfort.language
        return replace(office, fields=tuple(replace(one, name=one.called(language)) for one in office.fields))

    def _set_board(self, board: Board) -> None:
        self._board = board
        self._tell_offers()

    def _set_outlook(self, outlook: Outlook) -> None:
        self._outlook = outlook
        self._tell_offers()

    def _set_procedures(self, procedures: ProcedureIndex) -> None:
        self._procedures = procedures
        for screen in self._shelf.pages.values():
            screen.set_procedures(procedures)

    def _set_online(self, up: bool) -> None:  # noqa: FBT001
        self._online = up
        for screen in self._shelf.pages.values():
            screen.set_online(up)
        self._tell_offers()

    def _set_alone(self, fields: frozenset[FieldId]) -> None:
        self._alone = fields
        self._tell_offers()

    def _tell_offers(self) -> None:
        for screen in self._shelf.pages.values():
            screen.set_offers(self._offers())

    def _offers(self) -> Mapping[FieldId, Offer]:
        """While the controller is away nothing is known but what the kiosk has itself: what was said last may be long over."""
        return offers(self._outlook, self._board) if self._online else dict.fromkeys(self._alone, ALONE)

    def _home(self) -> HomeScreen:
        home = self._screen(Home)
        assert isinstance(home, HomeScreen)
        return home

    def _screen(self, kind: type[View]) -> Page:
        """The one screen of a view, as the citizen wants it."""
        return self._shelf.page(kind, self._tell)

    def _tell(self, screen: Page) -> None:
        """What every screen knows."""
        screen.set_online(self._online)
        screen.set_procedures(self._procedures)
        if self._office is not None:
            screen.set_office(self._worded(self._office))
        screen.set_offers(self._offers())

    def _warm_soon(self, seconds: float) -> None:
        Clock.unschedule(self._warm)
        Clock.schedule_once(self._warm, seconds)

    def _warm(self, _seconds: float) -> None:
        """While nobody touches: build a screen that was not needed yet, of the present comfort or in another language; then sweep.

        To sweep takes as long as several frames with as many widgets as there are, so it never happens by itself.
        """
        if Clock.get_time() - self._touched_at < _CALM_S:
            self._warm_soon(_CALM_S)
            return
        kind = self._shelf.missing()
        if kind:
            self._lay_out(kind)
            self._warm_soon(_WARM_S / 3)
        elif self._warm_other():
            self._warm_soon(_WARM_S / 3)
        elif self._litter:
            self._litter = False
            gc.unfreeze()
            gc.collect()
            gc.freeze()

    def _lay_out(self, kind: type[View]) -> None:
        """Build a screen and give it its room before it is shown; that is most of the work of showing it."""
        screen = self._screen(kind)
        self._shelf.foot.width = self.root.width - screen.padding[0] - screen.padding[2]
        screen.size = self.root.size

    def _warm_other(self) -> bool:
        """Build a screen of another language in the office's own size; False where none is missing."""
        if seen(self.doors.comfort) not in self._kept:
            return False  # the window has other sizes now
        for language in self._texts:
            comfort = replace(seen(self._own), language=language)
            doors = replace(self.doors, texts=self._texts[language], comfort=comfort)
            shelf = self._kept.setdefault(comfort, Shelf(doors))
            kind = shelf.missing()
            if kind:
                present = self.doors, self._shelf
                self.doors, self._shelf = doors, shelf
                self._lay_out(kind)
                self.doors, self._shelf = present
                return True
        return False

    def _next_minute(self, _seconds: float = 0) -> None:
        """Once a minute, when it begins."""
        self._home().tell_time()
        now = self.doors.now()
        Clock.schedule_once(self._next_minute, 60 - now.second - now.microsecond / 1e6 + 0.05)
