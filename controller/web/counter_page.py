"""The page of one counter, for the officer who is signed in there: its state, its stream and its commands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from contract import commands as c
from contract.commands import Command
from contract.ids import CounterId, FieldId
from contract.notices import CounterStatus
from contract.site import Counter
from controller.core.queue import Queue
from controller.core.rights import page_sender
from controller.service import Service
from controller.web.desk_keys import aside_rows, desk_keys, target_rows
from controller.web.desk_words import desk_words
from controller.web.page import Pages
from controller.web.press import do_press, read_press
from controller.web.session import Sessions
from controller.web.sign_in_page import SignInPage
from controller.web.streams import State, Streams, turn_away
from controller.web.trouble import trouble_line

KINDS: Final[Mapping[str, type[Command]]] = {
    "open": c.OpenCounter,
    "pause": c.PauseCounter,
    "close": c.CloseCounter,
    "sign_out": c.SignOut,
    "call": c.CallNext,
    "number": c.CallNumber,
    "recall": c.Recall,
    "absent": c.MarkAbsent,
    "finish": c.Finish,
    "park": c.Park,
    "return": c.ReturnVisit,
    "transfer": c.Transfer,
    "cancel": c.CancelVisit,
    "priority": c.GrantPriority,
    "undo": c.Undo,
    "alarm": c.RaiseAlarm,
    "calm": c.ClearAlarm,
}
"""Everything that a clerk may do, by the words of the page."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What the page tells beside its desk: which counters are closed, the field at hand, the boards' message."""

    shut: tuple[CounterId, ...]
    at_hand: FieldId | None
    message: str | None


class CounterPage:
    """``/counter/<n>``, its stream ``/counter/<n>/live`` and its commands ``/counter/<n>/command``."""

    def __init__(
        self, service: Service, pages: Pages, streams: Streams, sessions: Sessions, sign_in: SignInPage
    ) -> None:
        self._service = service
        self._pages = pages
        self._streams = streams
        self._sessions = sessions
        self._sign_in = sign_in
        self._counters = {str(one.id): one for one in service.site.counters}

    def routes(self) -> list[BaseRoute]:
        """Where the page stands."""
        return [
            Route("/counter/{counter}", self._show),
            Route("/counter/{counter}/command", self._press, methods=["POST"]),
            WebSocketRoute("/counter/{counter}/live", self._live),
        ]

    def _show(self, request: Request) -> Response:
        counter = self._counter(request)
        state = self._state(counter, self._pages.language(request), self._cookie(request))
        if state is None:
            return self._sign_in.draw(request, counter.id)
        fields = {one.id: one for one in self._service.site.fields}
        return self._pages.draw(
            request,
            "counter_page.html",
            state=state,
            counter=counter,
            fields=[fields[one] for one in counter.fields],
            targets=target_rows(counter.id, self._service.site, self._pages.texts(self._pages.language(request))),
            priorities=[[one.id, one.name] for one in self._service.site.priorities],
        )

    async def _live(self, socket: WebSocket) -> None:
        counter = self._counters.get(socket.path_params["counter"])
        if counter is None:
            await socket.close()
            return
        cookie = self._cookie(socket)
        if self._sessions.read(cookie) is None:
            await turn_away(socket)
            return
        language = self._pages.language(socket)
        read = partial(self._state, counter, language, cookie)
        await self._streams.serve(socket, ("counter", (counter.id, language, cookie)), read)

    async def _press(self, request: Request) -> Response:
        counter = self._counter(request)
        officer = self._sessions.officer(request)
        if officer is None:
            raise HTTPException(401)
        wish = await read_press(request, KINDS, counter.id)
        done, response = await do_press(self._service, self._pages, request, page_sender(officer, counter.id), wish)
        if done and isinstance(wish.command, c.SignOut):
            self._sessions.end(request, response)
        return response

    def _cookie(self, connection: Request | WebSocket) -> str:
        return self._sessions.token(connection)

    def _counter(self, request: Request) -> Counter:
        counter = self._counters.get(request.path_params["counter"])
        if counter is None:
            raise HTTPException(404)
        return counter

    def _state(self, counter: Counter, language: str, cookie: str) -> State | None:
        """None for whoever is not the officer signed in at the counter, also once that has ended."""
        session = self._sessions.read(cookie)
        desk = self._service.desk(counter.id) if session else None
        if session is None or desk is None or desk.officer != session.officer.id:
            return None
        texts = self._pages.texts(language)
        site, at = self._service.site, self._service.now()
        around = self._service.look(partial(_around, counter.id, at))
        return {
            **desk_words(desk, site, at, texts),
            **desk_keys(desk, site, texts),
            "aside": aside_rows(desk, session.officer, texts),
            "at_hand": around.at_hand or "",
            "shut": around.shut,
            "officer_name": session.officer.name,
            "message": texts["clerk.board_message"].format(text=around.message) if around.message else "",
            "trouble": trouble_line(site.devices, self._service.devices, counter.id, texts),
            "version": self._pages.version,
        }


def _around(counter: CounterId, at: datetime, queue: Queue) -> _Around:
    served, message = queue.at_counter.get(counter), queue.emergency or queue.message_at(at)
    return _Around(
        tuple(one for one, seat in queue.seats.items() if seat.status is CounterStatus.CLOSED),
        queue.visits[served].field if served else None,
        message[0] if message else None,
    )
