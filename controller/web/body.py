"""What a page's script sends: a small JSON object, read strictly or not at all."""

from typing import Final, TypeVar

import msgspec
from starlette.requests import Request

_MOST: Final = 1024

_T = TypeVar("_T")


class BadBodyError(Exception):
    """Not what the page sends; ``status`` and the ``key`` of the table ``[fault]`` that says so."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(key)
        self.status = status
        self.key = key


async def read_body(request: Request, kind: type[_T], most: int = _MOST) -> _T:
    """The body as a ``kind`` that msgspec knows, at most ``most`` bytes; raises BadBodyError."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise BadBodyError(415, "malformed")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise BadBodyError(413, "too_long")
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise BadBodyError(400, "malformed") from None
