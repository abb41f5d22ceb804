"""The page behind the QR of a ticket, on a phone's screen, from waiting to thanks."""

import json
from pathlib import Path

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from contract.commands import CallNext, Finish, MarkAbsent, Park, Recall, TakeTicket
from controller.core.rights import device_sender
from tests.office import FIVE, KIOSK, LAND

PICTURES = Path(__file__).parents[3] / "var" / "pictures"
LARGE, SMALL = (390, 844), (320, 568)
MOST = 30_000
"""Bytes of everything that a phone loads, uncompressed."""
ENDS = """
const faults = [];
for (const one of document.querySelectorAll("main *, header *, footer *")) {
  const box = one.getBoundingClientRect();
  if (box.width && (box.right > innerWidth + 1 || box.left < -1)) faults.push(one.className + " " + one.textContent);
}
return document.documentElement.scrollWidth <= innerWidth ? faults : ["it scrolls aside", ...faults];
"""


@pytest.fixture
def phone(browser):
    hold(browser, LARGE)
    yield browser
    for wish in ("Emulation.setEmulatedMedia", "Network.clearBrowserCache"):
        browser.execute_cdp_cmd(wish, {})
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    browser.execute_cdp_cmd("Page.setFontSizes", {"fontSizes": {"standard": 16}})


def hold(phone, size):
    metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 2, "mobile": True}
    phone.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def reads(phone, text):
    WebDriverWait(phone, 10, 0.02).until(lambda _: text in phone.find_element(By.TAG_NAME, "body").text)


def until(phone, script):
    WebDriverWait(phone, 10, 0.02).until(lambda _: phone.execute_script(f"return {script}"))


def picture(phone, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    phone.save_screenshot(str(PICTURES / f"{name}.png"))


def loaded(phone):
    """Bytes by address of all that came over the network since the log was read last."""
    sizes, addresses = {}, {}
    for line in phone.get_log("performance"):
        told = json.loads(line["message"])["message"]
        if told["method"] == "Network.responseReceived":
            addresses[told["params"]["requestId"]] = told["params"]["response"]["url"]
        elif told["method"] == "Network.loadingFinished":
            sizes[told["params"]["requestId"]] = told["params"]["encodedDataLength"]
    return {address: sizes.get(one, 0) for one, address in addresses.items()}


def test_a_phone_follows_its_ticket(hall, phone):
    hall.start()
    hall.take(LAND, 2)
    phone.get(hall.path(hall.take(LAND)))
    reads(phone, "Còn 2 người trước ông/bà trong hàng này")
    assert phone.execute_script(ENDS) == []
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
    reads(phone, "Số bên dưới có thể đã cũ")
    hall.start()
    hall.call(FIVE)
    reads(phone, "Mời ông/bà đến quầy số 5")
    WebDriverWait(phone, 10, 0.02).until(lambda _: not phone.find_element(By.ID, "lost").is_displayed())


def test_the_page_is_small_from_here_alone_and_keeps_nothing(hall, phone):
    hall.start()
    ticket = hall.take(LAND)
    phone.get("about:blank")
    phone.execute_cdp_cmd("Network.clearBrowserCache", {})
    phone.get_log("performance")
    phone.get(hall.path(ticket))
    reads(phone, "B001")
    until(phone, "document.readyState === 'complete'")
    found = {one: size for one, size in loaded(phone).items() if not one.startswith("data:")}
    assert all(one.startswith(hall.address) for one in found), found
    assert len(found) >= 3
    sizes = [len(hall.get(one.removeprefix(hall.address)).content) for one in found if "/live" not in one]
    assert sum(sizes) < MOST, found
    assert max(sum(found.values()), 1) < MOST
    kept = "return document.cookie + localStorage.length + sessionStorage.length"
    assert phone.execute_script(kept) == "00"
    assert phone.execute_cdp_cmd("Network.getCookies", {}) == {"cookies": []}


def test_a_bell_rings_on_wish_alone(hall, phone):
    hall.start()
    phone.get(hall.path(hall.take(LAND)))
    button = phone.find_element(By.ID, "tell")
    reads(phone, "Báo tôi bằng chuông khi đến lượt")
    button.click()
    reads(phone, "Chuông sẽ kêu như vừa rồi khi gọi số này")
    until(phone, "document.body.dataset.chimes === '1'")
    assert button.get_attribute("aria-pressed") == "true"
    visit = hall.call(FIVE)
    until(phone, "document.body.dataset.chimes === '4'")
    hall.clock.move(seconds=10)
    hall.do(Recall(FIVE, visit))
    reads(phone, "Đây là lần gọi thứ 2")
    until(phone, "document.body.dataset.chimes === '7'")
    button.click()
    hall.clock.move(seconds=10)
    hall.do(Recall(FIVE, visit))
    reads(phone, "Đây là lần gọi thứ 3")
    assert phone.execute_script("return document.body.dataset.chimes") == "7"
    assert phone.get_log("browser") == []


def test_without_scripts_the_page_is_whole_and_loads_itself_again(hall, phone):
    hall.start()
    phone.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    phone.get(hall.path(hall.take(LAND)))
    text = phone.find_element(By.TAG_NAME, "body").text
    for words in ("B001", "Ông/bà là người tiếp theo", "Mời ông/bà ngồi chờ: Khu B"):
        assert words in text
    assert not phone.find_element(By.ID, "tell").is_displayed()
    assert 'http-equiv="refresh" content="20"' in phone.page_source


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("size", "letters"), [(LARGE, 16), (SMALL, 16), (SMALL, 32)], ids=["large", "small", "200"])
def test_every_state_fits_small_phones_and_large_letters(hall, phone, size, letters, scheme):
    hold(phone, size)
    phone.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    phone.execute_cdp_cmd("Page.setFontSizes", {"fontSizes": {"standard": letters}})
    hall.start()
    hall.take(LAND, 2)
    phone.get(hall.path(hall.take(LAND)))
    name = f"phone-{scheme}-{size[0]}-{letters}"
    reads(phone, "Còn 2 người")
    found = {"waiting": phone.execute_script(ENDS)}
    picture(phone, f"{name}-waiting")
    hall.do(Finish(FIVE, hall.call(FIVE)))
    hall.do(Finish(FIVE, hall.call(FIVE)))
    visit = hall.call(FIVE)
    reads(phone, "Mời ông/bà đến quầy số 5")
    found["called"] = phone.execute_script(ENDS)
    picture(phone, f"{name}-called")
    hall.do(Park(FIVE, visit))
    reads(phone, "đang giữ chỗ")
    found["parked"] = phone.execute_script(ENDS)
    hall.stop()
    reads(phone, "Mất liên lạc")
    found["lost"] = phone.execute_script(ENDS)
    picture(phone, f"{name}-lost")
    assert {state: faults for state, faults in found.items() if faults} == {}


def test_who_missed_the_call_reads_what_to_do(hall, phone):
    hall.start()
    phone.get(f"{hall.path(hall.take(LAND))}?lang=en")
    visit = hall.do(CallNext(FIVE)).visit
    reads(phone, "Please go to counter 5")
    hall.clock.move(seconds=10)
    hall.do(Recall(FIVE, visit))
    hall.do(MarkAbsent(FIVE, visit))
    reads(phone, "show this ticket at counter 5")
    picture(phone, "phone-absent")


def test_the_page_opens_in_the_language_of_the_ticket(hall, phone):
    hall.start()
    ticket = hall.service.handle(device_sender(hall.site, KIOSK), hall.request(TakeTicket(LAND, language="en")))
    phone.get(hall.path(ticket))
    reads(phone, "You are next in this queue")
    phone.find_element(By.LINK_TEXT, "Tiếng Việt").click()
    reads(phone, "Ông/bà là người tiếp theo")
