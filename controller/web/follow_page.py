"""The page behind the QR of a ticket: on the citizen's own phone, how many wait before and where to go when called."""

from collections.abc import Mapping
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from contract.ids import VisitId
from controller.core.follow import is_marked
from controller.core.queue import Stage
from controller.core.views import Following
from controller.service import Service
from controller.web.page import Pages
from controller.web.streams import State, Streams


class FollowPage:
    """``/t/<visit>/<mark>`` and its stream; without the right mark there is no such page."""

    def __init__(self, service: Service, pages: Pages, streams: Streams) -> None:
        self._service = service
        self._pages = pages
        self._streams = streams

    def routes(self) -> list[BaseRoute]:
        """Where the page stands."""
        return [
            Route("/t/{visit}/{mark}", self._show),
            WebSocketRoute("/t/{visit}/{mark}/live", self._live),
        ]

    def _show(self, request: Request) -> Response:
        visit = self._visit(request)
        if visit is None:
            raise HTTPException(404)
        state = self._state(visit, self._pages.language(request))
        return self._pages.draw(
            request, "follow_page.html", 410 if state["stage"] == "past" else 200, state=state, path=request.url.path
        )

    async def _live(self, socket: WebSocket) -> None:
        visit = self._visit(socket)
        if visit is None:
            await socket.close()
            return
        language = self._pages.language(socket)
        await self._streams.serve(socket, ("follow", (visit, language)), partial(self._state, visit, language))

    def _visit(self, request: HTTPConnection) -> VisitId | None:
        visit = VisitId(request.path_params["visit"])
        return visit if is_marked(self._service.secret, visit, request.path_params["mark"]) else None

    def _state(self, visit: VisitId, language: str) -> State:
        words = following_words(self._service.following(visit), self._pages.texts(language))
        return {**words, "version": self._pages.version}


def following_words(ticket: Following | None, texts: Mapping[str, str]) -> dict[str, str]:
    """What stands where; None is a ticket of another day."""
    if ticket is None:
        words = _words("past", texts["follow.past"], texts["follow.past_note"])
        return {**words, "number": "", "field": "", "title": texts["follow.past"]}
    words = _stage_words(ticket, texts)
    title = words.get("title") or texts["follow.title"].format(number=ticket.number)
    return {**words, "number": ticket.number, "field": ticket.field, "title": title}


def _stage_words(ticket: Following, texts: Mapping[str, str]) -> dict[str, str]:
    if ticket.stage is Stage.CALLED:
        words = _words("called", texts["follow.called"].format(counter=ticket.counter), texts["follow.called_note"])
        return {**words, "title": texts["follow.called_title"].format(counter=ticket.counter)}
    if ticket.stage is Stage.FINISHED:
        return _words("finished", texts["follow.finished"], texts["follow.finished_note"])
    if ticket.stage is Stage.ABSENT:
        return _words("absent", texts["follow.absent"], texts["follow.absent_note"])
    ahead = texts["follow.ahead" if ticket.ahead else "follow.ahead_none"].format(ahead=ticket.ahead)
    seat = texts["follow.seat"].format(seat=ticket.seat) if ticket.seat else ""
    return _words("waiting", ahead, texts["follow.wait"], seat)


def _words(stage: str, headline: str, note: str, seat: str = "") -> dict[str, str]:
    return {"stage": stage, "headline": headline, "note": note, "seat": seat}
