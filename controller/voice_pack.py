"""Voice packs, as the controller's calls need them: which sentences they must be able to say, and who is told what they lack."""

import argparse
import logging
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from contract.ids import CounterId, TicketNumber
from contract.language import load_texts
from contract.voices import Voices
from controller.core.speech import spoken_call
from voice.command import PackTask, check, needed_clips, record
from voice.pack_report import pack_report
from voice.vocabulary import vocabulary

_TEXTS: Final = Path(__file__).parent / "texts"
_LOG: Final = logging.getLogger(__name__)


def sentences(language: str) -> Sequence[str]:
    """What is called in a language, with gaps for number and counter."""
    return (load_texts(_TEXTS, language)["speech.call"],)


def sample(language: str) -> str:
    """A call to listen to."""
    words = vocabulary(language)
    return spoken_call(TicketNumber("B012"), CounterId(25), load_texts(_TEXTS, language), words)


def tell_pack(given: argparse.Namespace) -> int:
    """``voice record`` and ``voice check``."""
    texts = vocabulary(given.language)
    task = PackTask(given.folder, sentences, sample, given.speaks, given.zero_tens)
    if given.deed == "check":
        return check(task, texts)
    task = PackTask(
        given.folder, sentences, sample, given.speaks, given.zero_tens,
        name=given.name, speaker=given.reader, source=given.source, sink=given.sink, again=given.again,
    )  # fmt: skip
    return record(task, texts, date.today().isoformat())  # noqa: DTZ011 - the day on which somebody sits there


def log_packs(voices: Voices, zero_tens: str) -> None:
    """At a loudspeaker's start: each pack's report; a warning where it is not complete, and who speaks then."""
    texts = vocabulary("vi")
    for language, folder in voices.packs.items():
        report = pack_report(Path(folder), needed_clips(language, sentences(language), zero_tens), texts)
        _LOG.log(logging.INFO if report.complete else logging.WARNING, "%s", " ".join(report.lines))
