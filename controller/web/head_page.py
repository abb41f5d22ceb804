"""The page of the head of the office: the whole hall now, and what a head may do to it from afar."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from contract import commands as c
from contract.commands import Command, Place
from contract.ids import RequestId
from contract.notices import Receipt
from contract.site import Officer, OfficerRole
from controller.core.rights import page_sender
from controller.service import Service
from controller.web.alone_words import alone_words
from controller.web.head_slip import slip_words
from controller.web.head_words import hall_words
from controller.web.page import Pages
from controller.web.press import on_worker, read_press, refused_words
from controller.web.session import Sessions
from controller.web.sign_in_page import SignInPage
from controller.web.streams import State, Streams, turn_away
from controller.web.trouble import hall_trouble_line

GAP_S: Final = 0.5
"""Seconds between two readings of the hall for one page: a head sees no difference, and counters are not held up."""
_PLACES: Final = (Place.ORIGINAL, Place.FRONT, Place.END)
KINDS: Final[Mapping[str, type[Command]]] = {
    "open_field": c.OpenField,
    "close_field": c.CloseField,
    "message": c.PostMessage,
    "emergency": c.RaiseEmergency,
    "end_emergency": c.EndEmergency,
    "ticket": c.TakeTicket,
    "transfer": c.Transfer,
    "priority": c.GrantPriority,
    "cancel": c.CancelVisit,
    "return": c.ReturnVisit,
    "calm": c.ClearAlarm,
    "pause": c.PauseCounter,
    "close": c.CloseCounter,
    "sign_out": c.SignOut,
}
"""What a head may do from here, by the words of the page."""


class HeadPage:
    """``/head``, its stream ``/head/live`` and its commands ``/head/command``.

    Heads see and act, IT officers see; to everybody else the address shows the form for signing in.
    """

    def __init__(
        self, service: Service, pages: Pages, streams: Streams, sessions: Sessions, sign_in: SignInPage
    ) -> None:
        self._service = service
        self._pages = pages
        self._streams = streams
        self._sessions = sessions
        self._sign_in = sign_in
        self._shared: dict[str, tuple[int, datetime, State]] = {}

    def routes(self) -> list[BaseRoute]:
        """Where the page stands."""
        return [
            Route("/head", self._show),
            Route("/head/command", self._press, methods=["POST"]),
            WebSocketRoute("/head/live", self._live),
        ]

    def _show(self, request: Request) -> Response:
        officer = self._sessions.officer(request)
        if officer is None or not _may_look(officer):
            said = self._pages.texts(self._pages.language(request))["fault.not_head"] if officer else ""
            return self._sign_in.draw(request, None, said=said)
        return self._pages.draw(
            request,
            "head_page.html",
            state=self._state(self._pages.language(request)),
            officer=officer,
            may_act=officer.role is OfficerRole.HEAD,
            places=[one.value for one in _PLACES],
        )

    async def _live(self, socket: WebSocket) -> None:
        officer = self._sessions.officer(socket)
        if officer is None or not _may_look(officer):
            await turn_away(socket)
            return
        token, language = self._sessions.token(socket), self._pages.language(socket)
        read = partial(self._state_while, token, language)
        await self._streams.serve(socket, ("head", (token, language)), read)

    async def _press(self, request: Request) -> Response:
        officer = self._sessions.officer(request)
        if officer is None:
            raise HTTPException(401)
        if not _may_look(officer):
            return self._pages.fault(request, 403, "not_head")
        wish = await read_press(request, KINDS)
        if officer.role is not OfficerRole.HEAD:  # the answer to a head's own request is not theirs
            wish = replace(wish, id=RequestId(f"{officer.id}/{wish.id}"))
        answer = await on_worker(self._service.handle, page_sender(officer, None), wish)
        texts = self._pages.texts(self._pages.language(request))
        said = refused_words(answer, texts)
        ticket = slip_words(answer, self._service.site, texts) if isinstance(answer, Receipt) else None
        return JSONResponse({"accepted": not said, "text": said, "ticket": ticket})

    def _state(self, language: str) -> State:
        """One reading serves every head that asks at the same time; people's waits stand in it to the minute."""
        now = self._service.now()
        seq, read_at, state = self._shared.get(language, (-1, now, {}))
        fresh = 0 <= (now - read_at).total_seconds() < GAP_S
        if not fresh or seq != self._service.look(lambda queue: queue.seq):
            hall = self._service.hall()
            site, texts = self._service.site, self._pages.texts(language)
            words = hall_words(hall, site, texts)
            service = self._service
            devices = hall_trouble_line(site.devices, service.devices, service.rolls, texts, service.twins.serves)
            alone = alone_words(service.alone, texts)
            trouble = " · ".join(filter(None, (devices, *alone, *(alert(texts) for alert in self._service.alerts))))
            state = {**words, "trouble": trouble, "version": self._pages.version}
            self._shared[language] = hall.seq, now, state
        return state

    def _state_while(self, token: str, language: str) -> State | None:
        """None once the session has ended."""
        return self._state(language) if self._sessions.read(token) else None


def _may_look(officer: Officer) -> bool:
    return officer.role in {OfficerRole.HEAD, OfficerRole.IT}
