"""Who speaks in the hall, from what the site file says: recorded clips, then Piper, then espeak-ng, each language for itself."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from contract.voices import Voices
from voice.adapters.espeak_voice import EspeakVoice
from voice.adapters.numpy_loudness import Samples
from voice.adapters.pack_folder import BadClip, PackFolder
from voice.adapters.pack_voice import PackVoice
from voice.adapters.piper_voice import PiperVoice
from voice.core.pack_card import PackError
from voice.core.phrasing import Phrase
from voice.first_voice import FirstVoice
from voice.ports import Voice

LANGUAGES: Final = ("vi", "en")
"""Those whose numbers are taught and that espeak-ng speaks, so that no call is without words."""

_LOG: Final = logging.getLogger(__name__)


Loaded = tuple[Mapping[Phrase, Samples], Sequence[BadClip]]
"""The clips of a pack that can be played, and those that cannot."""


def _nobody(_language: str, _pack: PackFolder, _loaded: Loaded) -> None:
    """Tells nobody."""


@contextmanager
def hall_voices(
    voices: Voices, told: Callable[[str, PackFolder, Loaded], None] = _nobody
) -> Iterator[Mapping[str, Voice]]:
    """A voice by language, for as long as the block lasts; ``told`` of each pack when it is read.

    What is configured and broken is logged, and the next one speaks.
    """
    pipers = {code: PiperVoice(Path(model), voices.piper_program) for code, model in voices.piper.items()}
    for one in pipers.values():
        one.start()
    try:
        yield {code: FirstVoice(list(_sources(code, voices, pipers, told))) for code in LANGUAGES}
    finally:
        for one in pipers.values():
            one.stop()


def _sources(
    code: str,
    voices: Voices,
    pipers: Mapping[str, PiperVoice],
    told: Callable[[str, PackFolder, Loaded], None],
) -> Iterator[tuple[str, Voice]]:
    if code in voices.packs and (pack := _pack(voices.packs[code], code, told)):
        yield f"the pack {voices.packs[code]}", pack
    if code in pipers:
        yield f"Piper with {voices.piper[code]}", pipers[code]
    yield "espeak-ng", EspeakVoice(language=code, words_a_minute=voices.words_a_minute, pitch=voices.pitch)


def _pack(folder: str, code: str, told: Callable[[str, PackFolder, Loaded], None]) -> Voice | None:
    try:
        pack = PackFolder(Path(folder))
    except PackError as fault:
        _LOG.warning("%s", fault)
        return None
    if pack.card.language != code:
        _LOG.warning("the pack %s speaks %r, not %r", folder, pack.card.language, code)
        return None
    loaded = pack.load()
    told(code, pack, loaded)
    return PackVoice(loaded[0])
