"""A voice pack read by a machine, so that proofs have clips whose every sample is known; offices record people."""

from datetime import date
from pathlib import Path
from typing import Final

from controller.voice_pack import sentences
from voice.adapters.espeak_voice import EspeakVoice
from voice.adapters.pack_folder import PackFolder
from voice.command import needed_clips
from voice.core.pack_card import PackCard

_HASTE: Final = 230
"""Words a minute: proofs wait for every call."""


def machine_pack(folder: Path, language: str = "vi") -> Path:
    """Every clip that calls need, in about two seconds; ``folder``, for the site file."""
    voice = EspeakVoice(language=language, words_a_minute=_HASTE)
    pack = PackFolder.create(folder, PackCard("espeak-ng", "espeak-ng", language, date.today().isoformat()))  # noqa: DTZ011
    for clip in needed_clips(language, sentences(language)):
        pack.keep(clip, voice.render(clip.words))
    return folder
