"""The door of the pages: which hosts they answer to, whose requests they take, and what a browser may do with them.

A page on another host could otherwise press a clerk's buttons (CSRF), read a stream (cross-site WebSocket) or pretend to be
this host by a changed name (DNS rebinding).
"""

import re
from collections.abc import Callable, Iterable
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from contract.site import Web
from controller.web.place import forwarded_for
from controller.web.plain import https_address, is_https, may_be_plain

_HOST: Final = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:[0-9]{1,5})?")
_SAFE: Final = frozenset({"GET", "HEAD"})
_PROGRAMS: Final = frozenset({"/kiosk/phone", "/sms/status", "/join"})
"""For programs that prove themselves in the request: no browser's cookie opens these, so no other page can misuse one."""
_LONGEST: Final = 16 * 1024
"""Bytes of what a request says before its body; browsers send one or two thousand."""
_NO_PERMISSIONS: Final = ", ".join(
    f"{one}=()"
    for one in (
        "accelerometer", "camera", "clipboard-read", "display-capture", "encrypted-media",
        "geolocation", "gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get",
        "serial", "usb", "xr-spatial-tracking",
    )
)  # fmt: skip
"""What a page of ours never asks a browser for, so that no script in it can."""

Refuse = Callable[[Request, int, str], Response]
"""Makes the page that says why: the request, a status and a key of the table ``[fault]``."""


class Guard:
    """Wraps the application. ``names``: of the office's server (``contract.office_names``)."""

    def __init__(self, app: ASGIApp, web: Web, refuse: Refuse, names: Iterable[str] = ()) -> None:
        self._app = app
        self._refuse = refuse
        self._address = urlsplit(web.address)
        self._proxy = web.proxy
        self._https = web.https_port
        self._names = {one.casefold() for one in ("localhost", *names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or say why not."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        asked, scope = scope, self._as_called(scope)
        fault = self._fault(scope) or (None if self._is_open(asked, scope) else (403, "plain"))
        if scope["type"] == "websocket":
            await (WebSocketClose() if fault else self._app)(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                protect(MutableHeaders(scope=message), Headers(scope=scope).get("host", ""))
            await send(message)

        app = self._turned_away(scope, *fault) if fault else self._app
        await app(scope, receive, send_guarded)

    def _is_open(self, asked: Scope, called: Scope) -> bool:
        """Whether nobody on the cable learns anything: https, with us or with our proxy, a page that is nobody's, or no cable at all."""
        if not self._https or is_https(asked) or may_be_plain(asked["path"]):
            return True
        client = asked.get("client")
        if self._proxy and client and client[0] == self._proxy:
            hops = Headers(scope=asked).get("x-forwarded-proto", "")
            if hops.rpartition(",")[2].strip() == "https":
                return True
        caller, own = called.get("client"), called.get("server")
        if caller is None:
            return False
        return _is_loopback(caller[0]) or (own is not None and caller[0] == own[0])

    def _turned_away(self, scope: Scope, status: int, key: str) -> Response:
        """Why not; who only looks is led to the same page over https. What was sent is carried nowhere."""
        if key == "plain" and scope["method"] in _SAFE:
            host = host_name(Headers(scope=scope)["host"])
            return RedirectResponse(https_address(scope, host, self._https))
        return self._refuse(Request(scope), status, key)

    def _as_called(self, scope: Scope) -> Scope:
        """With the caller's own address where our proxy hands a request on; nobody else is believed about that.

        ``Range`` is passed over, as a server may (RFC 9110, 14.2): files are small, and Starlette's answer to a broken one is English.
        """
        scope = {**scope, "headers": [one for one in scope["headers"] if one[0] != b"range"]}
        client = scope.get("client")
        if not self._proxy or client is None or client[0] != self._proxy:
            return scope
        caller = forwarded_for(Headers(scope=scope).get("x-forwarded-for", ""))
        return {**scope, "client": (caller, 0)} if caller else scope

    def _fault(self, scope: Scope) -> tuple[int, str] | None:
        headers = HTTPConnection(scope).headers
        if _length(scope) > _LONGEST:
            return 431, "too_long"
        if not self._known(headers.get("host", "")):
            return 421, "foreign"
        if scope["type"] == "http" and (scope["method"] in _SAFE or scope["path"] in _PROGRAMS):
            return None
        return None if self._own(headers, scope["type"], secure=is_https(scope)) else (403, "elsewhere")

    def _known(self, host: str) -> bool:
        """Own names, or any bare address: rebinding needs a name."""
        if not _HOST.fullmatch(host):
            return False
        name = (_split(f"//{host}").hostname or "").casefold()
        return name in self._names or _is_address(name)

    def _own(self, headers: Headers, kind: str, *, secure: bool) -> bool:
        """Whether a page of this host asks: by Origin, and by Sec-Fetch-Site where the browser sends it.

        A stream's Sec-Fetch-Site says nothing, since ``ws:`` and ``http:`` are never one origin.
        """
        site = headers.get("sec-fetch-site") if kind == "http" else None
        if site not in {None, "same-origin"}:
            return False
        origin = headers.get("origin", "null")
        if origin == "null":
            return site == "same-origin"
        if secure and not origin.startswith("https://"):
            return False  # a page under our name that somebody put on the cable
        asker = _split(origin).netloc.casefold()
        return asker in {headers["host"].casefold(), self._address.netloc.casefold()} - {""}


def host_name(host: str) -> str:
    """Of a header ``Host`` that was let in: what stands before the port, an address of IPv6 in its brackets."""
    found = _HOST.fullmatch(host)
    assert found  # what is no host was turned away
    return found[1]


def protect(headers: MutableHeaders, host: str) -> None:
    """Tell the browser to load nothing from elsewhere, to run no inline script and to keep no page."""
    # Safari before 15.4 does not take a WebSocket of the same host for 'self'.
    streams = f"ws://{host} wss://{host}" if _HOST.fullmatch(host) else ""
    headers["Content-Security-Policy"] = (
        f"default-src 'self'; connect-src 'self' {streams}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'; object-src 'none'"
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["X-Frame-Options"] = "DENY"
    headers["Referrer-Policy"] = "no-referrer"
    headers["Permissions-Policy"] = _NO_PERMISSIONS
    headers["X-Permitted-Cross-Domain-Policies"] = "none"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
    headers.setdefault("Cache-Control", "no-store")
    own = headers.get("Location", "").partition(f"://{host}/")
    if own[1] and "://" not in own[0]:  # Starlette's own, from /head/ to /head; a proxy may have taken the https off
        headers["Location"] = f"/{own[2].lstrip('/')}"
    if "Accept-Ranges" in headers:
        headers["Accept-Ranges"] = "none"


def _length(scope: Scope) -> int:
    """Bytes of the address and all headers."""
    head = sum(len(name) + len(value) for name, value in scope["headers"])
    return head + len(scope.get("raw_path", b"")) + len(scope["query_string"])


def _split(address: str) -> SplitResult:
    """An address that no browser would send has no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _is_loopback(name: str) -> bool:
    return _is_address(name) and ip_address(name).is_loopback


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
