"""The counter page in a real Chromium, used as a clerk uses it: by keys, by mouse, and through a restart."""

import json
import statistics
import time
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from contract.commands import Finish
from contract.notices import Presence, Printer
from tests.controller.web.counter_screen import CounterScreen
from tests.office import CIVIL, FIVE, KIOSK, LAND

FREE = {"number", "priority", "cancel", "pause", "alarm", "leave"}
"""What can be done at an open counter where nobody is served and nobody was."""


@pytest.fixture
def opened(hall, browser):
    """The counter page with three people waiting."""
    hall.start()
    hall.take(LAND, 2)
    hall.take(CIVIL)
    return CounterScreen(browser, hall)


def pressed_requests(browser):
    """Bodies of the commands that left the browser."""
    sent = []
    for line in browser.get_log("performance"):
        message = json.loads(line["message"])["message"]
        asked = message["params"].get("request", {})
        if message["method"] == "Network.requestWillBeSent" and "/command?" in asked["url"]:
            sent.append(json.loads(asked["postData"]))
    return sent


def test_a_clerk_calls_and_finishes_by_keys(hall, opened):
    opened.picture("clerk-free")
    assert opened.open_buttons() == {"call", *FREE}
    opened.key(Keys.SPACE)
    opened.sees(number="B001")
    assert opened.open_buttons() == {"recall", "finish", "park", "transfer", "priority", "cancel", "undo", "alarm"}
    opened.picture("clerk-serving")
    visit = hall.service.desk(FIVE).served.visit
    hall.clock.move(seconds=8)
    opened.key("r")
    opened.sees(called="Đã gọi 2 lần, lần cuối lúc 08:00")
    opened.key(Keys.ENTER)
    opened.sees(label="Quầy trống")
    assert hall.happened(visit) == ["TicketIssued", "TicketCalled", "TicketRecalled", "VisitFinished"]
    sent = pressed_requests(opened.browser)
    assert [press["command"] for press in sent] == ["call", "recall", "finish"]
    assert len({press["request"] for press in sent}) == 3


def test_a_clerk_calls_and_finishes_by_mouse(hall, opened):
    opened.button("call").click()
    opened.sees(number="B001")
    visit = hall.service.desk(FIVE).served.visit
    opened.button("finish").click()
    opened.sees(label="Quầy trống")
    assert hall.happened(visit) == ["TicketIssued", "TicketCalled", "VisitFinished"]
    opened.key(Keys.SPACE)  # the button that was clicked does not take the key
    opened.sees(number="B002")


def test_a_double_click_calls_once(hall, opened, browser):
    ActionChains(browser).double_click(opened.button("call")).perform()
    opened.sees(number="B001")
    assert len(pressed_requests(browser)) == 1
    ActionChains(browser).double_click(opened.button("finish")).perform()
    opened.sees(label="Quầy trống")
    assert len(pressed_requests(browser)) == 1
    assert hall.service.desk(FIVE).served is None


def test_a_key_held_down_or_trembling_calls_once(hall, opened, browser):
    opened.hold(" ", "Space", 40)
    opened.sees(number="B001")
    opened.key(Keys.SPACE, Keys.SPACE)
    opened.key(Keys.ENTER, Keys.ENTER, Keys.ENTER)
    opened.sees(label="Quầy trống")
    assert [press["command"] for press in pressed_requests(browser)] == ["call", "finish"]


def test_what_cannot_be_done_is_said_where_the_eye_is(hall, opened, browser):
    opened.key(Keys.ENTER)
    opened.is_told("Quầy chưa gọi số nào.")
    opened.key(Keys.SPACE)
    opened.sees(number="B001")
    ActionChains(browser).key_down(Keys.ALT).send_keys("v").key_up(Keys.ALT).perform()  # the browser's own
    opened.key("x")
    opened.key("r")
    opened.is_told("Vừa gọi xong. Xin chờ vài giây rồi gọi lại.")
    number, said = (browser.find_element(By.CSS_SELECTOR, one).rect for one in (".number", "#said"))
    assert 0 < said["y"] - (number["y"] + number["height"]) < 150
    opened.picture("clerk-refused")
    assert [press["command"] for press in pressed_requests(browser)] == ["call", "recall"]


def test_an_id_is_found_without_a_secure_context(hall, opened, browser):
    browser.execute_script("Object.defineProperty(crypto, 'randomUUID', { value: undefined })")
    opened.key(Keys.SPACE)
    opened.sees(number="B001")
    (press,) = pressed_requests(browser)
    assert len(press["request"]) == 32


def test_the_page_follows_what_happens_elsewhere(hall, opened, browser):
    browser.execute_script("window.neverReloaded = true")
    visit = hall.call(FIVE)
    opened.sees(number="B001")
    assert browser.title == "B001 · Quầy 5"
    hall.do(Finish(FIVE, visit))
    opened.sees(label="Quầy trống")
    hall.do(Finish(FIVE, hall.call(FIVE)))
    hall.do(Finish(FIVE, hall.call(FIVE)))
    opened.sees(field="Chưa có ai chờ")
    assert opened.open_buttons() == FREE | {"undo"}
    hall.take(LAND)
    opened.until(lambda: opened.shown("next.dat-dai") == "B003")
    hall.service.heard(Presence(KIOSK, online=True, printer=Printer.COVER_OPEN))
    opened.sees(trouble="Máy lấy số kiosk-1: nắp máy in đang mở")
    hall.service.heard(Presence(KIOSK, online=True, printer=Printer.READY))
    opened.sees(trouble="")
    assert browser.execute_script("return window.neverReloaded")


def test_a_command_pressed_while_the_controller_is_away_is_done_once(hall, opened, browser):
    hall.stop()
    opened.until(opened.is_lost)
    assert "Mất liên lạc" in browser.find_element(By.ID, "lost").text
    opened.key(Keys.SPACE)
    opened.is_told("Trang đang tự gửi lại")
    opened.picture("clerk-lost")
    opened.key(Keys.SPACE)
    hall.start()
    opened.sees(number="B001")
    opened.until(lambda: not opened.is_lost() and opened.browser.find_element(By.ID, "said").text == "")
    assert hall.happened(hall.service.desk(FIVE).served.visit) == ["TicketIssued", "TicketCalled"]
    assert len({press["request"] for press in pressed_requests(browser)}) == 1


def test_after_a_restart_the_page_shows_the_truth(hall, opened, browser):
    opened.key(Keys.SPACE)
    opened.sees(number="B001")
    hall.stop()
    opened.until(opened.is_lost)
    hall.start()
    hall.do(Finish(FIVE, hall.service.desk(FIVE).served.visit))
    opened.until(lambda: not opened.is_lost())
    opened.sees(label="Quầy trống")


class LosesAnswers:
    """Does the first command and loses its answer, as a network does that breaks at the wrong moment."""

    def __init__(self, app):
        self.app, self.lost = app, 0

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"].endswith("/command") and not self.lost:
            self.lost += 1

            async def drop(_message):
                pass

            send = drop
        await self.app(scope, receive, send)


def test_an_answer_lost_on_the_way_does_nothing_twice(hall, browser):
    losing = []
    hall.around = lambda app: losing.append(LosesAnswers(app)) or losing[-1]
    hall.start()
    hall.take(LAND, 3)
    screen = CounterScreen(browser, hall)
    screen.key(Keys.SPACE)
    screen.sees(number="B001")
    screen.until(lambda: not browser.execute_script("return sessionStorage.length"))
    assert losing[0].lost == 1
    presses = pressed_requests(browser)
    assert len(presses) == 2
    assert presses[0] == presses[1]
    assert hall.happened(hall.service.desk(FIVE).served.visit) == ["TicketIssued", "TicketCalled"]


def test_a_page_reloaded_before_the_answer_sends_the_same_command(hall, opened, browser):
    hall.stop()
    opened.key(Keys.SPACE)
    opened.is_told("Trang đang tự gửi lại")
    hall.start()
    browser.refresh()
    opened.sees(number="B001")
    assert hall.happened(hall.service.desk(FIVE).served.visit) == ["TicketIssued", "TicketCalled"]
    assert len({press["request"] for press in pressed_requests(browser)}) == 1


def test_everything_comes_from_the_office_alone(hall, opened, browser):
    opened.key(Keys.SPACE)
    opened.sees(number="B001")
    opened.picture("clerk-serving")
    hosts = set()
    for line in browser.get_log("performance"):
        message = json.loads(line["message"])["message"]
        parameters = message["params"]
        address = parameters.get("request", {}).get("url") or parameters.get("url", "")
        if message["method"] in {"Network.requestWillBeSent", "Network.webSocketCreated"}:
            hosts.add(urlsplit(address).netloc)
    assert hosts == {urlsplit(hall.address).netloc}
    assert browser.get_log("browser") == []  # nothing was refused by the policy either
    families = browser.execute_script(
        "return [...document.fonts].filter(f => f.status === 'loaded').map(f => f.family + f.weight)"
    )
    assert {family.replace('"', "") for family in families} >= {"Noto Sans400", "Noto Sans700"}


def test_nothing_is_cut_off_on_an_old_screen(hall, opened, browser):
    opened.key(Keys.SPACE)
    opened.sees(number="B001")
    for width, height in ((1366, 600), (1366, 768), (1024, 600), (1920, 950)):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        cut = browser.execute_script(
            "return [...document.querySelectorAll('body, .now, .now p, nav, button, footer, li, li *')]"
            ".filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).display !== 'inline'"
            " || e.getBoundingClientRect().bottom > innerHeight + 1).map(e => e.outerHTML)"
        )
        assert cut == [], (width, height)


def test_a_call_reaches_the_page_within_a_blink(hall, opened, browser):
    hall.take(LAND, 20)
    browser.execute_script(
        "window.seenAt = []; new MutationObserver(() => window.seenAt.push(performance.timeOrigin + performance.now()))"
        ".observe(document.querySelector('.number'), { childList: true, characterData: true, subtree: true })"
    )
    delays = []
    for turn in range(20):
        began = time.time()
        visit = hall.call(FIVE)
        opened.until(lambda turn=turn: browser.execute_script("return window.seenAt.length") > 2 * turn)
        delays.append(1000 * (browser.execute_script(f"return window.seenAt[{2 * turn}] / 1000") - began))
        hall.do(Finish(FIVE, visit))
        opened.until(lambda turn=turn: browser.execute_script("return window.seenAt.length") > 2 * turn + 1)
    print(f"call to changed page: median {statistics.median(delays):.1f} ms, worst {max(delays):.1f} ms")
    assert 0 < statistics.median(delays) < 200
