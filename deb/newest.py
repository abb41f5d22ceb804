"""What PyPI knows against the newest release of a package.

Some indexes that stand in for PyPI serve the page of a project and not those of its single releases, which pip-audit asks for. The page
of the project names the advisories of its newest release (docs.pypi.org/api/json), which is the locked one as long as the lock is fresh.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

_INDEX: Final = "https://pypi.org/pypi/{name}/json"
_SECONDS: Final = 30
_AT_ONCE: Final = 4

Fetch = Callable[[str], bytes]
"""The page of a package; raises OSError."""


@dataclass(frozen=True, slots=True)
class Newest:
    """``advisories``: each with the versions that mend it."""

    version: str
    advisories: tuple[tuple[str, str], ...] = ()


def newest(names: Iterable[str], fetch: Fetch | None = None) -> Mapping[str, Newest]:
    """By name; packages that could not be asked about are missing. An index that nobody reaches is tried once."""
    left, get = list(names), fetch or _page
    found: dict[str, Newest] = {}
    try:
        while left and not found:
            _note(found, left.pop(0), get)
        with ThreadPoolExecutor(_AT_ONCE) as asking:
            list(asking.map(lambda name: _note(found, name, get), left))
    except OSError:
        pass  # what was heard until then counts
    return found


def _note(found: dict[str, Newest], name: str, fetch: Fetch) -> None:
    try:
        found[name] = _read(fetch(name))
    except (
        urllib.error.HTTPError,
        ValueError,
        KeyError,
        TypeError,
    ):  # the index does not know it, or serves something else
        return


def _page(name: str) -> bytes:
    with urllib.request.urlopen(_INDEX.format(name=quote(name, safe="")), timeout=_SECONDS) as answer:  # noqa: S310 (always https)
        content: bytes = answer.read()
        return content


def _read(page: bytes) -> Newest:
    """Raises ValueError, KeyError or TypeError for what is no page of a project; one without a list of advisories is none."""
    told = json.loads(page)
    known = [one for one in told["vulnerabilities"] if not one.get("withdrawn")]
    return Newest(told["info"]["version"], tuple((one["id"], ", ".join(one["fixed_in"])) for one in known))
