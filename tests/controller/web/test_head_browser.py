"""The head's page in a real Chromium: by keyboard, in offices of three sizes, through alarms and a lost connection."""

from dataclasses import replace
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from contract.commands import CallNext, ClearAlarm, MarkAbsent, RaiseAlarm, Recall
from contract.site import Web
from tests.controller.web.three_offices import Morning, office
from tests.office import AN, CIVIL, FIVE, HOA, LAND, PASSWORD

PICTURES = Path(__file__).parents[3] / "var" / "pictures"
CUT = """
const cut = (one) => one.clientWidth > 0 && one.scrollWidth > one.clientWidth + 1;
const wide = [...document.querySelectorAll("header button, header a, dd")].filter((one) => one.getBoundingClientRect().right > innerWidth);
return [...document.querySelectorAll(".row > span, .row .name, .tile .now, .tile .plate, .tile .serving, dd, h1")]
  .filter(cut).concat(wide).map((one) => one.className + ": " + one.textContent);
"""


class HeadScreen:
    """What the head sees and does."""

    def __init__(self, browser, hall):
        self.browser, self.hall = browser, hall

    def sign_in(self, officer=HOA):
        """By the form, with keys alone."""
        self.browser.get(f"{self.hall.address}/head")
        self.browser.delete_all_cookies()
        self.browser.get(f"{self.hall.address}/head")
        self.key(officer, Keys.TAB, PASSWORD, Keys.ENTER)
        self.until(lambda: self.find("#fields .row") and self.find("#counters .tile"))
        return self

    def until(self, condition, seconds=10):
        return WebDriverWait(self.browser, seconds, 0.02).until(lambda _: condition())

    def find(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def text(self, selector):
        """Of the first one; read in one step, since lists change under the eyes."""
        return self.browser.execute_script("return document.querySelector(arguments[0])?.innerText ?? ''", selector)

    def reads(self, selector, text):
        self.until(lambda: text in self.text(selector))

    def key(self, *keys):
        ActionChains(self.browser).send_keys(*keys).perform()

    def press(self, selector):
        """With the keyboard: focus and Enter."""
        self.browser.execute_script("document.querySelector(arguments[0]).focus()", selector)
        self.key(Keys.ENTER)

    def looks_up(self, number):
        """As soon as the hall has it: every list of the page comes from one state."""
        self.until(lambda: not self.find("dialog[open]"))
        self.until(lambda: self.tries(number) and self.text("#person-number") == number)

    def tries(self, number):
        self.key("/")
        self.until(lambda: self.focused() == "find-number")
        self.key(Keys.BACKSPACE * 4, number, Keys.ENTER)
        return self.find("#person[open]")

    def focused(self):
        return self.browser.execute_script("return document.activeElement.id || document.activeElement.name")

    def size(self, width, height):
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def picture(self, name):
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.browser.execute_async_script("document.fonts.ready.then(arguments[0])")
        self.browser.save_screenshot(str(PICTURES / f"{name}.png"))


@pytest.fixture
def screen(hall, browser):
    hall.start()
    return HeadScreen(browser, hall).sign_in()


@pytest.mark.parametrize(("counters", "waiting", "minutes"), [(3, 14, 25), (8, 60, 40), (43, 240, 50)])
def test_offices_of_three_sizes_are_seen_whole(hall, browser, counters, waiting, minutes):
    hall.site = replace(office(counters), web=Web(port=0))
    hall.start(sit=False)
    morning = Morning(hall)
    morning.come(waiting, minutes)
    morning.open(range(1, counters * 9 // 10 + 1))
    morning.serve(range(1, counters * 9 // 10 + 1))
    screen = HeadScreen(browser, hall).sign_in()
    for width, height in ((1366, 768), (1920, 1080)):
        screen.size(width, height)
        screen.until(lambda: len(screen.find("#counters .tile")) == counters and screen.find("#fields .row .chip"))
        assert browser.execute_script("return document.documentElement.scrollWidth <= innerWidth")
        assert browser.execute_script("return document.documentElement.scrollHeight <= innerHeight")
        assert browser.execute_script(CUT) == []
        screen.picture(f"head-{counters}-{width}")
    assert browser.get_log("browser") == []


def test_a_head_gives_a_number_by_keys_and_finds_it_again(screen, hall, browser):
    hall.take(LAND, 2)
    screen.key("n")
    screen.until(lambda: screen.focused() == "field")
    screen.picture("head-ticket-form")
    screen.key(Keys.TAB, Keys.ARROW_DOWN, Keys.TAB, "0930", "AM")
    screen.press("#give button")
    screen.reads("#slip-number", "B003")
    assert screen.text("#slip-field") == "Đất đai"
    assert screen.find("#slip-follow")[0].get_attribute("href").startswith("http://office/t/2026-11-23-B003/")
    assert browser.execute_script("return document.getElementById('slip-number').offsetHeight") > 100
    screen.picture("head-ticket")
    screen.key(Keys.ESCAPE)
    screen.looks_up("B003")
    screen.reads("#person-words", "ưu tiên: Người cao tuổi")
    assert "hẹn 09:30" in screen.text("#person-words")
    screen.picture("head-person")
    assert browser.get_log("browser") == []


def test_only_the_slip_goes_to_paper(screen, browser):
    screen.key("n")
    screen.press("#give button")
    screen.reads("#slip-number", "B001")
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    seen = [
        one
        for one in ("header", "main", "footer", "#ticket .close", "#slip .actions")
        if screen.find(one)[0].is_displayed()
    ]
    assert (seen, screen.find("#slip-number")[0].is_displayed()) == ([], True)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_people_are_moved_and_sent_home_by_keys(screen, hall):
    first, second = hall.take(LAND), hall.take(LAND)
    screen.reads("#fields .row .waiting", "2")
    screen.press("#fields .row .name")
    screen.reads("#field-people", "B002")
    screen.picture("head-field")
    screen.press(f'#field-people [data-key="{second.visit}"]')
    screen.reads("#person-number", "B002")
    screen.press("#transfer [value=front]")  # Enter in a form sends it, the place chosen or not
    screen.reads("#said", "Đã làm xong.")
    assert [one.visit for one in hall.service.hall().rows[0].people] == [first.visit, second.visit]
    screen.looks_up("B002")
    screen.reads("#person-number", "B002")
    screen.browser.execute_script("document.querySelector('#transfer [value=original]').focus()")
    screen.key(Keys.ARROW_DOWN)
    screen.press("#transfer button")
    screen.until(lambda: [one.visit for one in hall.service.hall().rows[0].people] == [second.visit, first.visit])
    screen.looks_up("B001")
    screen.reads("#person-number", "B001")
    screen.press("#cancel-visit")
    screen.reads("#cancel-visit", "Bấm lần nữa để hủy số này")
    assert "VisitCancelled" not in hall.happened(first.visit)
    screen.key(Keys.ENTER)
    screen.until(lambda: "VisitCancelled" in hall.happened(first.visit))


def test_somebody_absent_is_brought_back(screen, hall):
    hall.take(LAND)
    visit = hall.do(CallNext(FIVE)).visit
    hall.clock.move(seconds=10)
    hall.do(Recall(FIVE, visit))
    hall.do(MarkAbsent(FIVE, visit))
    screen.looks_up("B001")
    screen.reads("#person-words", "Vắng mặt ở quầy 5")
    screen.press("#return-visit")
    screen.until(lambda: "VisitReturned" in hall.happened(visit))


def test_a_refusal_is_said_where_the_finger_is(screen, hall):
    hall.take(CIVIL)
    hall.do(CallNext(FIVE))
    screen.reads('#counters [data-key="5"] .now', "A001")
    screen.press('#counters [data-key="5"] .tile')
    screen.reads("#counter-officer", "Trần Thị Lan")
    screen.press("#close-counter")
    screen.reads("#counter .said", "Quầy đang phục vụ một số")
    screen.picture("head-counter")


def test_a_field_is_closed_and_a_message_posted_by_keys(screen, hall):
    screen.press("#fields .row .name")
    screen.press("#close-field")
    screen.reads("#fields .row .door", "đã ngừng")
    screen.until(lambda: not screen.find("dialog[open]"))
    screen.key("m")
    screen.until(lambda: screen.focused() == "text")
    screen.key("Nghỉ trưa lúc 11 giờ 30")
    screen.press("#post button")
    screen.reads("footer", "Nghỉ trưa lúc 11 giờ 30")
    screen.until(lambda: not screen.find("dialog[open]"))
    screen.key("m")
    screen.press("#remove-message")
    screen.reads("footer", "Không có thông báo")


def test_an_alarm_cannot_be_overlooked(screen, hall, browser):
    hall.do(RaiseAlarm(FIVE))
    screen.reads("#alarms", "Quầy 5 cần hỗ trợ, từ 08:00")
    screen.until(lambda: browser.title.startswith("!!! Quầy 5 cần hỗ trợ"))
    screen.picture("head-alarm")
    screen.press("#sound")
    assert screen.text("#sound") == "Tắt chuông"
    screen.press("#alarms button")
    screen.until(lambda: screen.text("#alarms") == "")
    screen.until(lambda: browser.title.startswith("Đang ổn"))
    assert hall.service.hall().counters[1].alarm is None
    hall.do(RaiseAlarm(FIVE))
    screen.reads("#alarms", "Quầy 5 cần hỗ trợ")
    hall.do(ClearAlarm(FIVE))  # by the clerk
    screen.until(lambda: screen.text("#alarms") == "")
    screen.press("#sound")
    assert browser.get_log("browser") == []


def test_what_is_open_follows_the_hall(screen, hall):
    visit = hall.take(LAND).visit
    screen.looks_up("B001")
    screen.reads("#person-words", "trong mức")
    assert not screen.find("#return-visit")[0].is_displayed()
    hall.call(FIVE)
    screen.reads("#person-words", "Quầy 5")
    assert not screen.find("#grant")[0].is_displayed()
    screen.press("#transfer button")
    screen.until(lambda: "VisitTransferred" in hall.happened(visit))
    screen.until(lambda: not screen.find("dialog[open]"))
    assert not screen.tries("Z999")
    screen.reads("#said", "Không thấy số Z999")


def test_it_sees_everything_and_finds_nothing_to_press(hall, browser):
    hall.start()
    hall.take(LAND)
    screen = HeadScreen(browser, hall).sign_in(AN)
    hall.do(RaiseAlarm(FIVE))
    screen.reads("#alarms", "Quầy 5 cần hỗ trợ")
    assert screen.find("#alarms button") == []
    screen.key("n", "m")
    assert screen.find("dialog[open]") == []
    screen.looks_up("B001")
    screen.reads("#person-words", "trong mức")
    assert [one.text for one in screen.find("#person button")] == ["Đóng Esc"]
    assert browser.get_log("browser") == []


def test_a_lost_connection_is_said_and_what_was_pressed_is_done_once(screen, hall):
    screen.press("#fields .row .name")
    hall.stop()
    screen.until(lambda: screen.find("#lost")[0].is_displayed())
    screen.press("#close-field")
    screen.reads("#field .said", "Trang đang tự gửi lại")
    screen.picture("head-lost")
    hall.start()
    screen.reads("#fields .row .door", "đã ngừng")
    screen.until(lambda: not screen.find("#lost")[0].is_displayed())
    screen.until(lambda: screen.text("#said") == "Đã làm xong.")


def test_signing_out_shows_the_form_again(screen):
    screen.press("#sign-out")
    screen.until(lambda: screen.find("#password"))


def test_an_emergency_is_asked_for_twice_and_ended_twice(screen, browser):
    assert not screen.find("#emergency")[0].is_displayed()
    screen.key("m")
    screen.until(lambda: screen.focused() == "text")
    screen.press("#raise-emergency")
    assert screen.text("#raise-emergency") == "Báo khẩn"  # without words nothing is asked
    screen.browser.execute_script("document.querySelector('#post textarea').focus()")
    screen.key("Có cháy ở tầng 2, mời mọi người ra cửa số 1")
    screen.press("#raise-emergency")
    screen.reads("#raise-emergency", "Bấm lần nữa")
    screen.picture("head-emergency-form")
    assert not screen.find("#emergency")[0].is_displayed()
    screen.key(Keys.ENTER)
    screen.reads("#emergency", "Đang báo khẩn từ 08:00: Có cháy ở tầng 2")
    screen.until(lambda: not screen.find("dialog[open]"))
    screen.size(1366, 768)
    screen.picture("head-emergency")
    assert browser.execute_script("return document.documentElement.scrollHeight <= innerHeight")
    screen.press("#end-emergency")
    screen.reads("#end-emergency", "Bấm lần nữa")
    screen.key(Keys.ENTER)
    screen.until(lambda: not screen.find("#emergency")[0].is_displayed())
    assert browser.get_log("browser") == []
