"""The page of the fleet: every device of the office, and what an IT officer may have it do, also from a phone in the middle of the hall."""

from datetime import datetime
from functools import partial
from typing import Final

import msgspec
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from contract.directives import Deed
from contract.ids import DeviceId
from contract.joining import shown_code
from contract.site import Officer, OfficerRole
from controller.joins import Joins
from controller.service import Service
from controller.web.body import BadBodyError, read_body
from controller.web.fleet_words import fleet_words
from controller.web.page import Pages
from controller.web.press import is_request_id
from controller.web.session import Sessions
from controller.web.sign_in_page import SignInPage
from controller.web.state_page import of_this_machine
from controller.web.streams import State, Streams, turn_away

KIND: Final = "fleet"
MOST: Final = 20
"""Pages open at most."""
GAP_S: Final = 0.5
_KEPT: Final = 200
_DUTIES: Final = {"out": False, "back": True}


class Press(msgspec.Struct, forbid_unknown_fields=True):
    """The body of ``/fleet/command``: a deed, ``out`` or ``back``."""

    request: str
    command: str
    device: str


class FleetPage:
    """``/fleet``, its stream ``/fleet/live``, its commands ``/fleet/command``, and ``/fleet/state`` for this very machine.

    IT officers see and act, heads see; to everybody else the address shows the form for signing in.
    """

    def __init__(
        self,
        service: Service,
        pages: Pages,
        streams: Streams,
        sessions: Sessions,
        sign_in: SignInPage,
        joins: Joins | None = None,
    ) -> None:
        self._service, self._pages, self._streams = service, pages, streams
        self._sessions, self._sign_in, self._joins = sessions, sign_in, joins
        self._answered: dict[str, str] = {}

    def routes(self) -> list[BaseRoute]:
        """Where the page stands."""
        return [
            Route("/fleet", self._show),
            Route("/fleet/command", self._press, methods=["POST"]),
            Route("/fleet/state", self._tell),
            WebSocketRoute("/fleet/live", self._live),
        ]

    def _show(self, request: Request) -> Response:
        officer = self._sessions.officer(request)
        language = self._pages.language(request)
        if officer is None or not _may_look(officer):
            said = self._pages.texts(language)["fault.not_it"] if officer else ""
            return self._sign_in.draw(request, None, said=said)
        state = self._state(language, joins=_may_act(officer))
        return self._pages.draw(request, "fleet_page.html", state=state, officer=officer, may_act=_may_act(officer))

    async def _live(self, socket: WebSocket) -> None:
        officer = self._sessions.officer(socket)
        if officer is None or not _may_look(officer):
            await turn_away(socket)
            return
        token, language = self._sessions.token(socket), self._pages.language(socket)
        read = partial(self._state_while, token, language, joins=_may_act(officer))
        await self._streams.serve(socket, (KIND, (token, language)), read)

    async def _press(self, request: Request) -> Response:
        officer = self._sessions.officer(request)
        if officer is None:
            raise HTTPException(401)
        if not _may_act(officer):
            return self._pages.fault(request, 403, "not_it")
        press = await read_body(request, Press)
        if not is_request_id(press.request) or press.command not in {*Deed, *_DUTIES}:
            raise BadBodyError(400, "malformed")
        said = await to_thread.run_sync(self._do, press, officer, self._pages.language(request))
        return JSONResponse({"accepted": not said, "text": said})

    def _do(self, press: Press, officer: Officer, language: str) -> str:
        """Once for each request, however often it is sent; returns why not, or nothing."""
        if press.request in self._answered:
            return self._answered[press.request]
        texts, device = self._pages.texts(language), DeviceId(press.device)
        if press.command in _DUTIES:
            try:
                is_other = self._service.set_duty(device, serves=_DUTIES[press.command], by=officer.id)
            except OSError:
                return texts["fault.disk"]
            said = "" if is_other else texts["refused.already_so"]
        else:
            said = "" if self._service.fleet.send(device, Deed(press.command), officer.id) else texts["fleet.cannot"]
        self._answered[press.request] = said
        while len(self._answered) > _KEPT:
            del self._answered[next(iter(self._answered))]
        self._service.stir()
        return said

    def _tell(self, request: Request) -> Response:
        """The same as the page for ``python -m controller fleet``, on this machine only."""
        if not of_this_machine(request):
            raise HTTPException(404)
        return JSONResponse(self._state(self._pages.language(request), joins=False))

    def _state(self, language: str, *, joins: bool) -> State:
        service, texts = self._service, self._pages.texts(language)
        words = fleet_words(service.fleet, service.site, service.now(), texts)
        offers = self._joins.offers() if self._joins and joins else ()
        zone = service.now().tzinfo
        codes = [
            texts["fleet.join"].format(
                device=one.device, code=shown_code(one.code), time=f"{datetime.fromtimestamp(one.ends, zone):%H:%M}"
            )
            for one in offers
        ]
        return {**words, "codes": codes, "version": self._pages.version}

    def _state_while(self, token: str, language: str, *, joins: bool) -> State | None:
        """None once the session has ended."""
        return self._state(language, joins=joins) if self._sessions.read(token) else None


def _may_look(officer: Officer) -> bool:
    return officer.role in {OfficerRole.HEAD, OfficerRole.IT}


def _may_act(officer: Officer) -> bool:
    return officer.role is OfficerRole.IT
