"""Voice packs, as the controller's calls need them: which sentences they must be able to say, and who is told what they lack."""

import argparse
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from contract.ids import CounterId, TicketNumber
from contract.language import load_texts
from controller.core.speech import spoken_call
from voice.adapters.pack_folder import PackFolder
from voice.command import PackTask, check, needed_clips, record
from voice.pack_report import report_of
from voice.sources import Loaded
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
    task = replace(task, name=given.name, speaker=given.reader, source=given.source, sink=given.sink, again=given.again)
    return record(task, texts, date.today().isoformat())  # noqa: DTZ011 - the day on which somebody sits there


def pack_log(zero_tens: str) -> Callable[[str, PackFolder, Loaded], None]:
    """For a loudspeaker's start: each pack's report into the log, as a warning where it is not complete."""
    texts = vocabulary("vi")

    def told(language: str, pack: PackFolder, loaded: Loaded) -> None:
        report = report_of(pack, loaded, needed_clips(language, sentences(language), zero_tens), texts)
        _LOG.log(logging.INFO if report.complete else logging.WARNING, "%s: %s", pack.folder, " ".join(report.lines))

    return told
