"""``/state``: the fingerprint of the queue, for whoever compares it with the journal on this very machine."""

from ipaddress import ip_address

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from contract.codec import to_plain
from controller.core.state import fingerprint, plain_state
from controller.service import Service


class StatePage:
    """Answers this machine only; everywhere else there is no such page."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[BaseRoute]:
        """Where the page stands."""
        return [Route("/state", self._show)]

    def _show(self, request: Request) -> Response:
        if not of_this_machine(request):
            raise HTTPException(404)
        return JSONResponse(to_plain(fingerprint(self._service.look(plain_state))))


def of_this_machine(request: Request, proxy: str = "") -> bool:
    """By the connection's two ends; what came through a proxy on this machine came from elsewhere.

    ``proxy``: its address, for what is nobody else's: a proxy need not say for whom it asks.
    """
    if request.client is None or any(name in request.headers for name in ("forwarded", "x-forwarded-for", "via")):
        return False
    if proxy and request.client.host == proxy:
        return False
    server = request.scope.get("server") or ("", None)
    return ip_address(request.client.host).is_loopback or request.client.host == server[0]
