"""What a suggestion is about, in the citizen's language: from the office's own list, or from the words that all share."""

from contract.notices import Office
from contract.suggestion import SuggestionKind, TopicInfo
from kiosk.core.suggestion_journey import Draft
from kiosk.screens.doors import Doors

_HOME = "vi"
"""The language of a site file."""


def topics_of(office: Office | None, kind: SuggestionKind) -> list[TopicInfo]:
    """What the office lists under a kind."""
    return [one for one in (office.suggestions or () if office else ()) if one.kind is kind]


def topic_words(topic: TopicInfo, doors: Doors) -> str:
    """One of the list."""
    if topic.text:
        return topic.text if doors.comfort.language == _HOME else topic.english or topic.text
    key = f"suggestion.topic.{topic.id}"
    return doors.word(key) if key in doors.texts else topic.id


def kind_words(kind: SuggestionKind, doors: Doors) -> str:
    """Conduct, rules or anything else."""
    return doors.word(f"suggestion.kind.{kind}")


def about(draft: Draft, office: Office | None, doors: Doors) -> str:
    """What was chosen, as far as it says more than the kind."""
    found = [one for one in topics_of(office, draft.kind) if one.id == draft.topic]
    return topic_words(found[0], doors) if found else kind_words(draft.kind, doors)
