"""The .kv half of a screen: read once, when its .py half is first needed."""

from functools import cache
from pathlib import Path

from kivy.lang import Builder


@cache
def load_rules(python_file: str) -> None:
    """Read the .kv file that stands beside a .py file; pass ``__file__``. A second time it does nothing."""
    beside = str(Path(python_file).with_suffix(".kv"))
    if beside not in Builder.files:
        Builder.load_file(beside, rulesonly=True)
