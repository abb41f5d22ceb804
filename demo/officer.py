"""An officer at a browser: signs in at a counter's page or at the head's, and presses its keys."""

import html
import json
import re
from typing import Any, Final, Self

import requests

from contract.ids import CounterId, OfficerId, VisitId
from contract.request_ids import new_request_id
from contract.site import OfficerRole, Site

PASSWORD: Final = "mot-cua-2026"  # noqa: S105 - of every officer in the demo's site file, and of nobody else
_PATIENCE_S: Final = 10.0
_STATE: Final = re.compile(r'data-state="([^"]*)"')


class OfficerPage:
    """The page of ``counter``, or the head's page (None), of the office whose pages stand at ``address``."""

    def __init__(self, address: str, counter: CounterId | None) -> None:
        self.counter = counter
        self.address = f"{address}/head" if counter is None else f"{address}/counter/{counter}"
        self._root = address
        self._browser = requests.Session()
        self._browser.headers["Origin"] = address

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the browser; the officer stays signed in."""
        self._browser.close()

    @property
    def cookies(self) -> dict[str, str]:
        """What tells the controller who sits here, by name."""
        return {str(name): str(value) for name, value in self._browser.cookies.items()}

    def sign_in(self, officer: OfficerId, password: str = PASSWORD) -> dict[str, Any]:
        """Answers ``{"accepted", "text"}``."""
        words = {"officer": officer, "password": password, "counter": self.counter}
        return self._post(f"{self._root}/sign-in", new_request_id(), words)

    def press(self, command: str, request: str = "", **words: Any) -> dict[str, Any]:
        """One key; the same ``request`` may be pressed again. Answers ``{"accepted", "text"}``."""
        return self._post(f"{self.address}/command", request or new_request_id(), {"command": command, **words})

    def serving(self) -> VisitId:
        """Whom the page says that the counter serves; empty for nobody."""
        return VisitId(self.shown()["visit"])

    def shown(self) -> dict[str, Any]:
        """All words of the page by their places; raises RuntimeError where it asks for signing in."""
        found = _STATE.search(self._browser.get(self.address, timeout=_PATIENCE_S).text)
        if found is None:
            raise RuntimeError(f"nobody is signed in at {self.address}")
        shown: dict[str, Any] = json.loads(html.unescape(found[1]))
        return shown

    def _post(self, address: str, request: str, words: dict[str, Any]) -> dict[str, Any]:
        answer = self._browser.post(address, json={"request": request, **words}, timeout=_PATIENCE_S)
        answer.raise_for_status()
        plain: dict[str, Any] = answer.json()
        return plain


def clerk_of(site: Site, counter: CounterId) -> OfficerId:
    """In the demo's site file the n-th clerk sits at the n-th counter; raises RuntimeError where there are too few."""
    clerks = [one.id for one in site.officers if one.role is OfficerRole.CLERK]
    place = [one.id for one in site.counters].index(counter)
    if place >= len(clerks):
        raise RuntimeError(f"the site file has no clerk for counter {counter}")
    return clerks[place]


def head_of(site: Site) -> OfficerId | None:
    """The first head; None for an office without one."""
    return next((one.id for one in site.officers if one.role is OfficerRole.HEAD), None)
