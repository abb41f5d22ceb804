"""The head's page of suggestions: what citizens left at the kiosks, newest first, and what they will read in answer."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from contract import commands as c
from contract.ids import RequestId
from contract.site import OfficerRole, Site
from contract.suggestion import LONGEST_ANSWER, SuggestionKind, SuggestionState, spoken_number
from controller.core.rights import page_sender
from controller.core.suggestions import Suggestion, topics
from controller.service import Service
from controller.web.body import BadBodyError, read_body
from controller.web.page import Pages
from controller.web.press import is_request_id, on_worker, refused_words
from controller.web.session import Sessions
from controller.web.sign_in_page import SignInPage
from controller.web.streams import State

_MOST: Final = 500
"""The newest ones; older ones stay in the journal."""
_BODY: Final = 8 * 1024


class SuggestionsPage:
    """``/head/suggestions`` and its command: heads only; to everybody else the address shows the form for signing in."""

    def __init__(self, service: Service, pages: Pages, sessions: Sessions, sign_in: SignInPage) -> None:
        self._service = service
        self._pages = pages
        self._sessions = sessions
        self._sign_in = sign_in

    def routes(self) -> list[BaseRoute]:
        """Where the page stands."""
        return [
            Route("/head/suggestions", self._show),
            Route("/head/suggestions/command", self._press, methods=["POST"]),
        ]

    def _show(self, request: Request) -> Response:
        officer = self._sessions.officer(request)
        texts = self._pages.texts(self._pages.language(request))
        if officer is None or officer.role is not OfficerRole.HEAD:
            return self._sign_in.draw(request, None, said=texts["fault.not_head"] if officer else "")
        kind, state = request.query_params.get("kind", ""), request.query_params.get("state", "")
        shown = [one for one in self._service.suggestions(_MOST) if kind in {"", one.kind} and state in {"", one.state}]
        return self._pages.draw(
            request,
            "suggestions_page.html",
            rows=suggestion_words(shown, self._service.site, texts),
            kinds=list(SuggestionKind),
            states=list(SuggestionState),
            kind=kind if kind in set(SuggestionKind) else "",
            state=state if state in set(SuggestionState) else "",
            longest=LONGEST_ANSWER,
        )

    async def _press(self, request: Request) -> Response:
        officer = self._sessions.officer(request)
        if officer is None:
            raise HTTPException(401)
        if officer.role is not OfficerRole.HEAD:
            return self._pages.fault(request, 403, "not_head")
        answer = await on_worker(self._service.handle, page_sender(officer, None), await _read(request))
        said = refused_words(answer, self._pages.texts(self._pages.language(request)))
        return JSONResponse({"accepted": not said, "text": said})


def suggestion_words(found: Sequence[Suggestion], site: Site, texts: Mapping[str, str]) -> list[State]:
    """Each in words, ready to be put in place."""
    own = {one.id: one.text for one in topics(site) or () if one.text}
    names = {one.id: one.name for one in site.officers}
    return [
        {
            "number": one.number,
            "shown": spoken_number(one.number),
            "kind": texts[f"suggestion.kind.{one.kind}"],
            "topic": own.get(one.topic, texts.get(f"suggestion.topic.{one.topic}", one.topic)) if one.topic else "",
            "text": one.text or texts["suggestions.no_words"],
            "left": texts["suggestions.left"].format(time=f"{one.left_at:%H:%M %d/%m/%Y}"),
            "state": one.state.value,
            "answer": one.answer,
            "handled": texts["suggestions.handled"].format(
                officer=names.get(one.officer, one.officer) if one.officer else "",
                time=f"{one.handled_at:%H:%M %d/%m/%Y}",
            )
            if one.handled_at
            else "",
        }
        for one in found
    ]


async def _read(request: Request) -> c.Request:
    """``{"request", "command": "handle", "number", "state", "answer"}``; raises BadBodyError."""
    body = await read_body(request, dict[str, str], _BODY)
    id_, command = body.pop("request", ""), body.pop("command", "")
    if command != "handle" or not is_request_id(id_) or body.keys() != {"number", "state", "answer"}:
        raise BadBodyError(400, "malformed")
    try:
        return c.Request(RequestId(id_), msgspec.convert(body, c.HandleSuggestion))
    except msgspec.ValidationError:
        raise BadBodyError(400, "malformed") from None
