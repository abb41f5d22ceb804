"""All pages as one ASGI application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from contract.office_names import server_names
from contract.procedure import Catalogue
from controller.joins import Joins
from controller.messaging import Messaging
from controller.reports.question import ReportsAwayError
from controller.service import Service
from controller.web import assets, chart_script
from controller.web.board_page import BEAT_S, KIND, MOST, BoardPage
from controller.web.board_page import GAP_S as BOARD_GAP_S
from controller.web.body import BadBodyError
from controller.web.counter_page import CounterPage
from controller.web.fleet_page import GAP_S as FLEET_GAP_S
from controller.web.fleet_page import KIND as FLEET
from controller.web.fleet_page import MOST as FLEETS
from controller.web.fleet_page import FleetPage
from controller.web.follow_page import FollowPage
from controller.web.guard import Guard
from controller.web.head_page import GAP_S, HeadPage
from controller.web.home_page import HomePage
from controller.web.join_page import JoinPage
from controller.web.metrics_page import MetricsPage
from controller.web.page import Pages
from controller.web.phone_desk import PhoneDesk
from controller.web.procedures_page import ProceduresPage
from controller.web.rate_page import RatePage
from controller.web.report_reading import Evidence
from controller.web.reports_page import ReportsPage, on_away
from controller.web.session import Sessions
from controller.web.sign_in_page import SignInPage
from controller.web.sms_page import SmsPage
from controller.web.state_page import StatePage
from controller.web.streams import Streams
from controller.web.suggestions_page import SuggestionsPage
from controller.web.trust_page import TrustPage

PHONES: Final = 600
"""Phones that are told at once; more are told twice a minute."""
CLERKS: Final = 200
"""Counter pages open at most, apart from the phones, so that no crowd can shut a clerk out."""
HEADS: Final = 20
"""The head's page, open at most."""
_SHARE: Final = 4
"""So many places take all streams of a kind that nobody signs in for: behind one address may be all phones of the hall's Wi-Fi."""
BEAT: Final = 3.0
"""Seconds between signs of life; a page that hears nothing for longer says so (``static/live.js``)."""


def make_app(
    service: Service,
    catalogue: Catalogue = Catalogue(),  # noqa: B008 (frozen)
    *,
    phones: int = PHONES,
    clerks: int = CLERKS,
    beat: float = BEAT,
    messaging: Messaging | None = None,
    evidence: Evidence | None = None,
    joins: Joins | None = None,
    authority: str = "",
) -> Starlette:
    """The pages of ``service``; ``app.state.streams`` counts who is watching.

    ``messaging``: where phones are told of turns; ``evidence``: where the figures of reports come from;
    ``joins``: places that new machines can take; ``authority``: the file of whom officers' computers are to trust.
    """
    pages = Pages(service.site)
    sessions = Sessions(service)
    sign_in = SignInPage(service, pages, sessions)
    limits = {"counter": clerks, KIND: MOST, "head": HEADS, FLEET: FLEETS, "follow": phones}
    gaps = {"head": GAP_S, FLEET: FLEET_GAP_S, KIND: BOARD_GAP_S}
    shares = {kind: max(1, limits[kind] // _SHARE) for kind in (KIND, "follow")}
    streams = Streams(service.follow, limits, beat, gaps, {KIND: min(beat, BEAT_S)}, shares)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with streams.running():
            yield

    app = Starlette(
        routes=[
            *HomePage(service, pages).routes(),
            *sign_in.routes(),
            *CounterPage(service, pages, streams, sessions, sign_in).routes(),
            *HeadPage(service, pages, streams, sessions, sign_in).routes(),
            *FleetPage(service, pages, streams, sessions, sign_in, joins).routes(),
            *MetricsPage(service).routes(),
            *(ReportsPage(service, pages, sessions, sign_in, evidence).routes() if evidence else ()),
            *chart_script.routes(),
            *SuggestionsPage(service, pages, sessions, sign_in).routes(),
            *FollowPage(service, pages, streams).routes(),
            *RatePage(service, pages, sessions).routes(),
            *ProceduresPage(catalogue).routes(),
            *(PhoneDesk(service, messaging.near_turn).routes() if messaging else ()),
            *(SmsPage(service, messaging).routes() if messaging else ()),
            *(JoinPage(joins, service.now).routes() if joins else ()),
            *BoardPage(service, pages, streams).routes(),
            *StatePage(service).routes(),
            *(TrustPage(Path(authority), pages).routes() if authority else ()),
            *assets.routes(),
        ],
        middleware=[Middleware(Guard, service.site.web, pages.fault, server_names(service.site))],
        exception_handlers={
            HTTPException: pages.on_http_error,
            BadBodyError: pages.on_bad_body,
            ReportsAwayError: partial(on_away, pages),
            Exception: pages.on_crash,
        },
        lifespan=lifespan,
    )
    app.state.streams = streams
    return app
