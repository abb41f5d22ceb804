"""Brokers of the demonstration office as processes of their own: embedded and mosquitto."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.site import Site
from demo.brokers import BrokerRun
from demo.daytime import by_day
from firmware_config.site_file import read_site

SITE = Path(__file__).parent.parent.parent / "demo" / "site.toml"


@pytest.fixture(scope="session")
def site() -> Site:
    """The demonstration office by day: its midnight, at which numbers begin again, is hours away."""
    return by_day(read_site(SITE))


@pytest.fixture(scope="module", params=["embedded", "mosquitto"])
def shared_broker(
    request: pytest.FixtureRequest, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrokerRun]:
    """A running broker for all tests of a module: not to be killed, and whatever is retained stays."""
    run = BrokerRun(site, tmp_path_factory.mktemp("office"), request.param)
    run.start()
    yield run
    run.kill()


@pytest.fixture(params=["embedded", "mosquitto"])
def broker(request: pytest.FixtureRequest, site: Site, tmp_path: Path) -> Iterator[BrokerRun]:
    """A running broker of one's own; ``account(device)`` gives what a ``Link`` needs."""
    run = BrokerRun(site, tmp_path / "office", request.param)
    run.start()
    yield run
    run.kill()
