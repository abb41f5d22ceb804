"""Rating from the phone behind a ticket's QR: after the visit and until the evening, never from a browser that an officer works in."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from contract import commands as c
from contract.ids import CounterId, RequestId, VisitId
from contract.rating import OTHER_REASON, face_icon, faces
from contract.site import Officer, Site
from controller.core.follow import is_marked
from controller.core.ratings import PhoneRating, phone_rating
from controller.core.rights import page_sender, phone_sender
from controller.service import Service
from controller.web.body import BadBodyError, read_body
from controller.web.page import Pages
from controller.web.press import is_request_id, on_worker, refused_words
from controller.web.session import Sessions

_SAID: Final = {
    PhoneRating.NOT_YET: "refused.not_finished",
    PhoneRating.RATED: "refused.already_rated",
    PhoneRating.CLOSED: "refused.rating_closed",
}


class Press(msgspec.Struct, forbid_unknown_fields=True):
    """What ``static/rate.js`` sends."""

    request: str
    score: c.Score
    scale: int
    reasons: list[str] = []


class RatePage:
    """``/t/<visit>/<mark>/rate``: asked, it says whether the visit can be rated; sent a press, it rates. Nobody keeps whose phone it was."""

    def __init__(self, service: Service, pages: Pages, sessions: Sessions) -> None:
        self._service = service
        self._pages = pages
        self._sessions = sessions
        self._reasons = {one.id for one in service.site.rating.reasons} | {OTHER_REASON}

    def routes(self) -> list[BaseRoute]:
        """Where it stands."""
        return [
            Route("/t/{visit}/{mark}/rate", self._ask),
            Route("/t/{visit}/{mark}/rate", self._press, methods=["POST"]),
        ]

    def _ask(self, request: Request) -> Response:
        texts = self._pages.texts(self._pages.language(request))
        if self._sessions.staff(request):
            return JSONResponse({"open": False, "text": texts["rate.staff"]})
        state = self._state(_visit(self._service, request))
        return JSONResponse({"open": state is PhoneRating.OPEN, "text": texts[_SAID[state]] if state in _SAID else ""})

    async def _press(self, request: Request) -> Response:
        visit = _visit(self._service, request)
        wish = await self._read(request, visit)
        texts = self._pages.texts(self._pages.language(request))
        if self._sessions.staff(request):
            # Refused, and kept; in nobody's name whom a session does not prove.
            if officer := self._sessions.officer(request):
                await on_worker(self._service.handle, page_sender(officer, self._counter(officer)), wish)
            return JSONResponse({"accepted": False, "text": texts["rate.staff"]}, 403)
        state = self._state(visit)
        if state in _SAID:  # nothing is journalled of what a phone cannot do: it may ask for ever
            return JSONResponse({"accepted": False, "text": texts[_SAID[state]]})
        said = refused_words(await on_worker(self._service.handle, phone_sender(visit), wish), texts)
        return JSONResponse({"accepted": not said, "text": said or texts["rate.thanks"]})

    async def _read(self, request: Request, visit: VisitId) -> c.Request:
        """The press as a command; its id counts for this visit only. Raises BadBodyError."""
        press = await read_body(request, Press)
        if not is_request_id(press.request) or not set(press.reasons) <= self._reasons:
            raise BadBodyError(400, "malformed")
        rating = c.RateVisit(visit, press.score, tuple(press.reasons), press.scale)
        return c.Request(RequestId(f"{visit}/{press.request}"), rating)

    def _state(self, visit: VisitId) -> PhoneRating:
        now = self._service.now()
        return self._service.look(lambda queue: phone_rating(queue, visit, now))

    def _counter(self, officer: Officer) -> CounterId | None:
        """Where the officer is signed in, for the record of what was tried."""
        return self._service.look(lambda queue: queue.counter_of(officer.id))


def rate_words(site: Site, texts: Mapping[str, str], language: str) -> dict[str, Any] | None:
    """What ``rate_part.html`` shows; None where phones cannot rate."""
    rating = site.rating
    if not rating.phone_until:
        return None
    reasons = [(one.id, (one.english if language == "en" else "") or one.text) for one in rating.reasons]
    return {
        "scale": len(faces(rating.scale)),
        "faces": [(one.value, face_icon(one, rating.scale), texts[f"rate.{one}"]) for one in faces(rating.scale)],
        "reasons": [*reasons, (OTHER_REASON, texts["rate.other_reason"])] if reasons else [],
    }


def _visit(service: Service, request: Request) -> VisitId:
    """The visit whose mark stands in the address; without it there is no such page."""
    visit = VisitId(request.path_params["visit"])
    if not is_marked(service.secret, visit, request.path_params["mark"]):
        raise HTTPException(404)
    return visit
