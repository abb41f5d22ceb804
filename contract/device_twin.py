"""A device's own side of its twin: what it keeps on its disk, when it applies what is wanted, and what it says of that."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from contract import twin_rules as rules
from contract.codec import decode_notice_as, encode_notice
from contract.errors import MalformedMessageError
from contract.settings import DeviceProfile, UnfitValueError, differing, overlaid, seals, version
from contract.settings_sense import check_sense
from contract.twin import Duty, Reported, Unfit, Wanted, Why, later
from contract.twin_file import TwinFile
from contract.twin_rules import STANDS_S, Stage, TwinBook

if TYPE_CHECKING:
    from contract.link import Link

_LOG: Final = logging.getLogger(__name__)
_P = TypeVar("_P", bound=DeviceProfile)
_TOLD: Final = 20
"""Most faults that are told of one configuration: nobody reads more, and nobody may fill the broker with them."""
_NAME: Final = 64


@dataclass(frozen=True)
class Hands(Generic[_P]):
    """What a program does with its configuration.

    ``anew``: which keys need the program anew to come from one profile to another. ``change``: be like this profile now, whose
    ``keys`` are other than before; it raises where that fails. ``when_idle``: do this once, as soon as nobody is disturbed, on a
    thread where ``change`` may run. ``restart``: end the program, which somebody starts again; None where nobody would.
    ``on_duty``: hears whether it serves.
    """

    anew: Callable[[_P, _P], frozenset[str]]
    change: Callable[[_P, tuple[str, ...]], object]
    when_idle: Callable[[Callable[[], None]], object]
    restart: Callable[[], object] | None
    on_duty: Callable[[Duty], object]


class DeviceTwin(Generic[_P]):
    """The twin of one device, begun by its program's start. ``profile`` is the one that runs; safe to use from any thread.

    ``base`` is the profile of the file, ``folder`` outlives restarts. ``stands_s``: after so many seconds a configuration is good.
    """

    def __init__(self, base: _P, folder: str, stands_s: float = STANDS_S) -> None:
        self.profile: _P = base
        self._base, self._stands_s = base, stands_s
        self._file = TwinFile(folder)
        self._lock = threading.RLock()
        self._wanted: Wanted | None = None
        self._target: _P | None = None
        self._refused: tuple[Unfit, ...] = ()
        self._live: tuple[str, ...] = ()
        self._failed = ""
        self._stored = True
        self._link: Link | None = None
        self._hands: Hands[_P] | None = None
        self._timer: threading.Timer | None = None
        self._book = TwinBook()
        self._begin(rules.begun(self._file.read(), version(base)))

    @property
    def duty(self) -> Duty:
        """The latest decision whether the device serves."""
        return self._book.duty

    @property
    def serves(self) -> bool:
        """Whether the device serves, by the latest decision that it knows."""
        return self._book.duty.serves

    def join(self, link: "Link", hands: Hands[_P]) -> None:
        """Hear of what is wanted; before the link starts."""
        self._link, self._hands = link, hands
        link.listen(link.topics.wanted(self._base.account.device), self.hear)
        self._let_stand()

    def hear(self, _topic: str, payload: bytes) -> None:
        """Handler of ``Topics.wanted``. Raises MalformedMessageError for what is none, having told so."""
        if not payload:
            return  # the broker forgets it: the site file has no such device any more
        try:
            wanted = decode_notice_as(payload, Wanted)
        except MalformedMessageError:
            with self._lock:
                self._refuse(Unfit(Why.MALFORMED))
            self.report()
            raise
        before = self.duty
        with self._lock:
            self._take(wanted)
        if self.duty != before and self._hands:
            self._hands.on_duty(self.duty)
        self.report()
        if self._pending() and self._hands:
            self._hands.when_idle(self.apply)

    def decide(self, *, serves: bool) -> None:
        """Staff at the device takes it out of service, or back into. Raises OSError where that cannot be kept."""
        with self._lock:
            book = replace(self._book, duty=self._book.duty.decided(serves=serves))
            self._file.write(book)
            self._book = book
        self.report()

    def report(self) -> None:
        """Say how things stand, where anything was heard."""
        with self._lock:
            told = self._reported() if self._wanted or self._refused or self.duty.turn else None
        if told and self._link:
            self._link.publish(self._link.topics.reported(told.device), encode_notice(told), retain=True)

    def apply(self) -> None:
        """Be as wanted; called when nobody is disturbed. Whatever else was heard meanwhile counts."""
        with self._lock:
            hands, wanted, before = self._hands, self._wanted, self.profile
            keys = self._pending()
            if not (hands and wanted and keys):
                return
            later_on = self._anew(keys)
            now = tuple(key for key in keys if key not in later_on)
            if later_on and hands.restart and self._keep(rules.trying(self._book, wanted, Stage.DUE)):
                _LOG.warning("started anew for %s", ", ".join(later_on))
                hands.restart()
                return
            self._excuse(later_on, Why.NO_RESTART if hands.restart is None else Why.UNSTORED)
            target = self._partly(now)
            self._keep(rules.trying(self._book, wanted, Stage.RUNNING if now else Stage.DUE))
        if now:
            self._change(hands, before, target, now, wanted)
        self.report()
        if now and wanted != self._wanted:  # heard meanwhile, when it was perhaps what ran
            hands.when_idle(self.apply)

    def stop(self) -> None:
        """The program ends, and not because of its configuration."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            self._keep(rules.ended(self._book))

    def _begin(self, book: TwinBook) -> None:
        """The settings that the book begins with, unless they cannot even be read: that is a death like any other."""
        try:
            self.profile = self._laid(book)
        except MalformedMessageError:
            _LOG.exception("the settings that were kept are not used")
            book = rules.died(book) if book.trial else replace(book, good={})
            with suppress(MalformedMessageError):
                self.profile = self._laid(book)
        self._keep(book)

    def _laid(self, book: TwinBook) -> _P:
        told = rules.start_with(book)
        if not told:
            return self._base
        profile, _ = overlaid(self._base, told)
        check_sense(profile)
        return profile

    def _take(self, wanted: Wanted) -> None:
        objection = rules.objection(self._book, wanted)
        if objection and objection.why is Why.MALFORMED:
            self._refuse(objection)
            return
        if objection and objection.why is Why.OLDER:
            self._keep(replace(self._book, duty=later(self._book.duty, wanted.duty)))
            self._refuse(objection)
            return
        self._keep(rules.heard(self._book, wanted))
        self._wanted, self._target, self._refused = wanted, None, ()
        if objection:
            self._refuse(objection)
            return
        if self._failed == wanted.version:
            self._refuse(Unfit(Why.FAILED))
            return
        self._aim(wanted)

    def _aim(self, wanted: Wanted) -> None:
        try:
            target, unknown = overlaid(self._base, wanted.settings)
            check_sense(target)
        except UnfitValueError as fault:
            _LOG.warning("not taken: %s", fault)
            self._refuse(Unfit(Why.WRONG, fault.key))
            return
        self._refused = tuple(Unfit(Why.UNKNOWN, key[:_NAME]) for key in unknown[:_TOLD])
        self._target = target
        if not self._pending() and self._book.trial is None:
            self._keep(replace(self._book, good=wanted.settings))

    def _pending(self) -> tuple[str, ...]:
        return () if self._target is None else differing(self.profile, self._target)

    def _anew(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        if self._hands is None or self._target is None:
            return ()
        anew = self._hands.anew(self.profile, self._target)
        return tuple(key for key in keys if key in anew)

    def _partly(self, keys: tuple[str, ...]) -> _P:
        return replace(self.profile, **{key: getattr(self._target, key) for key in keys})

    def _change(self, hands: Hands[_P], before: _P, target: _P, keys: tuple[str, ...], wanted: Wanted) -> None:
        if not _changed(hands, target, keys):
            _changed(hands, before, keys)
            with self._lock:
                self._keep(rules.dropped(self._book))
                self._failed = wanted.version
                if self._wanted and self._wanted.version == wanted.version:
                    self._target = None
                    self._refuse(Unfit(Why.FAILED))
            return
        _LOG.info("applied while running: %s", ", ".join(keys))
        with self._lock:
            self.profile, self._live = target, keys
        self._let_stand()

    def _let_stand(self) -> None:
        """A trial that runs is good after a while."""
        with self._lock:
            if self._timer:
                self._timer.cancel()
            trial = self._book.trial
            if trial is None or trial.stage is not Stage.RUNNING:
                return
            self._timer = threading.Timer(self._stands_s, self._stood)
            self._timer.daemon = True
            self._timer.start()

    def _stood(self) -> None:
        with self._lock:
            trial = self._book.trial
            if trial is None or trial.stage is not Stage.RUNNING:
                return
            if self._pending() and self._wanted:  # what nobody restarts for is tried by the next start
                self._keep(rules.trying(self._book, self._wanted, Stage.DUE))
            else:
                self._keep(rules.stood(self._book))
        self.report()

    def _excuse(self, keys: tuple[str, ...], why: Why) -> None:
        self._refused = (*(one for one in self._refused if one.why is not why), *(Unfit(why, key) for key in keys))

    def _refuse(self, unfit: Unfit) -> None:
        self._refused = (unfit,)

    def _keep(self, book: TwinBook) -> bool:
        """On the disk, or at least in memory; whether it is on the disk."""
        if book == self._book:
            return self._stored
        self._book = book
        try:
            self._file.write(book)
        except OSError as fault:
            self._stored = False
            _LOG.error("how the device is wanted to be is not kept: %s", fault)
        else:
            self._stored = True
        return self._stored

    def _reported(self) -> Reported:
        wanted, own, running = self._wanted, seals(self.profile), version(self.profile)
        excused = {one.key for one in self._refused}
        waits = tuple(key for key in self._pending() if key not in excused)
        sealed = {**own, **wanted.seals} if wanted else {}
        return Reported(
            self._base.account.device,
            self._book.revision,
            running,
            in_step=wanted is not None and running == wanted.version and not self._refused,
            duty=self.duty,
            live=self._live,
            waits=waits,
            restart=self._anew(waits),
            apply=tuple(key for key in sealed if wanted and wanted.seals.get(key) != own.get(key)),
            refused=self._refused if self._stored else (*self._refused, Unfit(Why.UNSTORED)),
        )


def _changed(hands: Hands[_P], profile: _P, keys: tuple[str, ...]) -> bool:
    """Whether the device is so now."""
    try:
        hands.change(profile, keys)
    except Exception:  # noqa: BLE001 - whatever a printer, camera or voice fails with: the device goes on as it was
        _LOG.exception("%s could not be applied", ", ".join(keys))
        return False
    return True
