"""``python -m controller fleet``: what the page of the fleet shows, in the terminal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from controller.adapters.http_state import ask_controller

PATH: Final = "/fleet/state"
FINE, TROUBLE, NOBODY = 0, 1, 3
"""Exit codes: all is well; something is wrong; no controller runs here."""
_MARKS: Final = {"bad": "■", "unheard": "□", "out": "□", "fine": "○"}


@dataclass(frozen=True, slots=True)
class Told:
    """One device as the page has it."""

    name: str
    where: str
    heat: str
    state: str
    wrong: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    errand: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the page has."""

    verdict: str
    unheard: str
    devices: tuple[Told, ...]


def tell_fleet(state: Path, language: str, texts: Mapping[str, str]) -> int:
    """Print the table of the controller whose journal lies in ``state``; the exit code says whether all is well."""
    page = ask_controller(state, f"{PATH}?lang={language}", Page)
    if page is None:
        print(texts["fleet.no_controller"].format(folder=state))
        return NOBODY
    print("\n".join(lines(page)))
    return TROUBLE if any(one.heat == "bad" for one in page.devices) else FINE


def lines(page: Page) -> Sequence[str]:
    """The table, the worst first; its columns as wide as their words."""
    found = [page.verdict, *filter(None, (page.unheard,)), ""]
    width = max((len(one.name) + len(one.where) + 2 for one in page.devices), default=0)
    for one in page.devices:
        name = f"{one.name}, {one.where}" if one.where else one.name
        found.append(f"{_MARKS.get(one.heat, ' ')} {name:<{width}}  {one.state}")
        found += [f"    ! {words}" for words in one.wrong]
        facts = " · ".join(f"{label}: {told}" for label, told in one.facts)
        found += [f"    {words}" for words in (facts, one.errand) if words]
    return found
