"""``/metrics`` for Prometheus: for this very machine, and for whoever shows the secret of ``[fleet] metrics_file``."""

import hmac
import logging
from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from controller.service import Service
from controller.web.state_page import of_this_machine

_LOG: Final = logging.getLogger(__name__)
_LEAST: Final = 16
"""Characters of a secret; a shorter one lets nobody in."""


class MetricsPage:
    """To everybody else there is no such page."""

    def __init__(self, service: Service) -> None:
        self._service = service

    def routes(self) -> list[BaseRoute]:
        """Where it stands."""
        return [Route("/metrics", self._show)]

    def _show(self, request: Request) -> Response:
        if not of_this_machine(request, self._service.site.web.proxy) and not self._knows(
            request.headers.get("authorization", "")
        ):
            raise HTTPException(404)
        from controller.metrics import CONTENT_TYPE, metrics_text  # noqa: PLC0415 (loaded where somebody asks)

        return Response(metrics_text(self._service), media_type=CONTENT_TYPE)

    def _knows(self, shown: str) -> bool:
        """The file is read every time, so that the secret can be changed."""
        file = self._service.site.fleet.metrics_file
        if not file:
            return False
        try:
            secret = Path(file).read_text("utf-8").strip()
        except (OSError, ValueError):
            _LOG.warning("%s cannot be read: nobody else may read the metrics", file)
            return False
        return len(secret) >= _LEAST and hmac.compare_digest(shown.encode(), f"Bearer {secret}".encode())
