"""The one page of a controller that cannot start: that it stands still, what tickets are worth, and whom to ask."""

from http import HTTPStatus
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from contract.office_names import server_names
from contract.site import Site
from controller.web import assets
from controller.web.guard import Guard
from controller.web.page import Pages

_AGAIN_S: Final = 10
_METHODS: Final = ("GET", "HEAD", "POST")


def make_standstill(site: Site) -> Starlette:
    """Every address leads to it, with a status that programs understand; browsers look again by themselves."""
    pages = Pages(site)

    async def tell(request: Request) -> Response:
        response = pages.fault(request, HTTPStatus.SERVICE_UNAVAILABLE, "standstill")
        response.headers["Retry-After"] = str(_AGAIN_S)
        if request.method != "POST":
            response.headers["Refresh"] = str(_AGAIN_S)
        return response

    return Starlette(
        routes=[*assets.routes(), Route("/{path:path}", tell, methods=_METHODS)],
        middleware=[Middleware(Guard, site.web, pages.fault, server_names(site))],
    )
