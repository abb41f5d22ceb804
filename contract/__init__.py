"""What two devices must agree on before they can talk: words, messages, topics, codec, profiles and the link."""

from typing import Final

VERSION: Final = "0.1.0"
"""Of the whole product, as in pyproject.toml."""
