"""Whether a voice pack is complete, and what it lacks, in words for people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voice.adapters.numpy_loudness import Samples
from voice.adapters.pack_folder import BadClip, PackFolder
from voice.core.clip_list import Clip
from voice.core.pack_card import PackError
from voice.core.phrasing import Phrase, words_of


@dataclass(frozen=True, slots=True)
class PackReport:
    """``lines``: to be read; ``complete``: every clip that a call may need is there and can be played."""

    lines: tuple[str, ...]
    complete: bool


def pack_report(folder: Path, needed: Sequence[Clip], texts: Mapping[str, str]) -> PackReport:
    """Reads every clip, which takes a second or two; ``texts`` with the table ``checking``."""
    try:
        pack = PackFolder(folder)
    except PackError as fault:
        return PackReport((texts["checking.unheard"].format(fault=fault),), complete=False)
    return report_of(pack, pack.load(), needed, texts)


def report_of(
    pack: PackFolder,
    loaded: tuple[Mapping[Phrase, Samples], Sequence[BadClip]],
    needed: Sequence[Clip],
    texts: Mapping[str, str],
) -> PackReport:
    """The same of a pack that is ``loaded`` already."""
    good, bad = loaded
    missing = [clip.words for clip in pack.missing(needed)]
    there = sum(words_of(clip.words) in good for clip in needed)
    card = pack.card
    head = {"name": card.name, "speaker": card.speaker, "date": card.date, "language": card.language}
    lines = [texts["checking.title"].format(**head, there=there, all=len(needed))]
    if missing:
        lines.append(texts["checking.missing"].format(count=len(missing), words=", ".join(missing)))
    lines += [
        texts["checking.bad"].format(words=one.words, file=one.file, why=texts[f"checking.{one.why}"]) for one in bad
    ]
    if there == len(needed):
        lines.append(texts["checking.complete"])
    return PackReport(tuple(lines), there == len(needed))
