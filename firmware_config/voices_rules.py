"""Rules of a site about who calls: languages that can be called in, files by their whole path, and a pace that can be followed."""

from typing import Final

from contract.site import Site
from contract.topics import Role
from contract.voices import Voices
from firmware_config.basic_rules import Faults, some_words, within
from firmware_config.fault import Fault, nearest

LANGUAGES: Final = ("vi", "en")
"""Those whose numbers are taught (``voice/texts``)."""


def voices(site: Site) -> Faults:
    """Folders and files are not looked for: they are on the loudspeakers' machines."""
    yield from _voices("voices", site.voices)
    for place, one in enumerate(site.devices):
        key = f"devices[{place}].voices"
        if one.voices is None:
            continue
        if one.role is not Role.SPEAKER:
            yield Fault(key, "not_for_role", {"role": one.role})
        yield from _voices(key, one.voices)


def _voices(key: str, one: Voices) -> Faults:
    for name, files in (("packs", one.packs), ("piper", one.piper)):
        for language, path in files.items():
            here = f"{key}.{name}.{language}"
            if language not in LANGUAGES:
                known = {"word": language, "known": ", ".join(LANGUAGES)}
                yield Fault(here, "unknown_word", known, nearest(language, LANGUAGES))
            elif not path.startswith("/"):
                yield Fault(here, "whole_path", {"word": path})
    yield from some_words(f"{key}.piper_program", one.piper_program)
    yield from within(f"{key}.words_a_minute", one.words_a_minute, 80, 260)
    yield from within(f"{key}.pitch", one.pitch, 0, 99)
