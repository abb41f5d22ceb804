"""What pages are drawn with: colours and fonts of ``contract.look``, style sheets and scripts of this folder."""

import gzip
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from contract.look import BOLD, DARK, ICONS, LIGHT, REGULAR, Palette
from controller.web.page import HERE

_FONTS: Final = {"noto-sans.ttf": REGULAR, "noto-sans-bold.ttf": BOLD, "material-icons.ttf": ICONS}
_FACES: Final = (
    ("Noto Sans", 400, "swap", "noto-sans.ttf"),
    ("Noto Sans", 700, "swap", "noto-sans-bold.ttf"),
    ("Material Icons", 400, "block", "material-icons.ttf"),
)
_FOR_EVER: Final = "public, max-age=31536000, immutable"


def routes() -> list[BaseRoute]:
    """Everything below ``/static``."""
    return [
        Route("/static/look.css", _look),
        Route("/static/board_look.css", _board_look),
        Route("/static/icon.svg", _icon),
        Route("/static/fonts/{name}", _font),
        Mount("/static", _Files(directory=HERE / "static")),
    ]


class _Files(StaticFiles):
    """Asked for anew on every load, so that a newer controller's pages never run with older scripts."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response


def _look(_request: Request) -> Response:
    return _colours(LIGHT)


def _board_look(_request: Request) -> Response:
    return _colours(DARK)


def _colours(palette: Palette) -> Response:
    colours = "".join(f"--{name.replace('_', '-')}:{value};" for name, value in asdict(palette).items())
    faces = "".join(_face(*face) for face in _FACES if _FONTS[face[3]].exists())
    return Response(f":root{{{colours}}}\n{faces}", media_type="text/css", headers={"Cache-Control": "no-cache"})


def _face(family: str, weight: int, display: str, name: str) -> str:
    version = f"{_FONTS[name].stat().st_mtime_ns:x}"
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:{display};'
        f'src:url("/static/fonts/{name}?{version}") format("truetype")}}\n'
    )


def _icon(_request: Request) -> Response:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="4" fill="{LIGHT.press}"/>'
        f'<path d="M7 9h18v4a3 3 0 0 0 0 6v4H7v-4a3 3 0 0 0 0-6z" fill="{LIGHT.on_press}"/></svg>'
    )
    return Response(drawing, media_type="image/svg+xml", headers={"Cache-Control": "no-cache"})


def _font(request: Request) -> Response:
    path = _FONTS.get(request.path_params["name"])
    if path is None or not path.exists():
        raise HTTPException(404)
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(path.read_bytes(), media_type="font/ttf", headers=headers)
    return Response(_packed(path), media_type="font/ttf", headers=headers | {"Content-Encoding": "gzip"})


@lru_cache
def _packed(path: Path) -> bytes:
    """Half the size on a phone's slow network, packed once."""
    return gzip.compress(path.read_bytes(), 6)
