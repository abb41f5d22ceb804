"""A loudspeaker in its place: what it hears over the link, what it says of itself, and what it tells the controller it could not say."""

import logging
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from contract.alive import tell_alive, tell_ready
from contract.codec import decode_notice, decode_notice_as, encode_request
from contract.commands import ReportUnspoken, Request, Unspoken
from contract.device_health import Body, DeviceHealth, Finish, Parts, Work
from contract.device_twin import DeviceTwin, Hands
from contract.directives import Deed, Result
from contract.ids import DeviceId, RequestId, VisitId
from contract.language import languages, load_texts
from contract.link import Link
from contract.notices import Acceptance, Announcement, CounterState, Emergency, Presence, Refusal
from contract.office_time import OfficeTime, decode_pulse
from contract.profile import SpeakerProfile
from contract.settings import version
from controller.core.call_line import LineRules, Outcome
from controller.core.loudness import loudness
from controller.core.speech import FIRST, Sentence, Tongue, call_sentences, emergency_sentences
from controller.speaker import Speaker
from voice.ports import Player, Voice
from voice.vocabulary import vocabulary

OpenPlayer = Callable[[str], Player]
"""Makes the way to a sink, by its name."""

_LOG: Final = logging.getLogger(__name__)
_TEXTS: Final = Path(__file__).parent / "texts"
_AGAIN_S: Final = 2.0
"""Until a report that was not answered is sent once more."""
_MOST: Final = 500
"""Reports kept for a controller that is away; beyond it the oldest are only in the log."""
_HEALTHY: Final = {
    Outcome.SPOKEN: True,
    Outcome.AGAIN: True,
    Outcome.CHIME_ONLY: False,
    Outcome.DELAYED: False,
    Outcome.UNHEARD: False,
}
_UNSPOKEN: Final = {one.value: one for one in Unspoken}


class Reports:
    """What could not be spoken, until the controller has it; from any thread.

    The id of a report follows from the call, so that whatever is sent twice is journalled once.
    """

    def __init__(self, link: Link, device: DeviceId) -> None:
        self._link = link
        self._topic = link.topics.command(device)
        self._kept: dict[RequestId, bytes] = {}
        self._lock = threading.Lock()

    def add(self, call: Announcement, visit: VisitId, why: Unspoken) -> None:
        """Tell the controller, now or when it is back."""
        name = RequestId(f"{visit}.{call.counter}.{call.times}.{call.called_at:%H%M%S%f}")
        request = Request(name, ReportUnspoken(visit, call.counter, call.times, why))
        with self._lock:
            self._kept[request.id] = encode_request(request)
            while len(self._kept) > _MOST:
                del self._kept[next(iter(self._kept))]
        self.send()

    def answered(self, request: RequestId) -> None:
        """It has it."""
        with self._lock:
            self._kept.pop(request, None)

    def send(self) -> None:
        """All that is not answered yet."""
        with self._lock:
            kept = list(self._kept.values())
        for payload in kept:
            self._link.publish(self._topic, payload)


class SpeakerNode:
    """The loudspeaker of ``profile`` on its link; ``open_player`` makes the way to a sink."""

    def __init__(self, profile: SpeakerProfile, voices: Mapping[str, Voice], open_player: OpenPlayer) -> None:
        self._profile, self._voices, self._open_player = profile, voices, open_player
        self._tongues = _tongues(voices, profile.calling.zero_tens)
        self._player = open_player(profile.sink)
        self._device = profile.account.device
        self._silent = False
        self._health: DeviceHealth | None = None
        self._link = Link(profile.account, on_change=self._changed)
        self._reports = Reports(self._link, self._device)
        self._time = OfficeTime(ZoneInfo(profile.account.timezone))
        self._speaker = Speaker(
            self._words,
            voices,
            self._player,
            self._time.now,
            self._report,
            _rules(profile),
            self._alarm_words,
            self._describe,
        )
        at = self._link.topics
        calls = at.announcement(profile.zone) if profile.zone else at.announcements
        self._link.listen(calls, self._hear_call, fresh=True)
        self._link.listen(at.counters, self._hear_counter)
        self._link.listen(at.emergency, self._hear_emergency)
        self._link.listen(at.answer(self._device), self._hear_answer)
        self._link.listen(at.pulse, self._hear_pulse, fresh=True)

    def join(self, twin: DeviceTwin[SpeakerProfile], restart: Callable[[], object] | None) -> None:
        """Follow the twin from the start of the link on; a restart waits until no call does."""
        again = restart and (lambda: self._speaker.between(restart, empty=True))
        hands = Hands(_anew, self._change, self._speaker.between, again, lambda duty: self._serve(duty.serves))
        twin.join(self._link, hands)
        self._serve(twin.serves)

    def tell_health(self, twin: DeviceTwin[SpeakerProfile], restart: Callable[[], object] | None) -> None:
        """From the start of the link on, and do what the IT officer directs."""
        deeds: dict[Deed, Work] = {Deed.TEST_CALL: self._test}
        if restart:
            deeds[Deed.RESTART] = lambda _finish: self._speaker.between(restart, empty=True)
        body = Body(self._profile.state, lambda: version(twin.profile), lambda: Parts(silent=self._silent), deeds)
        self._health = DeviceHealth(self._device, self._link, body)

    def run(self, stop: threading.Event) -> None:
        """Until ``stop`` is set."""
        self._speaker.start()
        self._link.start()
        if self._health:
            self._health.start()
        tell_ready()
        try:
            while not stop.wait(_AGAIN_S):
                self._reports.send()
                if self._speaker.lives():
                    tell_alive()
        finally:
            if self._health:
                self._health.stop()
            self._speaker.stop()
            self._link.stop()

    def _test(self, finish: Finish) -> None:
        """Words of a test, by a voice that can read anything; a pack of clips may have the chime alone for them."""

        def told(outcome: Outcome) -> None:
            well = outcome in {Outcome.SPOKEN, Outcome.CHIME_ONLY}
            finish(Result.DONE if well else Result.FAILED, "" if outcome is Outcome.SPOKEN else outcome.value)

        self._speaker.test((Sentence(FIRST, self._tongues[FIRST].texts["speech.test"]),), told)

    def _serve(self, serves: bool) -> None:  # noqa: FBT001 - a plain switch
        self._speaker.serve(serves=serves)

    def _change(self, profile: SpeakerProfile, keys: tuple[str, ...]) -> None:
        """Speak like this from the next call on."""
        before, self._profile = self._player, profile
        if "calling" in keys:
            self._tongues = _tongues(self._voices, profile.calling.zero_tens)
        if "sink" in keys:
            self._player = self._open_player(profile.sink)
        self._speaker.refit(self._player, _rules(profile))
        if before is not self._player:
            before.stop()

    def _words(self, call: Announcement) -> tuple[Sentence, ...]:
        said = self._profile.announcing
        return call_sentences(call, self._tongues, said.numbers, second=said.second_language)

    def _alarm_words(self, text: str) -> tuple[Sentence, ...]:
        return emergency_sentences(text, self._tongues[FIRST].words)

    def _changed(self, up: bool) -> None:  # noqa: FBT001 - as the link calls it
        if up:
            self._reports.send()

    def _hear_call(self, _topic: str, payload: bytes) -> None:
        self._speaker.call(decode_notice_as(payload, Announcement))

    def _hear_counter(self, _topic: str, payload: bytes) -> None:
        self._speaker.seen(decode_notice_as(payload, CounterState))

    def _hear_emergency(self, _topic: str, payload: bytes) -> None:
        self._speaker.emergency(decode_notice_as(payload, Emergency).text or "")

    def _hear_pulse(self, _topic: str, payload: bytes) -> None:
        """By the office's time: where this machine's clock is fast, every call would seem to have expired."""
        self._time.heard(decode_pulse(payload))

    def _hear_answer(self, _topic: str, payload: bytes) -> None:
        answer = decode_notice(payload)
        if isinstance(answer, Acceptance | Refusal):
            self._reports.answered(answer.request)

    def _report(self, call: Announcement, outcome: Outcome) -> None:
        _LOG.info("%s to counter %d, call %d: %s", call.number, call.counter, call.times, outcome)
        self._describe(outcome)
        if outcome.value in _UNSPOKEN and call.visit is not None:
            self._reports.add(call, call.visit, _UNSPOKEN[outcome.value])

    def _describe(self, outcome: Outcome) -> None:
        if outcome in _HEALTHY:
            self._silent = not _HEALTHY[outcome]
            self._link.describe(Presence(self._device, online=True, sound=_HEALTHY[outcome]))


def run_speaker(
    twin: DeviceTwin[SpeakerProfile],
    voices: Mapping[str, Voice],
    open_player: OpenPlayer,
    stop: threading.Event,
    restart: Callable[[], object] | None = None,
) -> None:
    """Be the loudspeaker of the twin's profile until ``stop`` is set; its presence says whether the last call came out.

    ``voices`` by language; a call in a language without one is made in Vietnamese alone. ``restart`` has the program started anew.
    """
    node = SpeakerNode(twin.profile, voices, open_player)
    node.join(twin, restart)
    node.tell_health(twin, restart)
    try:
        node.run(stop)
    finally:
        twin.stop()


def _rules(profile: SpeakerProfile) -> LineRules:
    said = profile.announcing
    return LineRules(repeat_after_s=said.repeat_after_s, loudness=loudness(said, profile.loudspeaker))


def _anew(before: SpeakerProfile, target: SpeakerProfile) -> frozenset[str]:
    """Voices are loaded at the start, and a zone is heard from the start of the link."""
    return frozenset(key for key in ("zone", "voices") if getattr(before, key) != getattr(target, key))


def _tongues(voices: Mapping[str, Voice], zero_tens: str) -> dict[str, Tongue]:
    """Languages with a voice and with words to call in."""
    known = [one for one in languages(_TEXTS) if one in voices]
    return {one: Tongue(load_texts(_TEXTS, one), vocabulary(one, zero_tens if one == FIRST else "")) for one in known}
