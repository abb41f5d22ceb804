"""Boards in a browser: calls, waiting lines and counters as they change, on televisions of both shapes; and that they say what they lost."""

import json
import random
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from selenium.webdriver.support.wait import WebDriverWait

from contract.commands import Finish, PauseCounter, RaiseEmergency, Recall
from contract.counter_board import CounterBoard, PlateOfficer
from contract.ids import CounterId, FieldId, TicketNumber, VisitId
from contract.notices import Board, Call
from controller.web.board_words import hall_state
from queue_display.core.stage import HallStage
from tests.office import CIVIL, FIVE, LAND, MORNING, ONE, head_page, small_site

ROOT = Path(__file__).parents[3]
PICTURES = ROOT / "var" / "pictures"
STATIC = ROOT / "controller" / "web" / "static"
WIDE, TALL = (1920, 1080), (1080, 1920)
NEWER = re.compile(
    r"\?\.|\?\?|\basync\b|\bawait\b|^\s*(import|export)\b|\{ ?\.\.\.|replaceChildren|\.append\(|\.at\(-|flatMap|padStart|\*\*"
    r"|\bgap:|\binset:|\bgrid\b|(?<!Math\.)\b(?:min|max|clamp)\(|\bdvh\b|:is\(|:where\(|aspect-ratio",
    re.MULTILINE,
)
"""What a browser of 2018's televisions (Chromium 53) does not know, of all that one might write."""
OUTSIDE = """
return [...document.querySelectorAll("#called *, #cells .cell *, #fields .field *, header *, footer *")].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1);
}).map(one => one.textContent);
"""


@pytest.fixture
def board(browser):
    def opened(address, size=WIDE):
        metrics = {"width": size[0], "height": size[1], "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        browser.get(address)
        return browser

    return opened


def until(browser, script, seconds=10):
    WebDriverWait(browser, seconds, 0.02).until(lambda _: browser.execute_script(f"return {script}"))


def text(name):
    return f"document.getElementById('{name}').textContent"


def shows(browser, number, counter, *, fresh):
    kind = "fresh" if fresh else "sign"
    until(browser, f"{text('number')} === '{number}' && {text('counter')} === '{counter}' && "
                   f"document.getElementById('called').classList.contains('{kind}')")  # fmt: skip


def picture(browser, name):
    PICTURES.mkdir(parents=True, exist_ok=True)
    browser.save_screenshot(str(PICTURES / f"{name}.png"))
    assert browser.execute_script(OUTSIDE) == []


def complaints(browser):
    return [line["message"] for line in browser.get_log("browser") if line["level"] == "SEVERE"]


@pytest.mark.parametrize("size", [WIDE, TALL])
def test_a_call_stands_on_top_with_its_counter_and_the_lines_beside(hall, board, size):
    hall.start()
    hall.take(CIVIL, 3)
    hall.take(LAND, 2)
    shown = board(hall.address + "/board", size)
    until(shown, f"{text('fields')}.includes('Hộ tịch')")
    visit = hall.call(ONE)
    shows(shown, "A001", "1", fresh=True)
    until(shown, "window.Bell.count() === 1")
    hall.clock.move(seconds=6)
    hall.do(Recall(ONE, visit))
    until(shown, f"{text('invite')} === 'Mời lại số'")
    hall.call(FIVE)
    until(shown, "document.querySelectorAll('#cells .cell.fresh').length === 1")
    shows(shown, "A001", "1", fresh=True)
    picture(shown, f"board-web-{size[0]}x{size[1]}")
    assert complaints(shown) == []


def test_a_board_that_was_switched_on_or_cut_off_shows_no_old_call_as_new(hall, board):
    hall.start()
    hall.take(LAND, 3)
    hall.call(FIVE)
    shown = board(hall.address + "/board")
    shows(shown, "B001", "5", fresh=False)
    assert shown.execute_script("return window.Bell.count()") == 0
    hall.stop()
    until(shown, "!document.getElementById('away').hidden", 5)
    picture(shown, "board-web-away")
    hall.start()
    first = hall.service.desk(FIVE).served.visit
    hall.do(Finish(FIVE, first))
    hall.call(FIVE)
    hall.clock.move(minutes=10)
    until(shown, "document.getElementById('away').hidden")
    until(shown, f"{text('number')} === 'B002'")


def test_a_queue_that_hangs_is_said_though_the_pages_still_answer(hall, board):
    hall.start()
    shown = board(hall.address + "/board")
    until(shown, f"{text('clock')} !== ''")
    with hall.service._lock:
        until(shown, "!document.getElementById('away').hidden", 5)
    until(shown, "document.getElementById('away').hidden")


def test_a_television_whose_clock_goes_back_neither_keeps_a_call_new_nor_misses_that_nobody_is_there(hall, board):
    hall.start()
    hall.take(LAND, 2)
    shown = board(hall.address + "/board")
    until(shown, f"{text('clock')} !== ''")
    hall.call(FIVE)
    shows(shown, "B001", "5", fresh=True)
    shown.execute_script("const own = Date.now; Date.now = () => own() - 3600000;")
    until(shown, "!document.getElementById('called').classList.contains('fresh')", 12)
    hall.stop()
    until(shown, "!document.getElementById('away').hidden", 5)


def test_a_board_begins_anew_with_the_pages_of_another_version_once_they_can_be_had(hall, board):
    hall.start()
    shown = board(hall.address + "/board")
    until(shown, f"{text('clock')} !== ''")
    shown.execute_script("document.body.dataset.version = 'older'; window.older = true")
    until(shown, f"!window.older && {text('clock')} !== ''")
    assert shown.execute_script("return document.getElementById('away').hidden")


def test_an_emergency_stands_above_everything(hall, board):
    hall.start()
    shown = board(hall.address + "/board")
    hall.service.handle(head_page(), hall.request(RaiseEmergency("Mời mọi người ra khỏi phòng theo cửa bên trái")))
    until(shown, f"{text('message')} === 'Thông báo khẩn: Mời mọi người ra khỏi phòng theo cửa bên trái'")
    assert shown.execute_script("return document.body.classList.contains('urgent')")
    picture(shown, "board-web-emergency")


def test_a_counter_with_its_officer_and_whom_it_calls_next(hall, board, tmp_path):
    photos = tmp_path / "photos"
    photos.mkdir()
    (photos / "lan.png").write_bytes(
        bytes.fromhex(
            "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
        )
    )
    site = small_site()
    lan = replace(site.officers[0], photo="lan.png")
    hall.site = replace(
        hall.site,
        officers=(lan, *site.officers[1:]),
        counter_board=CounterBoard(PlateOfficer.SIGNED_IN, str(photos)),
    )
    hall.start()
    hall.take(LAND, 2)
    shown = board(hall.address + "/board/counter/5", (1280, 720))
    until(shown, f"{text('officer')} === 'Cán bộ: Trần Thị Lan' && {text('next')} === 'Tiếp theoB001'")
    until(shown, "!document.getElementById('photo').hidden")
    visit = hall.call(FIVE)
    until(shown, f"{text('number')} === 'B001' && {text('next')} === 'Tiếp theoB002' && {text('field')} === 'Đất đai'")
    picture(shown, "board-web-counter")
    hall.do(Finish(FIVE, visit))
    hall.do(PauseCounter(FIVE))
    until(shown, f"document.getElementById('called').hidden && {text('state')} === 'Tạm dừng' && {text('next')} === ''")
    assert [hall.get(f"/photo/{name}").status_code for name in ("lan.png", "mai.png", "..%2fjournal.sqlite")] == [
        200,
        404,
        404,
    ]
    assert complaints(shown) == []


def test_nobody_signs_in_and_nothing_can_be_pressed(quiet_hall):
    for path, status in (
        ("/board", 200),
        ("/board?lang=en", 200),
        ("/board?zone=b", 404),
        ("/board/counter/5", 200),
        ("/board/counter/6", 404),
    ):
        assert quiet_hall.get(path).status_code == status
    assert quiet_hall.post("/board", {}).status_code == 405


def test_a_page_whose_scripts_never_came_does_not_ask_anybody_to_wait(quiet_hall):
    page = quiet_hall.get("/board").text
    assert re.search(r'<div id="quiet"[^>]* hidden>', page)
    assert re.search(r'<div id="called"[^>]* hidden>', page)


def test_the_scripts_are_such_that_televisions_of_2018_understand_them():
    for path in [*STATIC.glob("board*.js"), *STATIC.glob("board*.css")]:
        told = re.sub(r"//.*|/\*.*?\*/", "", path.read_text("utf-8"))
        assert not NEWER.findall(told), (path.name, NEWER.findall(told))


def storm(seed):
    """Boards as a controller tells them, with the seconds between them: calls, recalls, and steps taken back."""
    chance, at, seq, standing, number = random.Random(seed), MORNING, 0, {}, 0
    for _ in range(60):
        pause = chance.choice([0.2, 1, 3, 9, 70])
        at, seq = at + timedelta(seconds=pause), seq + 1
        counter = CounterId(chance.randint(1, 4))
        before = standing.pop(counter, None)
        if before and chance.random() < 0.3:
            standing[counter] = replace(before, times=before.times + 1, called_at=at)
        else:
            number += 1
            ticket = TicketNumber(f"A{number:03}")
            standing[counter] = Call(VisitId(f"d-{ticket}"), ticket, FieldId("f"), counter, at, 1)
        told = dict(reversed(standing.items()))
        if before and chance.random() < 0.2:
            told[counter] = before
        yield pause, Board(seq, at, tuple(told.values()), ())


def test_the_browsers_rules_are_those_of_the_hall_board(hall, board):
    hall.start()
    shown = board(hall.address + "/board")
    site = replace(
        hall.site,
        fields=(),
        counters=tuple(replace(hall.site.counters[0], id=CounterId(one), fields=()) for one in (1, 2, 3, 4)),
    )
    outlook = hall.service.board_now()[1]
    for seed in range(6):
        stage, now, script, wanted = HallStage(), 0.0, [], []
        for pause, told in storm(seed):
            for step in (pause / 2, pause / 2):
                now += step
                stage = stage.at(now)
                script.append(("tick", now * 1000, None))
                wanted.append(picture_of(stage))
            stage = stage.received(told, now, told.at)
            calls = hall_state(told, outlook, site, {1, 2, 3, 4}, "vi", {})["calls"]
            script.append(("received", now * 1000, calls))
            wanted.append(picture_of(stage))
        assert shown.execute_script(DRIVE, json.dumps(script)) == wanted


DRIVE = """
const stage = window.Stage.make();
return JSON.parse(arguments[0]).map(one => {
  if (one[0] === "tick") stage.tick(one[1]); else stage.received(one[2], one[1]);
  const view = stage.view();
  const name = call => call ? call.number + ">" + call.counter + ":" + call.times : "";
  return [name(view.top), view.fresh, view.rows.map(row => name(row.call) + (row.fresh ? "*" : "")).join(" ")];
});
"""


def picture_of(stage):
    view = stage.view(away=False)

    def name(call):
        return f"{call.number}>{call.counter}:{call.times}" if call else ""

    return [name(view.top), view.fresh, " ".join(name(row.call) + "*" * row.fresh for row in view.rows)]
