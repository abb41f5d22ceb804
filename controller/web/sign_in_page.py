"""Signing in and out: the form that stands wherever an officer is needed, and the two requests it sends."""

from functools import partial
from typing import Final

import msgspec
from anyio import CapacityLimiter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from contract import commands
from contract.commands import SignIn, SignOut
from contract.ids import CounterId, DeviceId, OfficerId, RequestId
from contract.notices import Reason, Refusal
from controller.core.rights import Sender, page_sender
from controller.service import Service
from controller.web.body import BadBodyError, read_body
from controller.web.knocks import Knocks
from controller.web.page import Pages
from controller.web.place import place_of
from controller.web.press import is_request_id, on_worker, refused_words
from controller.web.session import Sessions

_AT_ONCE: Final = 2
"""Passwords checked at the same time: each costs 64 MiB and a tenth of a second of one core."""
_GUESSES: Final = frozenset({Reason.WRONG_PASSWORD, Reason.TOO_MANY_ATTEMPTS})
_LEFT_ALREADY: Final = frozenset({Reason.ALREADY_SO, Reason.NOT_SIGNED_IN, Reason.UNKNOWN_COUNTER})


class Entry(msgspec.Struct, forbid_unknown_fields=True):
    """The body of ``/sign-in``; ``counter`` none for the head's page."""

    request: str
    officer: str
    password: str
    counter: int | None = None


class Exit(msgspec.Struct, forbid_unknown_fields=True):
    """The body of ``/sign-out``; ``counter`` none where the officer sits at none."""

    request: str
    counter: int | None = None


class SignInPage:
    """``POST /sign-in``, ``POST /sign-out``, and the form, which has no address of its own."""

    def __init__(self, service: Service, pages: Pages, sessions: Sessions) -> None:
        self._service = service
        self._pages = pages
        self._sessions = sessions
        self._officers = {one.id: one for one in service.site.officers}
        self._counters = {one.id for one in service.site.counters}
        self._limit = CapacityLimiter(_AT_ONCE)
        self._knocks = Knocks(service.now)

    def routes(self) -> list[BaseRoute]:
        """Where they stand."""
        return [
            Route("/sign-in", self._sign_in, methods=["POST"]),
            Route("/sign-out", self._sign_out, methods=["POST"]),
        ]

    def draw(self, request: Request, counter: CounterId | None, *, said: str = "") -> Response:
        """The form of a counter's page, or of the head's; signed in, the browser asks for the same address again.

        ``said`` stands there from the start: why the one who is signed in sees the form.
        """
        return self._pages.draw(request, "sign_in_page.html", counter=counter, said=said)

    async def _sign_in(self, request: Request) -> Response:
        entry = await read_body(request, Entry)
        if not is_request_id(entry.request):
            raise BadBodyError(400, "malformed")
        wish = SignIn(
            OfficerId(entry.officer.strip().lower()),
            entry.password,
            None if entry.counter is None else CounterId(entry.counter),
        )
        texts = self._pages.texts(self._pages.language(request))
        address = place_of(request)
        if self._knocks.too_many(address):
            return JSONResponse({"accepted": False, "text": texts[f"refused.{Reason.TOO_MANY_ATTEMPTS}"]}, 429)
        sender = Sender(self._page(wish.counter), frozenset({SignIn}), wish.counter)
        id_ = self._own_id(entry.request, wish)
        ask = partial(self._service.sign_in, place=address)
        with self._knocks.knocking(address):
            answer = await on_worker(ask, sender, commands.Request(id_, wish), self._limit)
        if isinstance(answer, Refusal) and answer.reason in _GUESSES:
            self._knocks.was_wrong(address)
        said = refused_words(answer, texts)
        response = JSONResponse({"accepted": not said, "text": said})
        if not said:
            self._sessions.give(request, response, self._officers[wish.officer], secure=_is_secure(request))
        return response

    def _page(self, counter: CounterId | None) -> DeviceId:
        """The name of a page in the journal, as ``page_sender`` gives it; what a stranger makes up is not kept."""
        if counter is not None and counter not in self._counters:
            return DeviceId("counter-unknown")
        return DeviceId("head" if counter is None else f"counter-{counter}")

    def _own_id(self, given: str, wish: SignIn) -> RequestId:
        """The stored answer of a sign-in is for whoever knows the password, not for whoever knows the request's id."""
        known = self._officers.get(wish.officer)
        stored = known.password if known else ""
        return RequestId(self._sessions.request_id(given, wish.officer, wish.password, str(wish.counter), stored))

    async def _sign_out(self, request: Request) -> Response:
        leaving = await read_body(request, Exit)
        if not is_request_id(leaving.request):
            raise BadBodyError(400, "malformed")
        officer = self._sessions.officer(request)
        if officer is None:
            raise HTTPException(401)
        said = ""
        if leaving.counter is not None:
            counter = CounterId(leaving.counter)
            wish = commands.Request(RequestId(leaving.request), SignOut(counter))
            answer = await on_worker(self._service.handle, page_sender(officer, counter), wish)
            if not (isinstance(answer, Refusal) and answer.reason in _LEFT_ALREADY):
                said = refused_words(answer, self._pages.texts(self._pages.language(request)))
        response = JSONResponse({"accepted": not said, "text": said})
        if not said:
            self._sessions.end(request, response)
        return response


def _is_secure(request: Request) -> bool:
    """Whether the browser itself speaks https, also where a proxy in front takes that off."""
    return request.url.scheme == "https" or request.headers.get("origin", "").startswith("https://")
