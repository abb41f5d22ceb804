"""A site file in the making, as plain tables, checked by the rules of the finished one."""

from typing import Any, Final

from contract.site import Site
from firmware_config.check import check
from firmware_config.fault import Fault
from firmware_config.shape import Shape

_STAND_INS: Final[dict[str, Any]] = {
    "id": "x", "name": "x", "fields": [{"id": "x", "name": "x", "prefix": "X"}], "counters": [{"id": 1, "fields": ["x"]}],
}  # fmt: skip


class Draft:
    """``tables``: what has been answered so far, as TOML has it. ``secrets``: made ones by whom they are for, to be told once."""

    def __init__(self) -> None:
        self.tables: dict[str, Any] = {}
        self.secrets: dict[str, str] = {}

    def faults(self, *keys: str) -> list[Fault]:
        """Of these keys and what stands below them, whatever is still missing elsewhere."""
        shape = Shape()
        site: Site = shape.table("", _STAND_INS | self.tables, Site)
        found = [*shape.faults, *(one for one in check(site) if not shape.explains(one))]
        return [one for one in found if any(_below(one.key, key) for key in keys)]


def _below(key: str, above: str) -> bool:
    return key == above or key.startswith((f"{above}.", f"{above}["))
