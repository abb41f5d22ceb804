"""The page behind the QR of a ticket: on the citizen's own phone, how many wait before and where to go when called."""

from collections.abc import Mapping
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from contract.ids import VisitId
from contract.wait import wait_words
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
    if ticket.stage is Stage.WAITING:
        return _waiting_words(ticket, texts)
    headline = texts[f"follow.{ticket.stage}"].format(counter=ticket.counter)
    words = _words(ticket.stage, headline, texts[f"follow.{ticket.stage}_note"])
    if ticket.stage is not Stage.CALLED:
        return words
    return {**words, **_then(ticket, texts), "title": texts["follow.called_title"].format(counter=ticket.counter)}


def _waiting_words(ticket: Following, texts: Mapping[str, str]) -> dict[str, str]:
    ahead = texts["follow.ahead" if ticket.ahead else "follow.ahead_none"].format(ahead=ticket.ahead)
    words = {**_words("waiting", ahead, texts["follow.wait"]), **_then(ticket, texts)}
    if ticket.step > 1:
        words["next"] = texts["follow.next_step"].format(field=ticket.field)
    if ticket.only is not None:
        words["only"] = texts["follow.only"].format(counter=ticket.only)
    if ticket.wait is not None:
        words["wait"] = texts["follow.wait_range"].format(wait=wait_words(ticket.wait, texts))
    if ticket.seat:
        words["seat"] = texts["follow.seat"].format(seat=ticket.seat)
    return words


def _then(ticket: Following, texts: Mapping[str, str]) -> dict[str, str]:
    return {"then": texts["follow.then"].format(fields=", ".join(ticket.then))} if ticket.then else {}


def _words(stage: str, headline: str, note: str) -> dict[str, str]:
    """Places that only some stages fill are empty."""
    return {
        "stage": stage,
        "headline": headline,
        "note": note,
        **dict.fromkeys(("next", "only", "wait", "seat", "then"), ""),
    }
