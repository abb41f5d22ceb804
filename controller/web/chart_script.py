"""Chart.js, out of the package that ships it: one script, packed once, that a browser asks for once a version."""

import gzip
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

_PACKAGE: Final = "chartkick"
_PLACE: Final = Path("django", "static", "chartkick", "Chart.bundle.js")
_FOR_EVER: Final = "public, max-age=31536000, immutable"
PATH: Final = "/static/charts/chart.js"


def routes() -> list[BaseRoute]:
    """Ahead of ``/static``, which knows only our own files."""
    return [Route(PATH, _script)]


def address() -> str:
    """Where pages load it from; another version has another address."""
    return f"{PATH}?{version(_PACKAGE)}"


@cache
def script() -> bytes:
    """The script as it is shipped. Nothing of the package's own Python is run."""
    spec = find_spec(_PACKAGE)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).with_name(_PLACE.parts[0]).joinpath(*_PLACE.parts[1:]).read_bytes()


@cache
def _packed() -> bytes:
    return gzip.compress(script(), 9)


def _script(request: Request) -> Response:
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(script(), media_type="text/javascript", headers=headers)
    return Response(_packed(), media_type="text/javascript", headers=headers | {"Content-Encoding": "gzip"})
