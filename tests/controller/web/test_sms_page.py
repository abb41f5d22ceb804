"""Text messages that ask where a file stands: as gateways hand them on, and what they are told."""

from dataclasses import replace

import pytest
import requests

from contract.notices import LookUp
from contract.phone_messages import Messages, StatusMessages
from controller.status_answers import StatusAnswers
from tests.controller.message_hall import CODE, ON, PHONE, SHOWN, TEXTS, MessageHall

KNOWN = f"Hồ sơ {CODE}: Đã xử lý xong. Mời ông/bà đến nhận kết quả."
ASKING = StatusMessages("/run/secret", reply="{text}")
HEADER = {"X-Gateway-Secret": SHOWN}


@pytest.fixture
def hall(tmp_path):
    with MessageHall(tmp_path, Messages(status=ASKING)) as hall:
        yield hall


def ask(hall, text=CODE, phone=PHONE, headers=HEADER, **keys):
    body = keys or {"data": {"from": phone, "text": text}}
    return requests.post(f"{hall.web.address}/sms/status", headers=headers, timeout=10, **body)


@pytest.mark.parametrize("text", [CODE, f"TC {CODE}", f"tra cuu {CODE.lower()}.", f"Ho so:{chr(10)}({CODE})"])
def test_a_code_among_words_is_found_and_answered(hall, text):
    answer = ask(hall, text)
    assert answer.text == KNOWN
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "set-cookie" not in answer.headers


def test_as_json_in_the_address_and_with_the_secret_as_a_parameter(hall):
    assert ask(hall, json={"from": PHONE, "text": CODE, "id": 7}).text == KNOWN
    address = {"from": PHONE, "text": CODE, "X-Gateway-Secret": SHOWN}
    assert requests.get(f"{hall.web.address}/sms/status", params=address, timeout=10).text == KNOWN


def test_what_is_no_code_unknown_or_cannot_be_asked(hall):
    assert "chưa có mã hồ sơ" in ask(hall, "xin chào").text
    assert hall.registry.asked == []
    assert "Không thấy hồ sơ H56.14-240823-0009" in ask(hall, "H56.14-240823-0009").text
    hall.registry.outcome = LookUp.UNAVAILABLE
    assert "nhắn lại sau" in ask(hall).text


def test_the_journal_has_the_code_and_no_phone(hall):
    ask(hall)
    entry = list(hall.journal.all())[-1]
    assert (entry.by, entry.event.code, entry.event.outcome) == ("sms", CODE, LookUp.FOUND)
    assert not any(PHONE[1:] in repr(one) for one in hall.journal.all())


@pytest.mark.parametrize("headers", [{}, {"X-Gateway-Secret": ""}, {"X-Gateway-Secret": "wrong"}])
def test_who_does_not_know_the_secret_finds_no_page(hall, headers):
    assert ask(hall, headers=headers).status_code == 404
    assert hall.registry.asked == []


def test_guessing_the_secret_is_stopped(hall):
    found = [ask(hall, headers={"X-Gateway-Secret": f"{one}"}).status_code for one in range(31)]
    assert found == [404] * 30 + [429]
    assert ask(hall).status_code == 429


@pytest.mark.parametrize(
    "body",
    [
        {"data": {"from": PHONE}},
        {"data": {"text": CODE}},
        {"json": [1]},
        {"data": b"{", "headers": {**HEADER, "Content-Type": "application/json"}},
        {"data": b"\xff\xfe"},
        {"data": b'{"from": "\\ud800", "text": "x"}', "headers": {**HEADER, "Content-Type": "application/json"}},
        {"data": b'{"X-Gateway-Secret": "\\ud800"}', "headers": {"Content-Type": "application/json"}},
    ],
)
def test_what_is_no_text_message_is_refused(hall, body):
    headers = body.pop("headers", HEADER)
    assert ask(hall, headers=headers, **body).status_code == 400
    assert ask(hall, data=b"x" * 9000).status_code == 413


def test_one_phone_and_everybody_together_ask_so_often(tmp_path):
    with MessageHall(tmp_path, Messages(status=replace(ASKING, per_phone=2, per_minute=5))) as hall:
        assert [ask(hall).status_code for _ in range(3)] == [200, 200, 204]
        assert [ask(hall, phone=f"{one}").status_code for one in range(4)] == [200, 200, 200, 204]
        assert len(hall.registry.asked) == 5


def test_a_phone_is_forgotten_when_its_ten_minutes_are_over(hall):
    ticks = [0.0]
    answers = StatusAnswers(hall.site, hall.service.look_ups, TEXTS["vi"], hall.clock, lambda: ticks[0])
    for phone in ("0912345678", "0912345679"):
        for _ in range(ASKING.per_phone):
            assert answers.answer(phone, "xin chào")
        assert answers.answer(phone, "xin chào") == ""
    ticks[0] = 600.0
    assert answers.answer("0912345678", "xin chào")
    assert len(answers._phones) == 1


@pytest.mark.parametrize(
    ("reply", "told", "kind"),
    [
        ('{"reply": "{text}"}', {"reply": KNOWN}, "application/json"),
        ("<Response><Message>{text}</Message></Response>", f"<Response><Message>{KNOWN}</Message></Response>", "xml"),
    ],
)
def test_the_answer_in_the_gateways_own_form(tmp_path, reply, told, kind):
    with MessageHall(tmp_path, Messages(status=replace(ASKING, reply=reply))) as hall:
        answer = ask(hall)
        assert kind in answer.headers["content-type"]
        assert (answer.json() if kind == "application/json" else answer.text) == told


def test_the_answer_as_a_message_of_its_own_without_marks(tmp_path):
    own = replace(ON, marks=False, status=replace(ASKING, reply="", sender_name="msisdn", text_name="content"))
    with MessageHall(tmp_path, own) as hall:
        answer = ask(hall, data={"msisdn": "84912345678", "content": CODE})
        assert (answer.status_code, answer.content) == (204, b"")
        hall.messenger.until(lambda it: it.sent)
        [sent] = hall.messenger.sent
        assert (sent.phone, sent.kind) == (PHONE, "status")
        assert sent.text == f"Ho so {CODE}: Da xu ly xong. Moi ong/ba den nhan ket qua."
        assert ask(hall, data={"msisdn": "8079", "content": CODE}).status_code == 204  # no number to answer to
        assert len(hall.messenger.sent) == 1


def test_answers_that_are_messages_of_their_own_are_paid_for_like_the_others(tmp_path):
    own = replace(ON, per_day=2, status=replace(ASKING, reply=""))
    with MessageHall(tmp_path, own) as hall:
        assert [ask(hall).status_code for _ in range(4)] == [204] * 4
        hall.messenger.until(lambda it: len(it.sent) == 2)
        assert hall.messaging.near_turn.health.left == 2
        assert "đã gửi đủ 2 tin nhắn" in hall.messaging.alert(TEXTS["vi"])
    assert hall.messenger.tried == 2


def test_without_a_secret_there_is_no_such_page(tmp_path):
    with MessageHall(tmp_path) as hall:
        assert ask(hall).status_code == 404
