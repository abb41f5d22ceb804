"""Rules of a site about suggestions: what they can be about is told once each, in words."""

from contract.site import Site
from firmware_config.basic_rules import Faults, short_name, some_words, twice, within


def suggestions(site: Site) -> Faults:
    """The office's own list, where it has one."""
    given = site.suggestions
    yield from within("suggestions.per_minute", given.per_minute, 0, 60)
    yield from twice("suggestions.topics", "id", [one.id for one in given.topics])
    yield from twice("suggestions.topics", "text", [one.text for one in given.topics])
    for place, one in enumerate(given.topics):
        yield from short_name(f"suggestions.topics[{place}].id", one.id)
        yield from some_words(f"suggestions.topics[{place}].text", one.text)
        if one.english:
            yield from some_words(f"suggestions.topics[{place}].english", one.english)
