"""Pages of a small office served for real, and one Chromium to open them with."""

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service as Driver

from demo.browser import QUIET
from tests.controller.web.page_hall import PageHall
from tests.office import FIVE, LAND


@pytest.fixture
def hall(tmp_path):
    hall = PageHall(tmp_path / "state")
    yield hall
    hall.stop()


@pytest.fixture(scope="module")
def quiet_hall(tmp_path_factory):
    """One with a citizen waiting, for tests that change nothing; asserts so."""
    hall = PageHall(tmp_path_factory.mktemp("state")).start()
    hall.take(LAND)
    yield hall
    assert hall.service.desk(FIVE).served is None
    hall.stop()


@pytest.fixture(scope="session")
def chromium(tmp_path_factory):
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*QUIET, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=Driver("/usr/bin/chromedriver"))
    yield browser
    browser.quit()


@pytest.fixture
def browser(hall, chromium):
    """The same Chromium, with nothing left of the test before."""
    chromium.execute_cdp_cmd("Network.clearBrowserCookies", {})
    chromium.get_log("browser")
    chromium.get_log("performance")
    yield chromium
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.get("about:blank")  # before its hall is gone
