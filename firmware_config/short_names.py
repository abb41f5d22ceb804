"""Short names from the names that people say: fit for topics, addresses and file names."""

import re
import unicodedata


def shortened(name: str, longest: int) -> str:
    """Lower case without marks, digits and hyphens, at most ``longest`` characters."""
    bare = "".join(one for one in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(one))
    return re.sub(r"[^a-z0-9]+", "-", bare.replace("đ", "d")).strip("-")[:longest].strip("-")
