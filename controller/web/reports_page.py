"""The head's reports: today as it goes, any period told apart and narrowed at will, files of every table, and a visit's story."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

from anyio import CapacityLimiter, to_thread
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from contract.ids import VisitId
from contract.site import Officer, OfficerRole
from controller.core.period import Period, Span, period
from controller.core.rating_batches import is_told
from controller.reports.catalogue import REPORTS
from controller.reports.question import ReportError
from controller.service import Service
from controller.story import event_words
from controller.summary.circular import indices
from controller.web import chart_script
from controller.web.forecast_view import ForecastView
from controller.web.page import Pages
from controller.web.report_question import HOME, VISITS, Asked, asked, choices
from controller.web.report_reading import Evidence, ReportReading, taken_away
from controller.web.report_view import Viewer
from controller.web.session import Sessions
from controller.web.sign_in_page import SignInPage

_T = TypeVar("_T")
_AT_ONCE: Final = 2
"""Questions at a time, and files: whoever asks more waits for those, and for nothing else."""
_OF_MACHINES: Final = ("devices", "papers", "scans")
"""What IT officers see: nothing about people."""
_KINDS: Final[Mapping[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_SPANS: Final = (Span.TODAY, Span.YESTERDAY, Span.WEEK, Span.MONTH, Span.QUARTER)


class ReportsPage:
    """``/head/reports`` and all below it, for heads; IT officers see what is about machines."""

    def __init__(
        self, service: Service, pages: Pages, sessions: Sessions, sign_in: SignInPage, evidence: Evidence
    ) -> None:
        self._service = service
        self._pages = pages
        self._sessions = sessions
        self._sign_in = sign_in
        self._evidence = evidence
        self._questions, self._files = CapacityLimiter(_AT_ONCE), CapacityLimiter(_AT_ONCE)

    def routes(self) -> list[BaseRoute]:
        """Where they stand."""
        return [
            Route(HOME, self._home),
            Route(f"{HOME}/visit/{{visit}}", self._story),
            Route(f"{HOME}/summary/{{file}}", self._summary),
            Route(f"{HOME}/indices", self._indices),
            Route(f"{HOME}/forecast", self._forecast),
            Route(f"{HOME}/{{name}}.{{kind:str}}", self._file),
            Route(f"{HOME}/{{name}}", self._report),
        ]

    async def _home(self, request: Request) -> Response:
        officer, refused = self._head(request)
        if officer is None:
            return refused
        if officer.role is OfficerRole.IT:
            return await self._report_of(request, _OF_MACHINES[0], officer)
        view = await self._asked(self._reading(request).today)
        return self._draw(request, officer, "reports_home.html", None, **view)

    async def _report(self, request: Request) -> Response:
        officer, refused = self._head(request)
        if officer is None:
            return refused
        return await self._report_of(request, request.path_params["name"], officer)

    async def _report_of(self, request: Request, name: str, officer: Officer) -> Response:
        wish = self._wish(request, name, officer)
        view = await self._asked(partial(self._reading(request).answer, wish))
        return self._draw(request, officer, "report_page.html", wish, **view)

    async def _file(self, request: Request) -> Response:
        officer, refused = self._head(request)
        if officer is None:
            return refused
        wish, kind = self._wish(request, request.path_params["name"], officer), request.path_params["kind"]
        if kind not in _KINDS:
            raise HTTPException(404)
        path = await self._asked(partial(self._reading(request).file, wish, kind), self._files)
        name = f"{wish.name}-{wish.period.since}-{wish.period.until}.{kind}"
        return FileResponse(path, media_type=_KINDS[kind], filename=name, background=BackgroundTask(taken_away, path))

    async def _story(self, request: Request) -> Response:
        officer, refused = self._head(request, about_people=True)
        if officer is None:
            return refused
        visit = VisitId(request.path_params["visit"])
        entries = [one for one in await self._asked(partial(self._evidence.story, visit)) if is_told(one)]
        if not entries:
            raise HTTPException(404)
        texts = self._pages.texts(self._pages.language(request))
        names = {one.id: one.name for one in self._service.site.officers}
        lines = [
            {
                "time": f"{one.at:%H:%M:%S}",
                "words": event_words(one.event, texts),
                "who": ", ".join(filter(None, (names.get(one.officer, one.officer) if one.officer else "", one.by))),
            }
            for one in entries
        ]
        day = self._reading(request).viewer.cells.day(entries[0].at.date())
        title = texts["report.story_title"].format(number=visit.rpartition("-")[2], day=day)
        return self._draw(request, officer, "story_page.html", None, lines=lines, heading=title, current=VISITS)

    async def _summary(self, request: Request) -> Response:
        officer, refused = self._head(request, about_people=True)
        if officer is None:
            return refused
        wanted = request.path_params["file"]
        found = next((one for one in await self._asked(self._reading(request).files) if one.name == wanted), None)
        if found is None:
            raise HTTPException(404)
        return FileResponse(found, media_type="application/pdf", filename=found.name, content_disposition_type="inline")

    async def _indices(self, request: Request) -> Response:
        officer, refused = self._head(request, about_people=True)
        if officer is None:
            return refused
        wish = asked("indices", request.query_params, self._pages.language(request), self._service.now().date())
        site, texts = self._service.site, self._pages.texts(wish.language)
        ask = partial(indices, self._evidence.tables, site, texts, wish.language, wish.period.since, wish.period.until)
        return self._draw(request, officer, "indices_page.html", wish, rows=await self._asked(ask))

    async def _forecast(self, request: Request) -> Response:
        officer, refused = self._head(request, about_people=True)
        if officer is None:
            return refused
        language = self._pages.language(request)
        view = ForecastView(self._service.site, self._pages.texts(language), language)
        values = await self._asked(partial(view.read, self._evidence.state, self._service.now().date()))
        return self._draw(request, officer, "forecast_page.html", None, current="forecast", **values)

    def _head(self, request: Request, *, about_people: bool = False) -> tuple[Officer | None, Response]:
        """Who asks; None with the form for everybody else, and for IT officers with a refusal of what is ``about_people``."""
        officer = self._sessions.officer(request)
        if officer is None or officer.role not in {OfficerRole.HEAD, OfficerRole.IT}:
            said = self._pages.texts(self._pages.language(request))["fault.not_head"] if officer else ""
            return None, self._sign_in.draw(request, None, said=said)
        if about_people and officer.role is OfficerRole.IT:
            return None, self._pages.fault(request, 403, "not_head")
        return officer, Response()

    def _wish(self, request: Request, name: str, officer: Officer) -> Asked:
        if name not in REPORTS and name != VISITS:
            raise HTTPException(404)
        if officer.role is OfficerRole.IT and name not in _OF_MACHINES:
            raise HTTPException(404)
        return asked(name, request.query_params, self._pages.language(request), self._service.now().date())

    async def _asked(self, ask: Callable[[], _T], at_once: CapacityLimiter | None = None) -> _T:
        try:
            return await to_thread.run_sync(ask, limiter=at_once or self._questions)
        except ReportError as fault:
            raise HTTPException(404) from fault
        except OSError as fault:
            raise HTTPException(503) from fault

    def _draw(
        self, request: Request, officer: Officer, template: str, wish: Asked | None, **values: object
    ) -> Response:
        """With what all of them show: the list of reports, and of periods and groupings where there is something to choose."""
        language = self._pages.language(request)
        today = self._service.now().date()
        names = _OF_MACHINES if officer.role is OfficerRole.IT else (*REPORTS, VISITS)
        reading = self._reading(request)
        base = wish or Asked("", period(Span.TODAY, today), language)
        other = "en" if language == "vi" else "vi"
        shared: dict[str, object] = {
            "script": chart_script.address(),
            "home": HOME,
            "reports": [(one, base.other(one).address()) for one in names],
            "indices_link": base.other("indices").address() if officer.role is OfficerRole.HEAD else "",
            "forecast_link": f"{HOME}/forecast?lang={language}" if officer.role is OfficerRole.HEAD else "",
            "is_head": officer.role is OfficerRole.HEAD,
            "current": wish.name if wish else "",
            "other": f"?{request.url.include_query_params(lang=other).query}",
            "other_language": other,
            "during": reading.during(base.period),
        }
        if wish is not None:
            shared |= {
                "wish": wish,
                "spans": [(one.value, wish.during(period(one, today)).address()) for one in _SPANS],
                "custom": wish.during(Period(Span.CUSTOM, wish.period.since, wish.period.until)).address(),
                "groupings": [(one, replace(wish, by=one, page=0).address()) for one in choices(wish.name)],
                "filters": _filters(wish, reading.viewer),
                "files_of": [(one, wish.address(f".{one}")) for one in _KINDS] if wish.name != "indices" else [],
            }
        return self._pages.draw(request, template, 200, **(shared | values))

    def _reading(self, request: Request) -> ReportReading:
        language = self._pages.language(request)
        return ReportReading(self._service, self._evidence, self._pages.texts(language), language)


def on_away(pages: Pages, request: Request, _error: Exception) -> Response:
    """Starlette's handler of figures that are still being counted."""
    response = pages.fault(request, 503, "figures")
    response.headers["Retry-After"] = "30"
    return response


def _filters(wish: Asked, viewer: Viewer) -> list[tuple[str, str]]:
    """What it is narrowed to, in words, and the address without that."""
    return [
        (
            viewer.cells.narrowed(wish.name, key, value),
            replace(wish, only=tuple(one for one in wish.only if one[0] != key), page=0).address(),
        )
        for key, value in wish.only
    ]
