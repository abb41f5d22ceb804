"""Home Assistant, for offices that have one: its account, which may only read, and the topics that it finds the hall by.

It is told what stands on the boards anyway and which devices are there; never a name, a visit or a file.
"""

from dataclasses import dataclass
from typing import Final

from contract.ids import CounterId, DeviceId, SiteId
from contract.topics import Grants, Topics

HOME_ASSISTANT: Final = DeviceId("home-assistant")
"""Its user name at the broker; no device may be called so."""


@dataclass(frozen=True, slots=True)
class HomeAssistant:
    """``[home_assistant]``: the hall in a Home Assistant, read only."""

    on: bool = False
    """Whether devices, waiting counts and counters appear there by MQTT discovery."""
    prefix: str = "homeassistant"
    """Home Assistant's own discovery prefix: lower case, digits, hyphens."""


@dataclass(frozen=True, slots=True)
class HomeTopics:
    """Where Home Assistant finds an office, below its own prefix, and the hall's state as it may know it."""

    site: SiteId
    prefix: str

    def configuration(self, component: str, entity: str) -> str:
        """Retained: how an entity is read; ``component`` is a word of Home Assistant's, such as ``sensor``."""
        return f"{self.prefix}/{component}/motcua-{self.site}/{entity}/config"

    @property
    def waiting(self) -> str:
        """Retained: people who wait, by field."""
        return f"motcua/{self.site}/home/waiting"

    def counter(self, counter: CounterId | str) -> str:
        """Retained: what one counter does."""
        return f"motcua/{self.site}/home/counter/{counter}"


def home_grants(site: SiteId, prefix: str) -> Grants:
    """Home Assistant's: nothing to write."""
    at = HomeTopics(site, prefix)
    return Grants((), (at.configuration("+", "+"), at.waiting, at.counter("+"), Topics(site).presences))


def telling_grants(site: SiteId, prefix: str) -> tuple[str, ...]:
    """What the controller may write besides, where it is on."""
    at = HomeTopics(site, prefix)
    return at.configuration("+", "+"), at.waiting, at.counter("+")
