"""The page of the fleet in a real Chromium, at a desk and on a phone: live, pressed, and never wider than its screen."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from contract.conditions import Camera, Printer
from contract.directives import Done, Result
from contract.health import Health, Mishap
from contract.notices import Presence
from contract.site import Device
from contract.topics import Role
from tests.office import AN, HOA, KIOSK, PASSWORD

PICTURES = Path(__file__).parents[3] / "var" / "pictures"
BOARD, SPEAKER = "bang-chinh", "loa-1"
WIDE = "return document.documentElement.scrollWidth - innerWidth"
SMALL = """
return [...document.querySelectorAll("article button")].filter((one) => one.offsetHeight < 44).map((one) => one.textContent)
"""


class FleetScreen:
    """What the IT officer sees and presses; directives are kept."""

    def __init__(self, browser, hall):
        self.browser, self.hall, self.sent = browser, hall, []
        more = (Device(BOARD, Role.HALL_BOARD), Device(SPEAKER, Role.SPEAKER))
        own = (replace(one, printer="usb:1", camera="0") if one.id == KIOSK else one for one in hall.site.devices)
        hall.site = replace(hall.site, devices=(*own, *more))
        hall.direct = lambda device, directive: self.sent.append((device, directive))
        hall.start()
        hall.service.fleet.link_changed(up=True)
        for one in hall.site.devices[:-1]:
            self.here(one.id)

    def here(self, device, **parts):
        now = self.hall.clock()
        self.hall.service.heard(Presence(device, online=True, **parts))
        health = Health(device, "0.1.0", now, now - timedelta(hours=3), 90_000, 51.4, 8000, 29_000)
        self.hall.service.heard_health(health)

    def open(self, officer=AN):
        self.browser.get(f"{self.hall.address}/fleet")
        self.browser.find_element(By.ID, "officer").send_keys(officer)
        self.browser.find_element(By.ID, "password").send_keys(PASSWORD + "\n")
        self.until(lambda: len(self.find("#devices article")) == 7)
        return self

    def until(self, condition, seconds=10):
        return WebDriverWait(self.browser, seconds, 0.02).until(lambda _: condition())

    def find(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        return self.browser.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def press(self, device, command):
        self.find(f'#device-{device} button[data-command="{command}"]')[0].click()

    def picture(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.browser.save_screenshot(str(PICTURES / f"{name}.png"))


@pytest.fixture
def screen(browser, hall):
    return FleetScreen(browser, hall)


def test_live_without_reloading_from_press_to_end(screen):
    screen.open()
    assert "4 thiết bị đang tốt" in screen.text("h1")
    screen.browser.execute_script("window.mine = true")
    screen.here(KIOSK, printer=Printer.COVER_OPEN, camera=Camera.READY)
    screen.until(lambda: "Máy in mở nắp" in screen.text(f"#device-{KIOSK} .wrong"))
    assert screen.find("#devices article")[0].get_attribute("id") == f"device-{KIOSK}"
    screen.press(KIOSK, "test-print")
    screen.until(lambda: screen.sent)
    screen.until(lambda: "đã gửi" in screen.text(f"#device-{KIOSK} .errand"))
    [(_, directive)] = screen.sent
    now = screen.hall.clock()
    error = Mishap("kiosk.printing:181 PrinterError", now)
    told = Health(
        KIOSK,
        "0.1.0",
        now,
        now,
        9000,
        40.0,
        8000,
        29_000,
        error=error,
        done=Done(directive.id, Result.FAILED, "cover_open"),
    )
    screen.hall.service.heard_health(told)
    screen.until(lambda: "không được · mở nắp" in screen.text(f"#device-{KIOSK} .errand"))
    screen.hall.service.heard(Presence(BOARD, online=False))
    screen.until(lambda: "2 thiết bị cần xem" in screen.text("h1"))
    screen.browser.set_window_size(1366, 900)
    screen.picture("fleet-desk")
    assert screen.browser.execute_script("return window.mine"), "never reloaded"


def test_what_disturbs_people_is_asked_twice_and_duty_goes_both_ways(screen):
    screen.open()
    screen.press(KIOSK, "restart")
    screen.until(lambda: "Bấm lần nữa" in screen.text(f"#device-{KIOSK} .buttons"))
    assert screen.sent == []
    screen.press(KIOSK, "restart")
    screen.until(lambda: screen.sent)
    screen.until(lambda: screen.text("#said") == "")
    screen.press(BOARD, "out")
    screen.press(BOARD, "out")
    screen.until(lambda: screen.find(f'#device-{BOARD} [data-command="back"]'))
    assert not screen.hall.service.twins.serves(BOARD)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_phone_shows_it_all_and_fingers_hit_it(screen, language):
    screen.open()
    phone = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    screen.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", phone)
    screen.browser.get(f"{screen.hall.address}/fleet?lang={language}")
    screen.here(KIOSK, printer=Printer.PAPER_OUT)
    screen.until(lambda: screen.text(f"#device-{KIOSK} .wrong"))
    assert screen.browser.execute_script(WIDE) <= 0
    assert screen.browser.execute_script(SMALL) == []
    screen.picture(f"fleet-phone-{language}")


def test_a_head_sees_no_buttons(screen):
    screen.open(HOA)
    assert screen.find("article button") == []
    assert "Máy lấy số kiosk-1" in screen.text("#devices")
