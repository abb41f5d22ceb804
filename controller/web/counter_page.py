"""The page of one counter: whom it serves, who waits, and the clerk's four commands."""

import re
import sqlite3
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import msgspec
from anyio import to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from contract import commands
from contract.commands import CallNext, Command, Finish, MarkAbsent, Recall
from contract.ids import CounterId, RequestId, VisitId
from contract.notices import Reason, Refusal
from contract.site import Counter
from controller.core.rights import clerk
from controller.core.views import Desk
from controller.service import Service
from controller.web.page import Pages, clock_time
from controller.web.streams import State, Streams
from controller.web.trouble import trouble_line

_MAX_BODY: Final = 1024
_REQUEST: Final = re.compile(r"[0-9A-Za-z-]{8,64}")
_AT_VISIT: Final[Mapping[str, Callable[[CounterId, VisitId], Command]]] = {
    "recall": Recall,
    "absent": MarkAbsent,
    "finish": Finish,
}


class _Press(msgspec.Struct):
    """The body of a command; ``visit`` is the one the clerk saw, none for calling the next."""

    request: str
    command: str
    visit: str | None = None


class CounterPage:
    """``/counter/<n>``, its stream ``/counter/<n>/live`` and its commands ``/counter/<n>/command``."""

    def __init__(self, service: Service, pages: Pages, streams: Streams) -> None:
        self._service = service
        self._pages = pages
        self._streams = streams
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
        names = {one.id: one.name for one in self._service.site.fields}
        return self._pages.draw(
            request,
            "counter_page.html",
            state=self._state(counter.id, self._pages.language(request)),
            counter=counter,
            fields=[(one, names[one]) for one in counter.fields],
        )

    async def _live(self, socket: WebSocket) -> None:
        counter = self._counters.get(socket.path_params["counter"])
        if counter is None:
            await socket.close()
            return
        language = self._pages.language(socket)
        read = partial(self._state, counter.id, language)
        await self._streams.serve(socket, ("counter", (counter.id, language)), read)

    async def _press(self, request: Request) -> Response:
        counter = self._counter(request)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return self._pages.fault(request, 415, "malformed")
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _MAX_BODY:
                return self._pages.fault(request, 413, "too_long")
        asked = _read_press(body, counter.id)
        if asked is None:
            return self._pages.fault(request, 400, "malformed")
        try:
            answer = await to_thread.run_sync(self._service.handle, clerk(counter.id), asked)
        except (OSError, sqlite3.Error):
            return self._pages.fault(request, 503, "disk")
        texts = self._pages.texts(self._pages.language(request))
        said = texts[f"refused.{answer.reason}"] if isinstance(answer, Refusal) else ""
        return JSONResponse({"accepted": not said, "text": said})

    def _counter(self, request: Request) -> Counter:
        counter = self._counters.get(request.path_params["counter"])
        if counter is None:
            raise HTTPException(404)
        return counter

    def _state(self, counter: CounterId, language: str) -> State:
        desk = self._service.desk(counter)
        assert desk is not None
        texts = self._pages.texts(language)
        site = self._service.site
        return {
            **desk_words(desk, site.calling.recalls, texts),
            "trouble": trouble_line(site.devices, self._service.devices, counter, texts),
            "version": self._pages.version,
        }


def desk_words(desk: Desk, recalls: int, texts: Mapping[str, str]) -> dict[str, str]:
    """What stands where; ``why_<command>`` says why a command makes no sense now, empty where it does."""
    somebody = any(row.waiting for row in desk.waiting)
    words = _serving(desk, texts) if desk.number else _free(somebody, texts)
    nothing = "" if desk.visit else texts["clerk.nothing_called"]
    words["why_call"] = _refused(
        texts, Reason.STILL_SERVING if desk.visit else None if somebody else Reason.NOBODY_WAITING
    )
    words["why_recall"] = nothing or _refused(texts, Reason.RECALLED_TOO_OFTEN if desk.times > recalls else None)
    words["why_absent"] = words["why_finish"] = nothing
    words["visit"] = desk.visit or ""
    place = texts["clerk.title"].format(counter=desk.counter)
    words["title"] = f"{desk.number} · {place}" if desk.number else place
    for row in desk.waiting:
        words[f"count.{row.field}"] = str(row.waiting)
        words[f"next.{row.field}"] = (
            texts["clerk.next_number"].format(number=row.next) if row.next else texts["clerk.nobody"]
        )
    return words


def _serving(desk: Desk, texts: Mapping[str, str]) -> dict[str, str]:
    called = texts["clerk.called" if desk.times == 1 else "clerk.called_again"]
    return {
        "stage": "serving",
        "label": texts["clerk.serving"],
        "number": desk.number or "",
        "field": desk.field or "",
        "issued": texts["clerk.issued"].format(time=clock_time(desk.issued_at)),
        "called": called.format(times=desk.times, time=clock_time(desk.called_at)),
        "file": texts["clerk.file"].format(code=desk.file_code) if desk.file_code else "",
    }


def _free(somebody: bool, texts: Mapping[str, str]) -> dict[str, str]:  # noqa: FBT001
    words = dict.fromkeys(("number", "issued", "called", "file"), "")
    hint = texts["clerk.free_waiting" if somebody else "clerk.free_nobody"]
    return {"stage": "free", "label": texts["clerk.free"], "field": hint, **words}


def _refused(texts: Mapping[str, str], reason: Reason | None) -> str:
    return texts[f"refused.{reason}"] if reason else ""


def _read_press(body: bytes, counter: CounterId) -> commands.Request | None:
    """None where it is not a command of this page."""
    try:
        press = msgspec.json.decode(body, type=_Press)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    if not _REQUEST.fullmatch(press.request):
        return None
    if press.command == "call":
        return commands.Request(RequestId(press.request), CallNext(counter))
    at_visit = _AT_VISIT.get(press.command)
    if at_visit is None or not press.visit:
        return None
    return commands.Request(RequestId(press.request), at_visit(counter, VisitId(press.visit)))
