"""Pages over real HTTP, as any browser gets them."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
import requests

from contract.calling import Calling
from contract.commands import Finish, MarkAbsent
from contract.ids import DeviceId
from contract.machines import Machine, MachineId
from contract.notices import Presence, Printer
from contract.site import Device, Web
from contract.topics import Role
from tests.office import CIVIL, FIVE, KIOSK, LAND

PAGES = ["/", "/counter/5", "/counter/99", "/static/look.css", "/nowhere"]


def words(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.text))


def test_a_counter_page_shows_whom_it_serves_and_who_waits(hall):
    hall.start()
    hall.take(LAND, 2)
    hall.take(CIVIL)
    hall.call(FIVE)
    page = hall.get("/counter/5", 5)
    assert page.status_code == 200
    for text in (
        "Đang phục vụ B001 Đất đai",
        "Lấy số lúc 08:00",
        "Tiếp theo B002 Phải gọi trước 08:20, sớm nhất trong các lĩnh vực",
        "Đất đai B002 1",
        "Hộ tịch A001 1",
    ):
        assert text in words(page)


def test_the_first_page_links_every_counter(quiet_hall):
    page = quiet_hall.get("/")
    assert 'href="/counter/1"' in page.text
    assert 'href="/counter/5"' in page.text
    assert 'href="/head"' in page.text
    assert "Quầy 5 Đất đai, Hộ tịch" in words(page)
    assert 'href="/counter/5?lang=en"' in quiet_hall.get("/?lang=en").text


@pytest.mark.parametrize("path", ["/counter/99", "/counter/x", "/nowhere", "/t/2026-11-23-B001/wrong", "/static/x.js"])
def test_what_does_not_exist_says_so_in_vietnamese(quiet_hall, path):
    page = quiet_hall.get(path)
    assert page.status_code == 404
    assert "Không có trang này. Xin xem lại địa chỉ" in words(page)


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_shuts_strangers_out(quiet_hall, path):
    headers = quiet_hall.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "server" not in headers


@pytest.mark.parametrize("path", ["/", "/counter/5", "/counter/99"])
def test_pages_hold_no_script_of_their_own_and_no_foreign_address(quiet_hall, path):
    page = quiet_hall.get(path, FIVE).text
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"\s(on\w+|style)=", page)
    sources = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert sources
    assert all(re.match(r"/(?!/)|\?lang=", source) for source in sources)


def test_names_are_words_and_never_markup(hall):
    fields = tuple(replace(one, name="<script>alert(1)</script>\" '") for one in hall.site.fields)
    hall.site = replace(hall.site, fields=fields, name="<script>alert(2)</script>")
    page, form = hall.start().get("/counter/5", 5).text, hall.get("/counter/5").text
    assert "&lt;script&gt;alert(1)" in page
    assert "&lt;script&gt;alert(2)" in form
    assert "<script>alert" not in page + form
    targets = re.search(r'data-targets="([^"]*)"', page)[1]
    assert json.loads(unescape(targets))[0]["label"] == fields[0].name


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "a b", "", "[:]", "[....]:80"]
)
def test_a_page_answers_only_to_its_own_host(quiet_hall, host):
    page = quiet_hall.get("/", Host=host)
    assert page.status_code in {400, 421}
    assert "Đất đai" not in page.text


@pytest.mark.parametrize(
    "host", ["localhost:1", "192.168.1.20:8080", "[::1]:8080", "motcua.example", "May-Chu:8080", "mot-cua.lan"]
)
def test_a_page_answers_to_addresses_and_to_every_name_that_its_certificate_says(hall, host):
    machine = Machine(MachineId("may-chu"), names=("mot-cua.lan",))
    hall.site = replace(hall.site, web=Web(port=0, address="https://motcua.example"), machines=(machine,))
    assert hall.start().get("/counter/5", 5, Host=host).status_code == 200


def test_fonts_are_kept_by_browsers_and_scripts_are_asked_for_anew(quiet_hall):
    hall = quiet_hall
    sheet = hall.get("/static/look.css").text
    assert "--press:#0B3D91" in sheet
    for path in re.findall(r'url\("([^"]*)"\)', sheet):
        font = hall.get(path)
        assert font.content[:4] == b"\0\1\0\0"
        assert font.headers["Content-Encoding"] == "gzip"
        assert "immutable" in font.headers["Cache-Control"]
        assert hall.get(path, **{"Accept-Encoding": "identity"}).content == font.content
    assert len(re.findall("@font-face", sheet)) == 3
    assert hall.get("/static/live.js").headers["Cache-Control"] == "no-cache"
    assert hall.get("/counter/5", 5).headers["Cache-Control"] == "no-store"


def test_a_phone_page_follows_the_ticket_through_its_visit(hall):
    hall.start()
    hall.take(LAND)
    ticket = hall.take(LAND)
    path = hall.path(ticket).removeprefix(hall.address)
    waiting = words(hall.get(path))
    assert "B002 Đất đai" in waiting
    assert "Còn 1 người trước ông/bà trong hàng này" in waiting
    assert "Mời ông/bà ngồi chờ: Khu B" in waiting
    hall.do(Finish(FIVE, hall.call(FIVE)))
    assert "Ông/bà là người tiếp theo" in words(hall.get(path))
    visit = hall.call(FIVE)
    assert "Mời ông/bà đến quầy số 5" in words(hall.get(path))
    hall.do(Finish(FIVE, visit))
    assert "Lượt của ông/bà đã xong" in words(hall.get(path))


def test_a_phone_page_of_one_who_did_not_come_says_whom_to_ask(hall):
    hall.site = replace(hall.site, calling=Calling(absent_after=1))
    hall.start()
    ticket = hall.take(LAND)
    hall.do(MarkAbsent(FIVE, hall.call(FIVE)))
    assert "Mời ông/bà đưa phiếu này cho cán bộ ở quầy số 5" in words(
        hall.get(hall.path(ticket).removeprefix(hall.address))
    )


def test_a_ticket_of_yesterday_is_told_kindly(hall):
    hall.start()
    path = hall.path(hall.take(LAND)).removeprefix(hall.address)
    hall.clock.move(days=1)
    page = hall.get(path)
    assert page.status_code == 410
    assert "Phiếu này không phải của hôm nay" in words(page)
    assert "B001" not in words(page)


def test_a_visitor_may_ask_for_english(hall):
    hall.start()
    path = hall.path(hall.take(LAND)).removeprefix(hall.address)
    page = hall.get(f"{path}?lang=en")
    assert 'lang="en"' in page.text
    assert "You are next in this queue" in words(page)
    assert "Số của ông/bà" in words(hall.get(f"{path}?lang=xx"))


def test_a_printer_in_trouble_is_one_quiet_line(hall):
    hall.site = replace(hall.site, devices=(*hall.site.devices, Device(DeviceId("loa"), Role.SPEAKER)))
    hall.start()
    assert words(hall.get("/counter/5", 5)).count("Máy lấy số") == 0
    hall.service.heard(Presence(DeviceId("loa"), online=True, sound=False))
    hall.service.heard(Presence(KIOSK, online=True, printer=Printer.PAPER_OUT))
    hall.service.heard(Presence(DeviceId("rating-5"), online=False))
    assert (
        "Máy đánh giá rating-5: không liên lạc được · Máy lấy số kiosk-1: máy in hết giấy · và 1 thiết bị khác"
        in words(hall.get("/counter/5", 5))
    )
    assert "Máy lấy số kiosk-1: máy in hết giấy · Loa loa: không phát được lời gọi gần nhất" in words(
        hall.get("/counter/1", 1)
    )


def test_a_crash_is_told_in_words_and_as_well_guarded(hall):
    hall.start()
    path = hall.path(hall.take(LAND)).removeprefix(hall.address)
    hall.clock.move(days=1)
    hall.journal.full = True  # the day cannot be opened
    page = hall.get(path)
    assert page.status_code == 500
    assert "Máy chủ gặp trục trặc" in words(page)
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("part", ["bytes=0-3", "bytes=x", "<script>"])
def test_files_are_given_whole_whatever_part_is_asked_for(quiet_hall, part):
    whole, answer = quiet_hall.get("/static/live.js"), quiet_hall.get("/static/live.js", Range=part)
    assert (answer.status_code, answer.content) == (200, whole.content)
    assert answer.headers["Accept-Ranges"] == "none"


def test_an_address_with_a_stroke_too_much_leads_to_the_page_also_behind_https(quiet_hall):
    """By an address without a host, for a proxy in front may have taken the https off."""
    answer = requests.get(f"{quiet_hall.address}/head/?lang=en", allow_redirects=False, timeout=10)
    assert (answer.status_code, answer.headers["Location"]) == (307, "/head?lang=en")
    assert quiet_hall.get("/head/").status_code == 200
