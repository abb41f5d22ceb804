"""The page behind the QR of a ticket: on the citizen's own phone, how many wait before and where to go when called."""

from collections.abc import Mapping
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from contract.ids import VisitId
from contract.wait import wait_words
from controller.core.follow import is_marked
from controller.core.queue import Stage
from controller.core.views import Following
from controller.service import Service
from controller.web import phone_sheet
from controller.web.knocks import Knocks
from controller.web.page import Pages, clock_time
from controller.web.place import place_of
from controller.web.rate_page import rate_words
from controller.web.streams import State, Streams


class FollowPage:
    """``/t/<visit>/<mark>`` and its stream; without the right mark there is no such page, and after the day none at all.

    Eighty bits are not guessed; whoever tries all the same is soon not listened to, while right addresses open from everywhere.
    """

    def __init__(self, service: Service, pages: Pages, streams: Streams) -> None:
        self._service = service
        self._pages = pages
        self._streams = streams
        self._knocks = Knocks(service.now)

    def routes(self) -> list[BaseRoute]:
        """Where the page and its style sheets stand."""
        return [
            *phone_sheet.routes(),
            Route("/t/{visit}/{mark}", self._show),
            WebSocketRoute("/t/{visit}/{mark}/live", self._live),
        ]

    def _show(self, request: Request) -> Response:
        visit = self._visit(request)
        if visit is None:
            raise HTTPException(429 if self._guesses_on(request) else 404)
        ticket = self._service.following(visit)
        if ticket and ticket.language == "en" and "lang" not in request.query_params:
            return RedirectResponse(f"{request.url.path}?lang=en")  # as at the kiosk
        language = self._pages.language(request)
        state = following_words(ticket, self._pages.texts(language))
        return self._pages.draw(
            request,
            "follow_page.html",
            410 if state["stage"] == "past" else 200,
            state=state,
            steps=steps_of(ticket, self._pages.texts(language)),
            at=clock_time(self._service.now()),
            path=request.url.path,
            rate=rate_words(self._service.site, self._pages.texts(language), language),
        )

    async def _live(self, socket: WebSocket) -> None:
        visit = self._visit(socket)
        if visit is None:
            self._guesses_on(socket)
            await socket.close()
            return
        language = self._pages.language(socket)
        await self._streams.serve(socket, ("follow", (visit, language)), partial(self._state, visit, language))

    def _visit(self, request: HTTPConnection) -> VisitId | None:
        visit = VisitId(request.path_params["visit"])
        return visit if is_marked(self._service.secret, visit, request.path_params["mark"]) else None

    def _guesses_on(self, request: HTTPConnection) -> bool:
        """Whether this address has guessed too often already; else this guess is counted."""
        address = place_of(request)
        if self._knocks.too_many(address):
            return True
        self._knocks.was_wrong(address)
        return False

    def _state(self, visit: VisitId, language: str) -> State:
        ticket, texts = self._service.following(visit), self._pages.texts(language)
        return {**following_words(ticket, texts), "steps": steps_of(ticket, texts), "version": self._pages.version}


def following_words(ticket: Following | None, texts: Mapping[str, str]) -> dict[str, str]:
    """What stands where; None is a ticket of another day."""
    if ticket is None:
        words = _words("past", texts["follow.past"], texts["follow.past_note"])
        return {**words, "number": "", "field": "", "title": texts["follow.past"]}
    words = _stage_words(ticket, texts)
    title = words.get("title") or texts["follow.title"].format(number=ticket.number)
    return {**words, "number": ticket.number, "field": ticket.field, "title": title}


def steps_of(ticket: Following | None, texts: Mapping[str, str]) -> list[dict[str, str]]:
    """The visit's steps from first to last, where it has several: ``text``, and ``state`` done, now-here or to-come."""
    if ticket is None or not (ticket.before or ticket.then):
        return []
    done = [{"text": texts["follow.step_done"].format(field=one), "state": "done"} for one in ticket.before]
    here = [{"text": ticket.field, "state": "now-here"}]
    if ticket.stage is Stage.FINISHED:
        here = [{"text": texts["follow.step_done"].format(field=ticket.field), "state": "done"}]
    return [*done, *here, *({"text": one, "state": "to-come"} for one in ticket.then)]


def _stage_words(ticket: Following, texts: Mapping[str, str]) -> dict[str, str]:
    if ticket.stage is Stage.WAITING:
        return _waiting_words(ticket, texts)
    headline = texts[f"follow.{ticket.stage}"].format(counter=ticket.counter)
    words = _words(ticket.stage, headline, texts[f"follow.{ticket.stage}_note"].format(counter=ticket.counter))
    if ticket.stage is not Stage.CALLED:
        return words
    return {
        **words,
        "title": texts["follow.called_title"].format(counter=ticket.counter),
        "counter": str(ticket.counter),
        "again": texts["follow.again"].format(times=ticket.times) if ticket.times > 1 else "",
        "ring": f"{ticket.called_at}",
    }


def _waiting_words(ticket: Following, texts: Mapping[str, str]) -> dict[str, str]:
    ahead = texts["follow.ahead" if ticket.ahead else "follow.ahead_none"].format(ahead=ticket.ahead)
    words = _words("waiting", ahead, texts["follow.wait"])
    if ticket.step > 1:
        words["next"] = texts["follow.next_step"].format(field=ticket.field)
    if ticket.only is not None:
        words["only"] = texts["follow.only"].format(counter=ticket.only)
    if ticket.wait is not None:
        words["wait"] = texts["follow.wait_range"].format(wait=wait_words(ticket.wait, texts))
    if ticket.seat:
        words["seat"] = texts["follow.seat"].format(seat=ticket.seat)
    return words


def _words(stage: str, headline: str, note: str) -> dict[str, str]:
    """Places that only some stages fill are empty."""
    return {
        "stage": stage,
        "headline": headline,
        "note": note,
        **dict.fromkeys(("next", "only", "wait", "seat", "counter", "again", "ring"), ""),
    }
