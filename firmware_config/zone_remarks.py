"""What is right in a site file and yet leaves people unheard: counters that no loudspeaker calls, or that no hall board shows."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from contract.site import Site
from contract.topics import Role
from firmware_config.basic_rules import Faults
from firmware_config.fault import Fault
from firmware_config.lines import lines_of
from firmware_config.site_file import placed

_SERVING: Final[Mapping[Role, tuple[str, str]]] = {
    Role.SPEAKER: ("nobody_calls_zone", "nobody_calls_without_zone"),
    Role.HALL_BOARD: ("nobody_shows_zone", "nobody_shows_without_zone"),
}
"""By role: what is said of a zone without such a device, and of counters of no zone where all such devices have one."""


def remarks(site: Site, path: Path) -> tuple[Fault, ...]:
    """In the order of the file at ``path``; each stands at a counter, and such an office runs. Raises OSError."""
    found = [remark for role in _SERVING for remark in _unserved(site, role)]
    return placed(found, lines_of(path.read_text("utf-8-sig"))) if found else ()


def _unserved(site: Site, role: Role) -> Faults:
    """Nothing where one serves the whole hall, or where the office has none: that is how it was bought, not a slip."""
    served = {one.zone for one in site.devices if one.role is role}
    if not served or "" in served:
        return
    of_a_zone, of_none = _SERVING[role]
    for zone in dict.fromkeys(one.zone for one in site.counters if one.zone not in served):
        here = [place for place, one in enumerate(site.counters) if one.zone == zone]
        counters = ", ".join(str(site.counters[place].id) for place in here)
        name = of_a_zone if zone else of_none
        values = {"counters": counters, "zone": zone}
        yield Fault(f"counters[{here[0]}].zone", name, values, place=f"counters.{site.counters[here[0]].id}.zone")
