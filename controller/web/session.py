"""Who sits at a browser: a signed cookie that needs no memory, and ends with the office's day.

The cookie says which officer signed in and until when; nobody without the office's secret can make one. It says nothing of a
counter: who sits where is the queue's to know. So a controller that restarts knows its clerks again, and an officer whose
password changes in the site file has to sign in again.
"""

import hmac
import json
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from threading import Lock
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from contract.ids import OfficerId
from contract.site import Officer
from controller.service import Service
from controller.web.plain import is_https

LONGEST: Final = timedelta(hours=14)
"""From signing in to the end of a session, where midnight does not come first."""
_REMEMBERED_S: Final = 40 * 86_400.0
"""So long are ended sessions known beyond their end: a clock that was ahead, and is put right, brings none back."""
_PURPOSE: Final = b"motcua officer session 1"
_TOKEN: Final = re.compile(r"([a-z0-9-]{1,64})\.(\d{4}-\d\d-\d\d)\.(\d{1,12})\.([0-9a-f]{16})\.([A-Za-z0-9_-]{43})")


@dataclass(frozen=True, slots=True)
class Session:
    """What a cookie says once it has proved true; ``mark`` tells it from every other."""

    officer: Officer
    mark: str
    ends: datetime


class Sessions:
    """Makes, reads and ends the cookies of one office. Safe from any thread; one for all pages of an office."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._officers = {one.id: one for one in service.site.officers}
        self._key = hmac.digest(service.secret.encode(), _PURPOSE + service.site.id.encode(), "sha256")
        self._ended: dict[str, float] = {}
        self._lock = Lock()
        self._name: Final = f"motcua-{service.site.id}"  # two offices on one machine have two

    def officer(self, connection: HTTPConnection) -> Officer | None:
        """Who signed in at this page, stream or command; None where nobody did, or no longer."""
        session = self.session(connection)
        return session.officer if session else None

    def session(self, connection: HTTPConnection) -> Session | None:
        """What the browser's cookie says, if it is true and has not ended."""
        return self.read(self.token(connection))

    def token(self, connection: HTTPConnection) -> str:
        """The cookie's text; empty for none."""
        return connection.cookies.get(self._cookie(connection), "")

    def staff(self, connection: HTTPConnection) -> Officer | None:
        """Whose browser this is, also on a plain page, where a session that was begun over https cannot be seen."""
        shown = connection.cookies.get(self._seat, "").encode()
        here = (
            one for one in self._officers.values() if shown and hmac.compare_digest(self._sits(one).encode(), shown)
        )
        return self.officer(connection) or next(here, None)

    def read(self, token: str) -> Session | None:
        """The session of a cookie's text; asked again and again by streams that outlive it."""
        found = _TOKEN.fullmatch(token)
        officer = self._officers.get(OfficerId(found[1])) if found else None
        if found is None or officer is None:
            return None
        if not hmac.compare_digest(self._seal(officer, found[2], found[3], found[4]), found[5]):
            return None
        now, ends = self._service.now(), int(found[3])
        with self._lock:
            over = found[4] in self._ended
        if over or found[2] != now.date().isoformat() or now.timestamp() >= ends:
            return None
        return Session(officer, found[4], datetime.fromtimestamp(ends, now.tzinfo))

    def begin(self, officer: Officer) -> str:
        """The text of a new cookie; the password was right."""
        now = self._service.now()
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
        day = now.date().isoformat()
        ends = str(int(min(midnight, now + LONGEST).timestamp()))
        mark = secrets.token_hex(8)
        return f"{officer.id}.{day}.{ends}.{mark}.{self._seal(officer, day, ends, mark)}"

    def give(self, connection: HTTPConnection, response: Response, officer: Officer, *, secure: bool) -> None:
        """Let the browser keep a new one until it is closed, out of reach of scripts and of other sites.

        ``secure``: the browser speaks https, be it with us or with a proxy.
        """
        name = self._cookie(connection)
        response.set_cookie(name, self.begin(officer), path="/", secure=secure, httponly=True, samesite="strict")
        if is_https(connection.scope):
            response.set_cookie(self._seat, self._sits(officer), path="/", httponly=True, samesite="strict")

    def end(self, connection: HTTPConnection, response: Response) -> None:
        """The officer has left: the browser forgets the cookie, and a copy of it counts no more while this process lives."""
        session = self.session(connection)
        if session is not None:
            now = self._service.now().timestamp()
            with self._lock:
                self._ended = {mark: ends for mark, ends in self._ended.items() if ends > now - _REMEMBERED_S}
                self._ended[session.mark] = session.ends.timestamp()
        secure = is_https(connection.scope)
        response.delete_cookie(self._cookie(connection), path="/", secure=secure, httponly=True, samesite="strict")
        if secure:
            response.delete_cookie(self._seat, path="/", httponly=True, samesite="strict")

    def request_id(self, *parts: str) -> str:
        """An id that only the same words make, for a sign-in that is sent again; tells nothing about them."""
        return hmac.digest(self._key, b"request" + json.dumps(parts).encode(), "sha256").hex()[:32]

    def _cookie(self, connection: HTTPConnection) -> str:
        """Over https a name that no plain page of this host, whoever made it, can set or send (RFC 6265bis, 4.1.3.2)."""
        return f"__Host-{self._name}" if is_https(connection.scope) else self._name

    @property
    def _seat(self) -> str:
        """A cookie that opens nothing: it says whose browser this is, to who would rate the own service. Anybody on the cable may read it."""
        return f"{self._name}-seat"

    def _sits(self, officer: Officer) -> str:
        day = self._service.now().date().isoformat()
        return hmac.digest(self._key, f"seat {officer.id} {day}".encode(), "sha256").hex()

    def _seal(self, officer: Officer, day: str, ends: str, mark: str) -> str:
        """Over the digest of the stored hash as well, so that a new password ends what the old one began."""
        stored = sha256(officer.password.encode()).hexdigest()
        words = f"{officer.id} {day} {ends} {mark} {stored}".encode()
        return urlsafe_b64encode(hmac.digest(self._key, words, "sha256")).decode().rstrip("=")
