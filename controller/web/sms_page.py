"""``/sms/status``: where a gateway hands on a text message that asks where a file stands, and is told what to say back.

Gateways differ, so the site file names the parameters; they may stand in the address, in a form or in a JSON object.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

import msgspec
from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from contract.phone_messages import StatusMessages
from contract.registry_words import fill
from controller.messaging import Messaging
from controller.service import Service
from controller.web.knocks import Knocks
from controller.web.place import place_of

SMS_PATH: Final = "/sms/status"
_MOST: Final = 8 * 1024
_AT_ONCE: Final = 4
"""Look-ups at the same time, beside those of the kiosks."""
_WAYS: Final[Mapping[str, tuple[str, Callable[[str], str]]]] = {
    '{"': ("application/json", lambda text: json.dumps(text)[1:-1]),
    "<": ("application/xml", escape),
    "": ("text/plain; charset=utf-8", str),
}
"""How ``reply`` is written, by what it begins with."""


class SmsPage:
    """Whoever does not show the secret is told that there is no such page."""

    def __init__(self, service: Service, messaging: Messaging) -> None:
        self._settings: StatusMessages = service.site.messages.status
        self._messaging = messaging
        self._knocks = Knocks(service.now)
        self._limit = CapacityLimiter(_AT_ONCE)

    def routes(self) -> list[BaseRoute]:
        """Where it stands: nowhere, as long as there is no secret to show."""
        return [Route(SMS_PATH, self._asked, methods=["GET", "POST"])] if self._settings.secret_file else []

    async def _asked(self, request: Request) -> Response:
        address = place_of(request)
        if self._knocks.too_many(address):
            raise HTTPException(429)
        said = {**dict(request.query_params), **await _body(request)}
        settings = self._settings
        shown = request.headers.get(settings.secret_name, said.get(settings.secret_name, ""))
        secret = await to_thread.run_sync(self._messaging.secret)
        if not secret or not hmac.compare_digest(shown.encode(), secret.encode()):
            self._knocks.was_wrong(address)
            raise HTTPException(404)
        phone, text = said.get(settings.sender_name, ""), said.get(settings.text_name, "")
        if not phone or not text:
            raise HTTPException(400)
        answer = await to_thread.run_sync(self._messaging.answers.answer, phone, text, limiter=self._limit)
        if not answer:
            return Response(status_code=204)
        if not settings.reply:
            self._messaging.send_back(phone, answer)
            return Response(status_code=204)
        kind, write = next(way for begins, way in _WAYS.items() if settings.reply.startswith(begins))
        return Response(fill(settings.reply, {"text": write(answer)}), media_type=kind)


async def _body(request: Request) -> dict[str, str]:
    """Names and values of a form or of a JSON object; nothing of what cannot be read."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _MOST:
            raise HTTPException(413)
    try:
        text = body.decode()
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return dict(parse_qsl(text, max_num_fields=64))
        found = (
            msgspec.json.decode(text) if text else {}
        )  # stricter than json, whose halves of letters fit into no answer
    except (ValueError, RecursionError) as fault:
        raise HTTPException(400) from fault
    if not isinstance(found, dict):
        raise HTTPException(400)
    return {name: str(value) for name, value in found.items() if isinstance(value, str | int)}
