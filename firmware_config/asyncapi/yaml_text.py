"""YAML as people read it: keys in their order, long words over several lines, no anchors."""

from typing import Any

import yaml


class _Plain(yaml.SafeDumper):  # type: ignore[misc] # it has no types
    """Says everything where it stands, however often."""

    def ignore_aliases(self, _data: Any) -> bool:
        """No anchors."""
        return True


def _words(dumper: _Plain, words: str) -> yaml.Node:
    style = "|" if "\n" in words else ">" if len(words) > 100 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=style)


_Plain.add_representer(str, _words)


def yaml_text(value: Any) -> str:
    """The same text for the same value on every Python."""
    text: str = yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)
    return text


def read_yaml(text: str) -> Any:
    """Values of a YAML text; JSON is YAML too. Raises yaml.YAMLError."""
    return yaml.safe_load(text)
