"""The head's reports in a real Chromium: charts under the pages' policy, figures of today that follow the queue, a period of one's own."""

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from tests.controller.web.reports_hall import CAME, ReportsHall
from tests.office import HOA, LAND

NOTED = "window.broken = []; document.addEventListener('securitypolicyviolation', (one) => window.broken.push(one.violatedDirective));"
WIDER = "return document.documentElement.scrollWidth > innerWidth + 1"
PAINTED = """
const canvas = document.querySelector('canvas'), ink = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
let bars = 0;
for (let at = 0; at < ink.length; at += 4) bars += ink[at] === 0x0b && ink[at + 1] === 0x3d && ink[at + 2] === 0x91;
return bars;
"""


@pytest.fixture(scope="module")
def hall(tmp_path_factory):
    hall = ReportsHall(tmp_path_factory.mktemp("state")).morning()
    yield hall
    hall.end()


@pytest.fixture
def screen(hall, chromium):
    chromium.get_log("browser")
    chromium.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": NOTED})
    chromium.get(f"{hall.address}/static/icon.svg")
    for name, value in hall.cookies[HOA].items():
        chromium.add_cookie({"name": name, "value": value})
    yield chromium
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.get("about:blank")


def until(screen, words, *given):
    return WebDriverWait(screen, 20, 0.05).until(lambda _: screen.execute_script(words, *given))


def faults(screen):
    """But for the icon that a picture alone, opened to leave a cookie, has not."""
    told = [one["message"] for one in screen.get_log("browser") if one["level"] == "SEVERE"]
    return [one for one in told if "favicon.ico" not in one]


def test_a_chart_is_drawn_in_the_offices_blue_and_nothing_is_forbidden(hall, screen):
    screen.get(f"{hall.address}/head/reports/arrivals?by=hour")
    until(screen, "return document.querySelector('canvas[data-drawn]')")
    assert screen.execute_script(PAINTED) > 1000
    assert screen.execute_script("return window.broken") == []
    assert faults(screen) == []
    label = screen.execute_script("return document.querySelector('canvas').getAttribute('aria-label')")
    assert f"{CAME + 1} lượt lấy số" in label


@pytest.mark.parametrize("width", [1366, 360])
def test_no_page_is_wider_than_the_screen(hall, screen, width):
    screen.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": width, "height": 768, "deviceScaleFactor": 1, "mobile": False}
    )
    for path in ("", "/waits?by=field", "/heat", "/ratings?by=officer", "/visits", "/indices"):
        screen.get(f"{hall.address}/head/reports{path}")
        until(screen, "return document.readyState === 'complete'")
        assert not screen.execute_script(WIDER), path
        assert screen.execute_script("return window.broken") == [], path


def test_a_period_of_ones_own_is_an_address(hall, screen):
    screen.get(f"{hall.address}/head/reports/arrivals")
    until(screen, "return document.querySelector('canvas[data-drawn]')")
    screen.execute_script(
        "const form = document.getElementById('custom');"
        "form.elements.since.value = '2026-11-02'; form.elements.until.value = '2026-11-20'; form.requestSubmit();"
    )
    until(screen, "return location.search.includes('since=2026-11-02') && document.readyState === 'complete'")
    assert "02/11/2026 đến 20/11/2026" in screen.execute_script("return document.querySelector('h1').textContent")
    assert "không mở cửa" in screen.execute_script("return document.querySelector('main').textContent")


def test_a_bar_leads_to_its_visits(hall, screen):
    screen.get(f"{hall.address}/head/reports/arrivals?by=field")
    until(screen, "return document.querySelector('canvas[data-drawn]')")
    screen.execute_script(
        "const canvas = document.querySelector('canvas'), bar = Chart.getChart(canvas).getDatasetMeta(0).data[0],"
        " place = canvas.getBoundingClientRect();"
        "canvas.dispatchEvent(new MouseEvent('click', {clientX: place.x + bar.x - 5, clientY: place.y + bar.y, bubbles: true}));"
    )
    until(screen, "return location.pathname === '/head/reports/visits'")
    assert f"{CAME} lượt." in screen.execute_script("return document.querySelector('main').textContent")


def test_today_follows_the_queue(hall, screen):
    screen.get(f"{hall.address}/head/reports")
    until(screen, "return document.querySelectorAll('canvas[data-drawn]').length === 2")
    before = screen.execute_script("return document.querySelector('[data-text=waiting]').textContent")
    screen.execute_script("Date.now = ((now) => () => now() + 60000)(Date.now)")  # the last asking is long ago
    hall.take(LAND)
    until(screen, "return document.querySelector('[data-text=waiting]').textContent !== arguments[0]", before)
    until(
        screen, "return document.querySelector('#figures .key dd').textContent.startsWith(arguments[0])", str(CAME + 2)
    )
    until(screen, "return document.querySelectorAll('canvas[data-drawn]').length === 2")
    assert faults(screen) == []
