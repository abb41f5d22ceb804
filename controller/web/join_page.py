"""``/join``: where a new machine that was given a code takes the place of one that is gone; see ``contract.joining``."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64Error
from typing import Final

import msgspec
from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from controller.joins import Joins
from controller.ports import Clock
from controller.web.body import read_body
from controller.web.knocks import Knocks
from controller.web.place import place_of

_AT_ONCE: Final = 1
"""Each step costs some hundredths of a second of a core."""


class Step(msgspec.Struct, forbid_unknown_fields=True):
    """The body: ``plate`` and ``message`` first, then ``run`` and ``proof``; bytes in base 64."""

    plate: str = ""
    message: str = ""
    run: str = ""
    proof: str = ""


class JoinPage:
    """Whoever does not know a code that is on offer is told that there is no such page."""

    def __init__(self, joins: Joins, now: Clock) -> None:
        self._joins = joins
        self._knocks = Knocks(now)
        self._limit = CapacityLimiter(_AT_ONCE)

    def routes(self) -> list[BaseRoute]:
        """Where it stands."""
        return [Route("/join", self._step, methods=["POST"])]

    async def _step(self, request: Request) -> Response:
        step = await read_body(request, Step)
        place = place_of(request)
        if self._knocks.too_many(place):
            raise HTTPException(429)
        with self._knocks.knocking(place):
            answer = await to_thread.run_sync(self._answer, step, limiter=self._limit)
        if answer is None:
            self._knocks.was_wrong(place)
            raise HTTPException(404)
        return JSONResponse(answer)

    def _answer(self, step: Step) -> dict[str, str] | None:
        try:
            message, proof = b64decode(step.message, validate=True), b64decode(step.proof, validate=True)
        except (NotBase64Error, ValueError):
            return None
        if step.run:
            sealed = self._joins.finish(step.run, proof)
            return None if sealed is None else {"parcel": b64encode(sealed).decode()}
        begun = self._joins.begin(step.plate, message)
        return None if begun is None else {"run": begun[0], "message": b64encode(begun[1]).decode()}
