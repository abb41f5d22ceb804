"""The rules of ``[home_assistant]``: a prefix that is a topic, and nobody else under its name."""

import re
from typing import Final

from contract.home_assistant import HOME_ASSISTANT
from contract.site import Site
from firmware_config.basic_rules import Faults
from firmware_config.fault import Fault

_PREFIX: Final = re.compile(r"[a-z0-9_-]{1,64}")
_OURS: Final = "motcua"


def home_assistant(site: Site) -> Faults:
    """Its prefix is one level of a topic, and not ours."""
    prefix = site.home_assistant.prefix
    if not _PREFIX.fullmatch(prefix) or prefix == _OURS:
        yield Fault("home_assistant.prefix", "home_prefix", {"word": prefix})
    for place, device in enumerate(site.devices):
        if device.id == HOME_ASSISTANT:
            yield Fault(f"devices[{place}].id", "home_name", {"word": device.id})
