"""A press of a button: read strictly as a command of the page, done once on a worker, and answered in words."""

import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final, TypeVar

import msgspec
from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from contract import commands
from contract.commands import Command
from contract.ids import CounterId, RequestId
from contract.notices import Answer, Refusal
from controller.core.rights import Sender
from controller.service import Service
from controller.web.body import BadBodyError, read_body
from controller.web.page import Pages, clock_time

_A = TypeVar("_A")
_REQUEST: Final = re.compile(r"[0-9A-Za-z-]{8,64}")

Kinds = Mapping[str, type[Command]]
"""The commands that a page may send, by the words it sends them with."""


async def read_press(request: Request, kinds: Kinds, counter: CounterId | None = None) -> commands.Request:
    """The wish in ``{"request", "command", ...}``: the rest are the command's own fields, null for none.

    ``counter`` is the one that the page stands at: it is filled in and never sent. Raises BadBodyError.
    """
    body = await read_body(request, dict[str, str | int | bool | None])
    words = {name: value for name, value in body.items() if value is not None}
    id_, command = words.pop("request", None), words.pop("command", None)
    kind = kinds.get(command) if isinstance(command, str) else None
    if kind is None or not is_request_id(id_):
        raise BadBodyError(400, "malformed")
    return commands.Request(RequestId(str(id_)), _command(kind, words, counter))


def is_request_id(given: object) -> bool:
    """Whether a page's own id can serve: long enough not to be another's by chance, and no markup."""
    return isinstance(given, str) and _REQUEST.fullmatch(given) is not None


async def on_worker(
    ask: Callable[[Sender, commands.Request], _A],
    sender: Sender,
    wish: commands.Request,
    at_once: CapacityLimiter | None = None,
) -> _A:
    """What the service answers; HTTPException where the disk fails, which is no answer, so that the page sends again."""
    try:
        return await to_thread.run_sync(ask, sender, wish, limiter=at_once)
    except (OSError, sqlite3.Error) as fault:
        raise HTTPException(503) from fault


async def do_press(
    service: Service, pages: Pages, request: Request, sender: Sender, wish: commands.Request
) -> tuple[bool, Response]:
    """Whether it was done, and the answer for the script."""
    answer = await on_worker(service.handle, sender, wish)
    said = refused_words(answer, pages.texts(pages.language(request)))
    return not said, JSONResponse({"accepted": not said, "text": said})


def refused_words(answer: Answer | None, texts: Mapping[str, str]) -> str:
    """Why not, or nothing."""
    if not isinstance(answer, Refusal):
        return ""
    return texts[f"refused.{answer.reason}"].format(number=answer.number or "", time=clock_time(answer.opens_at))


def _command(kind: type[Command], words: dict[str, str | int | bool], counter: CounterId | None) -> Command:
    known = {one.name for one in fields(kind)} - ({"counter"} if counter is not None else set())
    if not words.keys() <= known:
        raise BadBodyError(400, "malformed")
    at: dict[str, Any] = {"counter": counter} if counter is not None and _has_counter(kind) else {}
    try:
        return msgspec.convert({**words, **at}, kind)
    except msgspec.ValidationError:
        raise BadBodyError(400, "malformed") from None


def _has_counter(kind: type[Command]) -> bool:
    return any(one.name == "counter" for one in fields(kind))
