"""Rating on a phone's screen, when the visit is over: three faces or five, reasons, thanks; also where the network fails meanwhile."""

from dataclasses import replace
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from contract.commands import Finish, Score
from contract.rating import RatingReason
from controller.core.events import VisitRated
from tests.office import FIVE, LAND

PICTURES = Path(__file__).parents[3] / "var" / "pictures"
TOUCH_PX = 48


@pytest.fixture
def phone(browser):
    metrics = {"width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": True}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    yield browser
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {})


def reads(phone, text):
    WebDriverWait(phone, 10, 0.02).until(lambda _: text in phone.find_element(By.TAG_NAME, "body").text)


def shown(phone, css):
    return [one for one in phone.find_elements(By.CSS_SELECTOR, css) if one.is_displayed()]


def touch(phone, css):
    WebDriverWait(phone, 10, 0.02).until(lambda _: shown(phone, css))
    (button,) = shown(phone, css)
    assert min(button.size.values()) >= TOUCH_PX, (css, button.size)
    button.click()


def picture(phone, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    assert phone.execute_script("return document.documentElement.scrollWidth <= innerWidth")
    phone.execute_script("arguments[0].scrollIntoView()", phone.find_element(By.ID, "rate"))
    phone.save_screenshot(str(PICTURES / f"{name}.png"))


def finished(hall, phone, query=""):
    receipt = hall.take(LAND)
    phone.get(hall.path(receipt) + query)
    assert shown(phone, "#rate") == []
    assert hall.call(FIVE) == receipt.visit
    hall.do(Finish(FIVE, receipt.visit))
    WebDriverWait(phone, 10, 0.02).until(lambda _: shown(phone, ".faces button"))
    return receipt.visit


def rated(hall, visit):
    return [entry.event for entry in hall.journal.story(visit) if isinstance(entry.event, VisitRated)]


def test_three_faces_and_reasons(hall, phone):
    texts = ("Phải chờ đợi lâu", "Thái độ phục vụ chưa tốt", "Yêu cầu thêm giấy tờ ngoài quy định")
    reasons = tuple(RatingReason(f"r{place}", text) for place, text in enumerate(texts))
    hall.site = replace(hall.site, rating=replace(hall.site.rating, reasons=reasons))
    hall.start()
    visit = finished(hall, phone)
    picture(phone, "phone-rate")
    touch(phone, "button[value=not_satisfied]")
    picture(phone, "phone-rate-why")
    touch(phone, "#rate-again")
    touch(phone, "button[value=not_satisfied]")
    for label in shown(phone, "#rate-why label")[1:]:
        label.click()
    touch(phone, "#rate-send")
    reads(phone, "Xin cảm ơn ông/bà. Đánh giá đã được ghi nhận.")
    assert shown(phone, "#rate button") == []
    picture(phone, "phone-rate-thanks")
    (rating,) = rated(hall, visit)
    assert (rating.score, rating.reasons) == (Score.NOT_SATISFIED, ("r1", "r2", "khac"))
    phone.refresh()
    reads(phone, "Lượt này đã được đánh giá")
    assert [one for one in phone.get_log("browser") if one["level"] == "SEVERE"] == []


def test_five_faces_in_english_while_the_network_fails(hall, phone):
    hall.site = replace(hall.site, rating=replace(hall.site.rating, scale=5))
    hall.start()
    visit = finished(hall, phone, "?lang=en")
    assert len(shown(phone, ".faces button")) == 5
    picture(phone, "phone-rate-five")
    dark = {"features": [{"name": "prefers-color-scheme", "value": "dark"}]}
    phone.execute_cdp_cmd("Emulation.setEmulatedMedia", dark)
    picture(phone, "phone-rate-five-dark")
    hall.journal.full = True
    touch(phone, "button[value=neutral]")
    reads(phone, "Sending")
    hall.journal.full = False
    reads(phone, "Thank you. Your rating has been recorded.")
    (rating,) = rated(hall, visit)
    assert (rating.score, rating.scale) == (Score.NEUTRAL, 5)


def test_a_browser_in_which_a_clerk_is_signed_in_says_so(hall, phone):
    hall.start()
    receipt = hall.take(LAND)
    phone.get(hall.path(receipt))
    for name, value in hall.cookies[FIVE].items():
        phone.add_cookie({"name": name, "value": value, "path": "/"})
    hall.call(FIVE)
    hall.do(Finish(FIVE, receipt.visit))
    reads(phone, "Trình duyệt này đang có cán bộ đăng nhập")
    assert shown(phone, "#rate button") == []
    phone.delete_all_cookies()
