"""Rules of a site about speech: only kiosks read aloud, and each key of a keypad does one thing."""

from contract.site import Site
from contract.speech import KEYS, Deed, Speech, TactileKeys
from contract.topics import Role
from firmware_config.basic_rules import Faults
from firmware_config.fault import Fault, nearest


def speech(site: Site) -> Faults:
    """Where the voice comes out is not looked at: headphones are not plugged in when the site file is checked."""
    for place, one in enumerate(site.devices):
        key = f"devices[{place}].speech"
        if one.speech != Speech() and one.role is not Role.KIOSK:
            yield Fault(key, "not_for_role", {"role": one.role})
        yield from _keys(f"{key}.keys", one.speech.keys)


def _keys(key: str, keys: TactileKeys) -> Faults:
    taken: set[str] = set()
    for deed in Deed:
        for at, name in enumerate(keys.named(deed)):
            here = f"{key}.{deed}[{at}]"
            if name not in KEYS:
                yield Fault(here, "unknown_word", {"word": name, "known": ", ".join(KEYS)}, nearest(name, tuple(KEYS)))
            elif name in taken:
                yield Fault(here, "twice", {"word": name})
            taken.add(name)
