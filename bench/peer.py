"""Another queue system behind HTTP: asked as its mapping says, over one connection that stays open."""

import http.client
from types import TracebackType
from typing import Final, Self
from urllib.parse import urlsplit

from bench.mapping import Ask, Mapping, MappingError

_PATIENCE_S: Final = 30.0
_FINE: Final = range(200, 300)


class Peer:
    """The system at ``url``; raises MappingError where an answer does not come or is not what the mapping says."""

    def __init__(self, url: str, mapping: Mapping) -> None:
        place = urlsplit(url)
        if place.scheme not in {"http", "https"} or not place.hostname:
            raise MappingError(f"{url!r} is no address such as http://127.0.0.1:8000")
        kind = http.client.HTTPSConnection if place.scheme == "https" else http.client.HTTPConnection
        self._line = kind(place.hostname, place.port, timeout=_PATIENCE_S)
        self._root = place.path.rstrip("/")
        self._mapping = mapping
        self._cookies: dict[str, str] = {}

    def __enter__(self) -> Self:
        for one in self._mapping.before:
            self._ask(one)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._line.close()

    def issue(self) -> str:
        """One number."""
        return self._mapping.issue.read(self._ask(self._mapping.issue))

    def board(self) -> bytes:
        """The board as it comes."""
        return self._ask(self._mapping.board)

    def _ask(self, ask: Ask) -> bytes:
        try:
            status, said = self._exchange(ask)
        except (OSError, http.client.HTTPException) as fault:
            raise MappingError(f"{ask.method} {ask.path} is not answered: {fault}") from fault
        if status not in _FINE:
            raise MappingError(f"{ask.method} {ask.path} was answered {status}: {said[:200]!r}")
        return said

    def _exchange(self, ask: Ask) -> tuple[int, bytes]:
        body, headers = ask.body()
        cookie = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        kept = {"Cookie": cookie} if cookie else {}
        self._line.request(ask.method, self._root + ask.path, body or None, {**kept, **headers})
        answer = self._line.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self._cookies[name.strip()] = value.strip()
        return answer.status, answer.read()
