"""``voice record`` and ``voice check`` of the command line, wired: folder, microphone, loudspeaker, terminal."""

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voice.adapters.numpy_hearing import NumpyHearing
from voice.adapters.pack_folder import CARD, PackFolder
from voice.adapters.pack_voice import PackVoice
from voice.adapters.pulse_microphone import PulseMicrophone
from voice.adapters.pulse_player import PulsePlayer
from voice.adapters.terminal_console import TerminalConsole
from voice.core.clip_list import Clip, clip_list
from voice.core.pack_card import PackCard, PackError
from voice.core.phrasing import words_of
from voice.pack_report import pack_report
from voice.ports import Console, MicrophoneError, PlayerError, VoiceError
from voice.recorder import Recorder
from voice.sources import LANGUAGES
from voice.vocabulary import vocabulary


@dataclass(frozen=True, slots=True)
class PackTask:
    """What was asked for. ``language``: empty for what the pack says, Vietnamese for a new one; ``again``: words to record anew.

    ``sentences``: of calls, by language, with gaps; ``sample``: a whole one to listen to at the end.
    """

    folder: Path
    sentences: Callable[[str], Sequence[str]]
    sample: Callable[[str], str]
    language: str = ""
    zero_tens: str = ""
    name: str = ""
    speaker: str = ""
    source: str = ""
    sink: str = ""
    again: Sequence[str] = ()


def needed_clips(language: str, sentences: Sequence[str], zero_tens: str = "") -> tuple[Clip, ...]:
    """The clips that calls in a language need; raises FileNotFoundError for one that nobody has taught to count."""
    return clip_list(vocabulary(language, zero_tens if language == "vi" else ""), sentences)


def check(task: PackTask, texts: Mapping[str, str]) -> int:
    """Print what a pack lacks; 0 when it is complete."""
    language = task.language or _language(task.folder)
    if language not in LANGUAGES:
        return _failed(texts["checking.untaught"].format(language=language, known=", ".join(LANGUAGES)))
    report = pack_report(task.folder, _needed(task, language), texts)
    print("\n".join(report.lines))
    return 0 if report.complete else 1


def record(task: PackTask, texts: Mapping[str, str], today: str) -> int:
    """Lead through the recording; 0 when the pack is complete afterwards."""
    console = TerminalConsole()
    try:
        return _record(task, texts, today, console)
    except MicrophoneError as fault:
        return _failed(texts["recording.no_microphone"].format(fault=fault))
    except OSError as fault:
        return _failed(texts["recording.unwritable"].format(folder=task.folder, fault=fault))
    except (EOFError, KeyboardInterrupt):
        console.tell("")
        return 1
    except PackError as fault:
        return _failed(texts["checking.unheard"].format(fault=fault))


def _record(task: PackTask, texts: Mapping[str, str], today: str, console: Console) -> int:
    pack = _pack(task, texts, today, console)
    language = pack.card.language
    if language not in LANGUAGES:
        return _failed(texts["checking.untaught"].format(language=language, known=", ".join(LANGUAGES)))
    if task.language not in {"", language}:
        values = {"folder": task.folder, "language": language, "wanted": task.language}
        return _failed(texts["recording.other_language"].format(**values))
    clips = _needed(task, language)
    again = [clip for clip in clips if words_of(clip.words) in {words_of(words) for words in task.again}]
    for words in task.again:
        if words_of(words) not in {words_of(clip.words) for clip in clips}:
            return _failed(texts["recording.unknown_words"].format(words=words))
    player = PulsePlayer(task.sink)
    Recorder(clips, pack, PulseMicrophone(task.source), player, NumpyHearing(), console, texts).run(again)
    left = sum(not pack.has(clip) for clip in clips)
    if left:
        console.tell(texts["recording.later"].format(left=left))
        return 1
    console.tell(texts["recording.finished"].format(all=len(clips)))
    try:
        player.play([PackVoice(pack.load()[0]).render(task.sample(language))])
    except (PlayerError, VoiceError):
        console.tell(texts["recording.unplayed"])
    return 0


def _pack(task: PackTask, texts: Mapping[str, str], today: str, console: Console) -> PackFolder:
    """The pack as it stands, or a new one with a name and a reader."""
    if (task.folder / CARD).exists():
        return PackFolder(task.folder)
    name = task.name or console.ask(texts["recording.name"]) or task.folder.name
    speaker = task.speaker or console.ask(texts["recording.speaker"]) or "?"
    return PackFolder.create(task.folder, PackCard(name, speaker, task.language or LANGUAGES[0], today))


def _needed(task: PackTask, language: str) -> tuple[Clip, ...]:
    return needed_clips(language, task.sentences(language), task.zero_tens)


def _language(folder: Path) -> str:
    try:
        return PackFolder(folder).card.language
    except PackError:
        return LANGUAGES[0]  # the report says what is wrong with it


def _failed(text: str) -> int:
    print(text, file=sys.stderr)
    return 1
