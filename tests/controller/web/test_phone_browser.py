"""The page behind the QR of a ticket, on a phone's screen, from waiting to thanks."""

from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from contract.commands import Finish
from tests.office import FIVE, LAND

PICTURES = Path(__file__).parents[3] / "var" / "pictures"


@pytest.fixture
def phone(browser):
    metrics = {"width": 390, "height": 844, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    return browser


def reads(phone, text):
    WebDriverWait(phone, 10, 0.02).until(lambda _: text in phone.find_element(By.TAG_NAME, "body").text)


def picture(phone, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    phone.execute_async_script("document.fonts.ready.then(arguments[0])")
    phone.save_screenshot(str(PICTURES / f"{name}.png"))


def test_a_phone_follows_its_ticket(hall, phone):
    hall.start()
    hall.take(LAND, 2)
    phone.get(hall.path(hall.take(LAND)))
    reads(phone, "Còn 2 người trước ông/bà trong hàng này")
    assert phone.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    picture(phone, "phone-waiting")
    hall.do(Finish(FIVE, hall.call(FIVE)))
    reads(phone, "Còn 1 người")
    hall.do(Finish(FIVE, hall.call(FIVE)))
    reads(phone, "Ông/bà là người tiếp theo")
    visit = hall.call(FIVE)
    reads(phone, "Mời ông/bà đến quầy số 5")
    assert phone.title == "Mời đến quầy số 5"
    picture(phone, "phone-called")
    hall.do(Finish(FIVE, visit))
    reads(phone, "Lượt của ông/bà đã xong")
    assert phone.get_log("browser") == []


def test_a_phone_says_that_it_is_cut_off_and_finds_back(hall, phone):
    hall.start()
    phone.get(hall.path(hall.take(LAND)))
    reads(phone, "B001")
    hall.stop()
    reads(phone, "Mất liên lạc")
    hall.start()
    hall.call(FIVE)
    reads(phone, "Mời ông/bà đến quầy số 5")
    WebDriverWait(phone, 10, 0.02).until(lambda _: not phone.find_element(By.ID, "lost").is_displayed())
