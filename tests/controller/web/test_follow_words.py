"""What a phone reads at every stage of a visit, over real HTTP."""

from dataclasses import replace

import pytest

from contract.commands import CancelVisit, Finish, Park, Transfer
from contract.ids import FieldId
from contract.notices import Wait
from contract.site import Field
from controller.core.queue import Stage
from controller.core.views import Following
from controller.web.follow_page import following_words, steps_of
from controller.web.page import Pages
from tests.controller.web.test_web_pages import words
from tests.office import CIVIL, FIVE, LAND, ONE, head_page, small_site

FEE = FieldId("nop-phi")


@pytest.fixture
def stepping(hall):
    """Land goes on to the fee counter."""
    land, *others = hall.site.fields
    fee = Field(FEE, "Nộp phí", "P", "Quầy thu phí", offered=False)
    counters = tuple(replace(one, fields=(*one.fields, FEE)) for one in hall.site.counters)
    hall.site = replace(hall.site, fields=(replace(land, then=(FEE,)), *others, fee), counters=counters)
    return hall.start()


def path_of(hall, ticket):
    return hall.path(ticket).removeprefix(hall.address)


def phone(hall, ticket):
    return words(hall.get(path_of(hall, ticket)))


def following(hall, ticket):
    return hall.service.following(ticket.visit)


def stepping_texts():
    return Pages(small_site()).texts("vi")


def test_a_phone_tells_the_step_to_come_and_then_that_it_has_come(stepping):
    ticket = stepping.take(LAND)
    assert "Các bước hôm nay Đất đai Nộp phí" in phone(stepping, ticket)
    visit = stepping.call(FIVE)
    assert "Các bước hôm nay Đất đai Nộp phí" in phone(stepping, ticket)
    stepping.do(Finish(FIVE, visit))
    page = phone(stepping, ticket)
    assert "Mời ông/bà chờ bước tiếp theo: Nộp phí" in page
    assert "Mời ông/bà ngồi chờ: Quầy thu phí" in page
    assert "Các bước hôm nay Đất đai: đã xong Nộp phí" in page
    assert [one["state"] for one in steps_of(following(stepping, ticket), stepping_texts())] == ["done", "now-here"]
    stepping.do(Finish(FIVE, stepping.call(FIVE)))
    assert "Đất đai: đã xong Nộp phí: đã xong" in phone(stepping, ticket)


def test_a_phone_with_one_errand_has_no_list_of_steps(hall):
    hall.start()
    assert '<section class="steps" hidden>' in hall.get(path_of(hall, hall.take(LAND))).text


def test_a_phone_tells_that_a_place_is_kept(hall):
    hall.start()
    ticket = hall.take(LAND)
    hall.do(Park(FIVE, hall.call(FIVE)))
    assert "Quầy số 5 đang giữ chỗ cho ông/bà" in phone(hall, ticket)
    assert "không phải lấy số mới" in phone(hall, ticket)


def test_a_phone_tells_that_a_number_was_cancelled(hall):
    hall.start()
    ticket = hall.take(LAND)
    hall.service.handle(head_page(), hall.request(CancelVisit(ticket.visit)))
    assert "Số này đã được hủy" in phone(hall, ticket)


def test_a_phone_tells_the_new_field_and_the_counter_that_is_waited_for(hall):
    hall.start()
    ticket = hall.take(LAND)
    hall.service.handle(head_page(), hall.request(Transfer(ticket.visit, field=CIVIL, to_counter=ONE)))
    page = phone(hall, ticket)
    assert "B001 Hộ tịch" in page
    assert "Mời ông/bà chờ bước tiếp theo: Hộ tịch" in page
    assert "Ông/bà chờ quầy số 1 gọi." in page
    assert "Mời ông/bà ngồi chờ: Khu A" in page


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (Wait(590, 900, 1190), "Dự kiến còn chờ khoảng 9–20 phút"),
        (Wait(60, 100, 200), "Dự kiến còn chờ dưới 5 phút"),
        (None, ""),
    ],
)
def test_a_phone_tells_a_wait_that_people_can_believe(wait, told):
    ticket = Following("B001", "Đất đai", "", Stage.WAITING, 3, None, wait)
    assert following_words(ticket, Pages(small_site()).texts("vi"))["wait"] == told


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_stage_has_words(stage, language):
    ticket = Following("B001", "Đất đai", "Khu B", stage, 1, FIVE)
    said = following_words(ticket, Pages(small_site()).texts(language))
    assert said["stage"] == stage
    assert said["headline"]
    assert said["note"]
    assert "{" not in "".join(said.values())
