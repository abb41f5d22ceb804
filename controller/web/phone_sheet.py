"""Style sheets for citizens' own phones: colours stand in them as values, since browsers of before 2016 know no CSS variables.

In the files they stand as ``var(--ink)`` like everywhere else, and ``var(--dark-ink)`` for phones that are set to dark.
"""

import re
from dataclasses import asdict
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from contract.look import DARK, LIGHT
from controller.web.page import HERE

SHEETS: Final = ("follow", "rate")
_VARIABLE: Final = re.compile(r"var\(--([a-z-]+)\)")


def routes() -> list[BaseRoute]:
    """In front of the other files of ``/static``; each is read and filled in once, when the pages start."""
    colours = {name.replace("_", "-"): value for name, value in asdict(LIGHT).items()}
    colours |= {f"dark-{name.replace('_', '-')}": value for name, value in asdict(DARK).items()}
    return [_route(name, colours) for name in SHEETS if _file(name).exists()]


def _route(name: str, colours: dict[str, str]) -> BaseRoute:
    text = _file(name).read_text("utf-8")
    filled = _VARIABLE.sub(lambda found: colours[found[1]], text)

    def show(_request: Request) -> Response:
        return Response(filled, media_type="text/css", headers={"Cache-Control": "no-cache"})

    return Route(f"/static/{name}.css", show)


def _file(name: str) -> Path:
    return HERE / "static" / f"{name}.css"
