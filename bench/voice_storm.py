"""A storm of calls over three zones, for the topic ``voice``: what was heard, in which order, with which words, and how loud."""

from itertools import pairwise
from pathlib import Path
from typing import Final

import pyloudnorm

from bench.table import Row
from contract.voices import Voices
from demo.call_storm import CallStorm
from demo.heard_calls import WORDS_AFTER, Heard, heard_clips
from demo.screen import wait_for
from demo.sound import RATE, Samples
from demo.zoned_hall import ZonedHall, zoned_site
from voice.adapters.numpy_loudness import TARGET_LUFS
from voice.adapters.pack_folder import PackFolder
from voice.adapters.pack_voice import PackVoice
from voice.core.sound import PEAK

_EACH: Final = 8
_EXPIRES_S: Final = 25
_STORM_S: Final = 3.0


def storm_rows(folder: Path, pack: Path) -> list[Row]:
    """24 counters call within three seconds; what cannot be spoken within 25 s expires. About a minute."""
    clips = PackFolder(pack).load()[0]
    with ZonedHall(zoned_site(_EACH, _EXPIRES_S, Voices(packs={"vi": str(pack)})), folder / "storm") as hall:
        storm = CallStorm(hall, PackVoice(clips))
        hall.fill(_EACH)
        hall.storm(seed=11, seconds=_STORM_S)
        wait_for(lambda: storm.is_over() or None, 3 * _EXPIRES_S, "the storm does not end")
        heard = storm.heard()
        calls, unspoken, texts = storm.calls(), storm.unspoken(), storm.texts()
        spoken = {one.call for _, found in heard.values() for one in found}
        order = sum([one.call for one in found] != storm.due(zone) for zone, (_, found) in heard.items())
    each = [(recording, one) for recording, found in heard.values() for one in found]
    gaps = [(after.begins - before.ends) / RATE for _, found in heard.values() for before, after in pairwise(found)]
    wrong = sum(
        said != like
        for recording, one in each
        for said, like, _ in heard_clips(_words(recording, one), texts[one.call], clips)
    )
    levels = [_lufs(recording[one.begins : one.ends]) - TARGET_LUFS for recording, one in each]
    return [
        Row("storm over 3 zones: calls", len(calls), ""),
        Row("spoken", len(spoken), ""),
        Row("expired, and in the journal", len(unspoken), ""),
        Row("neither heard nor in the journal", len(set(calls) - spoken - set(unspoken)), "", 0),
        Row("overlaps", sum(gap < 0 for gap in gaps), "", 0),
        Row("zones out of order", order, "", 0),
        Row("words that are another clip", wrong, "", 0),
        Row("shortest pause", round(min(gaps), 2), "s", least=0.65),
        Row("longest pause", round(max(gaps), 2), "s"),
        Row(
            "furthest from the target",
            round(max(map(abs, levels)), 2),
            "LU",
            1.0,
            f"{TARGET_LUFS:g} LUFS, by pyloudnorm",
        ),
        Row("least like what was rendered", round(min(one.likeness for _, one in each), 3), "", least=0.9),
    ]


def _words(recording: Samples, one: Heard) -> Samples:
    return recording[one.begins + WORDS_AFTER : one.ends]


def _lufs(samples: Samples) -> float:
    return float(pyloudnorm.Meter(RATE).integrated_loudness(samples / PEAK))
