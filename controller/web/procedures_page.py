"""``/procedures``: the catalogue of procedures, for the kiosks; public, the same for everybody."""

from collections.abc import AsyncIterator
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from contract.catalogue import CATALOGUE_PATH, encode_catalogue
from contract.procedure import Catalogue

_PIECE: Final = 64 * 1024
"""Bytes handed over at once: who asks and does not read takes this much of the controller's memory, not the whole catalogue."""


class ProceduresPage:
    """Made once: it changes only with the site file, and so with a new start."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._body = encode_catalogue(catalogue)
        self._mark = f'"{catalogue.version}"'

    def routes(self) -> list[BaseRoute]:
        """Where it stands."""
        return [Route(CATALOGUE_PATH, self._show)]

    def _show(self, request: Request) -> Response:
        """Nothing for who has it already (RFC 9110, 13.1.2)."""
        headers = {"ETag": self._mark, "Cache-Control": "no-cache"}
        known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
        if self._mark in known or known == ["*"]:
            return Response(status_code=304, headers=headers)
        headers["Content-Length"] = str(len(self._body))
        return StreamingResponse(self._pieces(), media_type="application/json", headers=headers)

    async def _pieces(self) -> AsyncIterator[bytes]:
        for start in range(0, len(self._body), _PIECE):
            yield self._body[start : start + _PIECE]
