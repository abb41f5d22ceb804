"""``/kiosk/phone``: where kiosks hand in the number of a phone that wants to be told, under a seal that only the office's kiosks can make."""

import sqlite3

import msgspec
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from contract.ids import DeviceId, VisitId
from contract.phone_number import Phone
from contract.sealed_phone import PHONE_PATH, opened
from controller.near_turn import NearTurn
from controller.service import Service
from controller.web.body import read_body
from controller.web.knocks import Knocks
from controller.web.place import place_of


class Handed(msgspec.Struct, forbid_unknown_fields=True):
    """The body."""

    device: str
    visit: str
    sealed: str


class PhoneDesk:
    """For kiosks of the site file alone; everybody else is told that there is no such page."""

    def __init__(self, service: Service, near_turn: NearTurn | None) -> None:
        self._near_turn = near_turn
        self._service = service
        self._knocks = Knocks(service.now)

    def routes(self) -> list[BaseRoute]:
        """Where it stands."""
        return [Route(PHONE_PATH, self._take, methods=["POST"])]

    async def _take(self, request: Request) -> Response:
        handed = await read_body(request, Handed)
        address = place_of(request)
        if self._knocks.too_many(address):
            raise HTTPException(429)
        phone = self._phone(handed)
        if phone is None or self._near_turn is None:
            self._knocks.was_wrong(address)
            raise HTTPException(404)
        try:
            taken = await to_thread.run_sync(self._near_turn.register, VisitId(handed.visit), phone)
        except (OSError, sqlite3.Error) as fault:
            raise HTTPException(503) from fault
        return JSONResponse({"accepted": taken})

    def _phone(self, handed: Handed) -> Phone | None:
        key = self._service.gate.phone_key(self._service.secret, DeviceId(handed.device))
        return opened(key, VisitId(handed.visit), handed.sealed) if key else None
