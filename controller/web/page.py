"""What all pages share: words by language, the frame, and the page that says what went wrong."""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from contract.language import load_texts
from contract.look import ICON
from contract.site import Site
from controller.web.body import BadBodyError
from controller.web.guard import protect

HERE: Final = Path(__file__).parent
_TEXTS: Final = HERE.parent / "texts"
_LANGUAGES: Final = ("vi", "en")
_FAULTS: Final = {
    401: "signed_out",
    404: "missing",
    405: "method",
    410: "missing",
    413: "too_long",
    429: "too_often",
    503: "disk",
}


class Pages:
    """Draws the templates beside this module; ``version`` changes with them and with the site."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.version = _version(site)
        self._texts = {one: load_texts(_TEXTS, one) for one in _LANGUAGES}
        self._templates = Environment(
            loader=FileSystemLoader(HERE),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def language(self, request: HTTPConnection) -> str:
        """``?lang=`` or Vietnamese; not what the browser prefers, which is often English on a citizen's own phone."""
        asked = request.query_params.get("lang", "")
        return asked if asked in _LANGUAGES else _LANGUAGES[0]

    def texts(self, language: str) -> Mapping[str, str]:
        """All words of a language."""
        return self._texts[language]

    def draw(self, request: Request, template: str, status: int = 200, **values: object) -> Response:
        """The template with its words, icons and ``values``."""
        language = self.language(request)
        html = self._templates.get_template(template).render(
            t=self._texts[language], language=language, icon=ICON, site=self.site, version=self.version, **values
        )
        return HTMLResponse(html, status)

    def fault(self, request: Request, status: int, key: str) -> Response:
        """What happened and what to do, as a page, or as JSON to a script."""
        if request.method == "POST":
            return JSONResponse({"text": self._texts[self.language(request)][f"fault.{key}"]}, status)
        return self.draw(request, "fault_page.html", status, key=f"fault.{key}")

    def on_http_error(self, request: Request, error: Exception) -> Response:
        """Starlette's handler of refusals; streams raise none."""
        assert isinstance(error, HTTPException)
        response = self.fault(request, error.status_code, _FAULTS.get(error.status_code, "malformed"))
        response.headers.update(error.headers or {})  # a 405 says what would do (RFC 9110, 15.5.6)
        return response

    def on_bad_body(self, request: Request, error: Exception) -> Response:
        """Starlette's handler of what no page of ours sends."""
        assert isinstance(error, BadBodyError)
        return self.fault(request, error.status, error.key)

    def on_crash(self, request: Request, _error: Exception) -> Response:
        """Starlette's handler of everything else, which it logs; outside the guard, so protected here."""
        response = self.fault(request, 500, "broken")
        protect(response.headers, request.headers.get("host", ""))
        return response


def clock_time(at: datetime | None) -> str:
    """``08:05``; empty for None."""
    return f"{at:%H:%M}" if at else ""


def _version(site: Site) -> str:
    digest = sha256(repr((site.name, site.fields, site.counters, site.devices, site.priorities, site.calling)).encode())
    for file in sorted(HERE.rglob("*")):
        if file.suffix in {".html", ".css", ".js", ".py"}:
            digest.update(file.read_bytes())
    for language in _LANGUAGES:
        digest.update(repr(sorted(load_texts(_TEXTS, language).items())).encode())
    return digest.hexdigest()[:12]
