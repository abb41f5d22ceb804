"""Boards as web pages, for a smart TV or an old PC: the hall's or a zone's, and that of one counter. Read only, nobody signs in.

A board's state is read and sent once a second even where nothing happens: so a page that goes on hearing knows that the queue itself
still answers, not merely a web server. The time is the controller's, a television's own is often wrong.
"""

from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route, WebSocketRoute
from starlette.websockets import WebSocket

from contract.ids import CounterId
from contract.pulse import PULSE_S, SILENCE_S
from controller.service import Service
from controller.web.board_words import board_words, hall_state, plate_state
from controller.web.page import Pages
from controller.web.streams import State, Streams

KIND: Final = "board"
"""Of these streams."""
MOST: Final = 100
"""Boards open at once: one for each of 43 counters, and some for each zone."""
BEAT_S: Final = PULSE_S
GAP_S: Final = 0.1
"""Seconds between two readings in a storm of calls."""


class BoardPage:
    """``/board`` with an optional ``?zone=``, ``/board/counter/<n>``, their streams, and ``/photo/<name>``."""

    def __init__(self, service: Service, pages: Pages, streams: Streams) -> None:
        self._service = service
        self._pages = pages
        self._streams = streams
        self._site = service.site
        self._beats = count()
        self._zones = {"", *(one.zone for one in self._site.counters)}
        self._counters = {str(one.id): one.id for one in self._site.counters}
        self._photos = {one.photo for one in self._site.counters} | {one.photo for one in self._site.officers}

    def routes(self) -> list[BaseRoute]:
        """Where the pages stand."""
        return [
            Route("/board", self._show_hall),
            WebSocketRoute("/board/live", self._live_hall),
            Route("/board/counter/{counter}", self._show_plate),
            WebSocketRoute("/board/counter/{counter}/live", self._live_plate),
            Route("/photo/{name}", self._photo),
        ]

    def _show_hall(self, request: Request) -> Response:
        zone = request.query_params.get("zone", "")
        if zone not in self._zones:
            raise HTTPException(404)
        live = f"/board/live?zone={zone}&lang={self._pages.language(request)}"
        return self._draw(request, "board_page.html", live, many=len(self._here(zone)))

    def _show_plate(self, request: Request) -> Response:
        counter = self._counters.get(request.path_params["counter"])
        if counter is None:
            raise HTTPException(404)
        live = f"/board/counter/{counter}/live?lang={self._pages.language(request)}"
        return self._draw(request, "board_plate.html", live, counter=counter)

    def _draw(
        self, request: Request, template: str, live: str, *, counter: CounterId | None = None, many: int = 0
    ) -> Response:
        words = board_words(self._pages.texts(self._pages.language(request)))
        silence_ms = round(SILENCE_S * 1000)
        return self._pages.draw(
            request, template, live=live, words=words, silence_ms=silence_ms, counter=counter, many=many
        )

    async def _live_hall(self, socket: WebSocket) -> None:
        zone = socket.query_params.get("zone", "")
        if zone not in self._zones:
            await socket.close()
            return
        language = self._pages.language(socket)
        await self._streams.serve(socket, (KIND, (zone, language)), partial(self._hall, zone, language))

    async def _live_plate(self, socket: WebSocket) -> None:
        counter = self._counters.get(socket.path_params["counter"])
        if counter is None:
            await socket.close()
            return
        language = self._pages.language(socket)
        await self._streams.serve(socket, (KIND, (counter, language)), partial(self._plate, counter, language))

    def _photo(self, request: Request) -> Response:
        """Only photos that the site file names, from the folder it names."""
        name, folder = request.path_params["name"], self._site.counter_board.photos
        if not folder or name not in self._photos or not (Path(folder) / name).is_file():
            raise HTTPException(404)
        return FileResponse(Path(folder) / name, headers={"Cache-Control": "no-cache"})

    def _here(self, zone: str) -> frozenset[CounterId]:
        return frozenset(one.id for one in self._site.counters if zone in {"", one.zone})

    def _hall(self, zone: str, language: str) -> State:
        board, outlook = self._service.board_now()
        state = hall_state(board, outlook, self._site, self._here(zone), language, self._pages.texts(language))
        return self._alive(state)

    def _plate(self, counter: CounterId, language: str) -> State:
        state, at = self._service.plate_now(counter)
        return self._alive(plate_state(state, self._site, at, language))

    def _alive(self, state: State) -> State:
        """No two readings are alike, so each of them is sent, and proves that the queue still answers."""
        return {**state, "beat": next(self._beats), "version": self._pages.version}
