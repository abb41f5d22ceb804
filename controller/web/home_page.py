"""The first page, for staff: every counter with its fields, and the addresses of the office."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from controller.service import Service
from controller.web.page import Pages


class HomePage:
    """``/``."""

    def __init__(self, service: Service, pages: Pages) -> None:
        self._site = service.site
        self._pages = pages

    def routes(self) -> list[BaseRoute]:
        """Where the page stands."""
        return [Route("/", self._show)]

    def _show(self, request: Request) -> Response:
        here = f"{request.url.scheme}://{request.headers['host']}"
        names = {one.id: one.name for one in self._site.fields}
        return self._pages.draw(
            request,
            "home_page.html",
            lang="?lang=en" if self._pages.language(request) == "en" else "",
            counters=[(one, ", ".join(names[field] for field in one.fields)) for one in self._site.counters],
            addresses=[
                ("page.address_here", here),
                ("page.address_phone", self._site.web.address or here),
                ("page.address_broker", f"{self._site.broker.host}:{self._site.broker.port}"),
            ],
        )
