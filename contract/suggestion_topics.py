"""The site file's table about suggestions that citizens leave at a kiosk, and what they can be about."""

from dataclasses import dataclass

from contract.suggestion import SuggestionKind


@dataclass(frozen=True, slots=True)
class SuggestionTopic:
    """``[[suggestions.topics]]``: what a suggestion can be about, in place of the list that kiosks have."""

    id: str
    """Short name, kept with the suggestion."""
    text: str
    """As the citizen reads it."""
    kind: SuggestionKind = SuggestionKind.CONDUCT
    """conduct: how people behaved; rules: what they ask for."""
    english: str = ""
    """The same in English; left out, ``text`` serves everybody."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """``[suggestions]``: what citizens leave at a kiosk about conduct and rules, with a number to ask by."""

    offered: bool = True
    """Whether kiosks take any."""
    per_minute: int = 3
    """Most from one kiosk within a minute, against idle hands; 0 for no limit."""
    topics: tuple[SuggestionTopic, ...] = ()
    """See ``[[suggestions.topics]]``; none: delay, trouble made, papers beyond the published list, procedures not displayed;
    rules that are unreasonable, inconsistent or out of date."""
