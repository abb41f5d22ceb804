"""The words that make numbers, codes and dates speakable, by language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from contract.language import load_texts

_TEXTS: Final = Path(__file__).parent / "texts"


def vocabulary(language: str, zero_tens: str = "") -> Mapping[str, str]:
    """Words for ``voice.core``; ``zero_tens`` in place of the language's own: "linh" in the north, "lẻ" in the south.

    Raises FileNotFoundError for a language that nobody has taught to speak.
    """
    words = load_texts(_TEXTS, language)
    return {**words, "count.zero_tens": zero_tens} if zero_tens else words
