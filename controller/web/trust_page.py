"""``/ca``: how an officer's computer comes to trust the office's pages, and the certificates to fetch for it.

Served without https, for who asks does not trust it yet. Whoever stands between can hand out another file: the page says nothing that
proves it, and asks to compare the fingerprint with what ``motcua trust`` prints.
"""

from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from contract.authority_file import CA_PATH, certificate_path, certificates
from controller.web.guard import host_name
from controller.web.page import Pages

_KIND: Final = "application/x-x509-ca-cert"


class TrustPage:
    """``bundle``: the PEM file of the office's living authorities, read anew each time, for ``apply`` may bring a successor."""

    def __init__(self, bundle: Path, pages: Pages) -> None:
        self._bundle = bundle
        self._pages = pages

    def routes(self) -> list[BaseRoute]:
        """Where they stand."""
        return [Route(CA_PATH, self._show), Route(f"{CA_PATH}/{{number:int}}.crt", self._give)]

    def _show(self, request: Request) -> Response:
        paths = [certificate_path(number + 1) for number in range(len(self._all()))]
        name = host_name(request.headers["host"])
        other = "vi" if self._pages.language(request) == "en" else "en"
        secure = f"https://{name}:{self._pages.site.web.https_port}/"
        return self._pages.draw(request, "trust_page.html", paths=paths, other=other, secure=secure)

    def _give(self, request: Request) -> Response:
        place, known = request.path_params["number"], self._all()
        if not 1 <= place <= len(known):
            raise HTTPException(404)
        name = f"{self._pages.site.id}-{place}.crt"
        return Response(
            known[place - 1], media_type=_KIND, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )

    def _all(self) -> list[bytes]:
        try:
            return certificates(self._bundle.read_text("ascii"))
        except (OSError, ValueError):
            raise HTTPException(503) from None
