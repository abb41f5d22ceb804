"""A clerk's morning in a real Chromium, by keyboard alone: from the form to leaving, with everything that comes between."""

import json
from dataclasses import replace

import pytest
from selenium.webdriver.common.keys import Keys

from contract.commands import PostMessage
from contract.ids import CounterId, FieldId
from contract.site import Counter, Field
from controller.core.queue import Stage
from tests.controller.web.counter_screen import CounterScreen
from tests.office import CIVIL, FIVE, LAN, LAND, MAI, ONE, PASSWORD, head_page, sit_down

FEE = FieldId("nop-phi")
SEVEN, TWELVE = CounterId(7), CounterId(12)


@pytest.fixture
def office(hall):
    """Land goes on to the fee counter; nobody sits anywhere yet; three wait for land and two for civil status."""
    site = hall.site
    land, civil = site.fields
    fee = Field(FEE, "Nộp phí", "P", offered=False)
    counters = (*site.counters, Counter(SEVEN, (FEE,)), Counter(TWELVE, (CIVIL,)))
    hall.site = replace(site, fields=(replace(land, then=(FEE,)), civil, fee), counters=counters)
    hall.start(sit=False)
    hall.take(LAND, 3)
    hall.take(CIVIL, 2)
    return hall


def visit(hall, number):
    return hall.service.look(lambda queue: queue.visits[queue.numbers[number]].copied())


def names(hall, number):
    return hall.happened(visit(hall, number).id)


class Keyboard:
    """The clerk's fingers: no key twice faster than a finger that does not tremble."""

    def __init__(self, screen):
        self.screen = screen
        self.last = ""

    def __call__(self, *keys):
        for key in keys:
            if key == self.last:
                self.screen.until(lambda: self.screen.browser.execute_script(PAST, 620))
            self.screen.key(key)
            self.screen.browser.execute_script("window.lastKey = performance.now()")
            self.last = key


PAST = "return performance.now() - window.lastKey > arguments[0]"


def test_a_whole_morning_by_keyboard(office, browser):
    hall, screen = office, CounterScreen(browser, office, signed_in=False)
    press = Keyboard(screen)
    screen.key("lan", Keys.TAB, "sai", Keys.ENTER)
    screen.is_told("Tên đăng nhập hoặc mật khẩu chưa đúng")
    screen.picture("clerk-sign-in")
    left_over = json.dumps({"body": json.dumps({"request": "left-over-1", "command": "alarm"}), "since": 4e12})
    browser.execute_script("sessionStorage.setItem('/counter/5/command?lang=vi', arguments[0])", left_over)
    screen.key(PASSWORD, Keys.ENTER)
    screen.until(lambda: browser.title == "Quầy 5")
    screen.sees(label="Quầy đóng", officer_name="Trần Thị Lan")
    screen.picture("clerk-closed")

    press(Keys.SPACE)  # opens; the same key calls afterwards
    screen.sees(label="Quầy trống", next_number="B001")
    assert hall.service.desk(FIVE).alarm is None  # what another officer's page could not send is not sent for Lan
    press(Keys.SPACE)
    screen.sees(number="B001", because="Phải gọi sớm nhất", label_finish="Xong → Nộp phí", step="Bước 1/2")

    press("v")  # absent only after the second call
    screen.is_told("Chưa gọi đủ số lần")
    hall.clock.move(seconds=8)
    press("r")
    screen.sees(called="Đã gọi 2 lần, lần cuối lúc 08:00")
    press("v")
    screen.sees(label="Quầy trống", label_aside="Giữ, vắng (1)")
    press("z")  # a mistake: B001 stood there all the time
    screen.sees(number="B001")
    press(Keys.ENTER)  # on to the fee counter
    screen.sees(label="Quầy trống")
    assert names(hall, "B001")[-1] == "StepFinished"
    assert visit(hall, "B001").field == FEE

    press(Keys.SPACE)
    screen.sees(number="B002")
    press("g")  # set aside, and called back to the counter
    screen.sees(label="Quầy trống", label_aside="Giữ, vắng (1)")
    press("t")
    screen.until(lambda: "B002\ntạm giữ, quầy 5, 08:00" in screen.menu())
    screen.picture("clerk-aside")
    press("1")
    screen.sees(number="B002", because="Gọi theo số")

    press("c")  # to civil status at the end of the line, and back here afterwards
    screen.until(lambda: "Chuyển B002" in screen.menu())
    screen.picture("clerk-transfer")
    press("7")
    screen.is_told("Quầy 7 đang đóng")
    press(Keys.DOWN, Keys.SPACE, "a")
    screen.sees(label="Quầy trống")
    moved = visit(hall, "B002")
    assert (moved.field, moved.stage, [leg.officer for leg in moved.route]) == (CIVIL, Stage.WAITING, [LAN, None])

    press("p")  # by law ahead
    screen.key("a2", Keys.ENTER)
    screen.until(lambda: "Ưu tiên A002" in screen.menu())
    press("1")
    screen.sees(next_number="A002", next_why="Diện ưu tiên: Người cao tuổi")
    press(Keys.SPACE)
    screen.sees(number="A002", law="Ưu tiên: Người cao tuổi")

    press("h", "h")  # went home
    screen.sees(label="Quầy trống")
    assert visit(hall, "A002").stage is Stage.CANCELLED

    press("n")  # a named number needs the right
    screen.key("3")
    screen.until(lambda: "B3" in screen.menu())
    screen.key(Keys.ENTER)
    screen.is_told("Tài khoản này chưa có quyền làm việc đó")

    press("m")
    screen.sees(label="Tạm nghỉ")
    screen.picture("clerk-paused")
    press(Keys.SPACE)
    screen.sees(label="Quầy trống")

    press("k", "k")
    screen.until(lambda: hall.service.desk(FIVE).alarm is not None)
    screen.sees(help="Đã báo trưởng bộ phận lúc 08:00: quầy cần hỗ trợ.")
    screen.picture("clerk-alarm")
    press("k", "k")
    screen.until(lambda: hall.service.desk(FIVE).alarm is None)

    hall.service.handle(head_page(), hall.request(PostMessage("Hôm nay nghỉ từ 16 giờ")))
    screen.sees(message="Trên bảng: Hôm nay nghỉ từ 16 giờ")
    press("q", "2")
    screen.until(lambda: browser.title == "Đăng nhập")
    assert hall.service.desk(FIVE).officer is None


def test_the_keys_in_english_and_the_menu_of_a_large_office(office, browser):
    hall = office
    sit_down(hall.service, ONE, MAI)
    sit_down(hall.service, FIVE, LAN)
    sit_down(hall.service, TWELVE, hall.site.officers[2].id)
    hall.cookies[FIVE] = hall.sign_in(LAN, 5).cookies.get_dict()
    screen = CounterScreen(browser, hall, language="en")
    screen.sees(label="Counter free")
    screen.key(Keys.SPACE)
    screen.sees(number="B001", label_finish="Done → Nộp phí")
    screen.key("c")
    screen.until(lambda: "Transfer B001" in screen.menu())
    screen.key(Keys.ESCAPE)
    screen.until(lambda: screen.menu() == "")
    screen.key("c", "1")  # 1 or 12: Enter says which
    screen.until(lambda: screen.menu().startswith("Transfer B001\n1\n"))
    screen.key("2")
    screen.sees(label="Counter free")
    sent = visit(hall, "B001")
    assert (sent.only, sent.field) == (TWELVE, CIVIL)  # counter 12 knows nothing of land


def test_the_page_is_gone_once_the_head_signs_its_officer_out(hall, browser):
    hall.start()
    screen = CounterScreen(browser, hall)
    screen.sees(label="Quầy trống")
    assert hall.press(5, {"request": "00000000-0001", "command": "sign_out"}).json()["accepted"]
    screen.until(lambda: browser.title == "Đăng nhập")
    assert "Đất đai" not in browser.page_source
