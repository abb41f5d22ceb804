"""The head's page of suggestions over real HTTP, from what a kiosk leaves to what its citizen reads in answer."""

import pytest

from contract.commands import AskSuggestion, LeaveSuggestion, Request
from contract.ids import SuggestionNumber
from contract.notices import Acceptance, Reason, Refusal
from contract.request_ids import new_request_id
from contract.suggestion import SuggestionKind, SuggestionState, spoken_number, suggestion_number
from controller.core.rights import device_sender
from tests.controller.web.head_line import HeadLine
from tests.office import AN, HOA, KIOSK

WORDS = "Chờ <b>hai</b> giờ."
ANSWER = "Xin lỗi ông/bà. " + "Quầy 5 đã thêm người. " * 20


@pytest.fixture
def head(hall):
    hall.start()
    return HeadLine(hall, HOA)


def leave(hall, kind=SuggestionKind.CONDUCT, topic="delay", text=WORDS):
    """Its number, and the request, which may be sent again."""
    request = Request(new_request_id(), LeaveSuggestion(kind, topic, hall.clock(), text))
    assert isinstance(hall.service.handle(device_sender(hall.site, KIOSK), request), Acceptance)
    return suggestion_number(request.id), request


def ask(hall, number):
    return hall.service.handle(device_sender(hall.site, KIOSK), Request(new_request_id(), AskSuggestion(number)))


def page(head, more="", officer=HOA):
    return head.hall.get(f"/head/suggestions?lang=vi{more}", officer).text


def save(head, number, state, answer="", **more):
    body = {
        "request": new_request_id(),
        "command": "handle",
        "number": number,
        "state": state,
        "answer": answer,
        **more,
    }
    return head.hall.post("/head/suggestions/command", body, head.cookies)


def test_what_a_kiosk_leaves_a_head_reads_newest_first(head):
    first, _ = leave(head.hall)
    second, _ = leave(head.hall, SuggestionKind.RULES, "outdated", "")
    shown = page(head)
    assert shown.index(spoken_number(second)) < shown.index(spoken_number(first))
    assert "Chờ &lt;b&gt;hai&lt;/b&gt; giờ." in shown
    assert "Giải quyết chậm, để phải chờ lâu" in shown
    only = page(head, "&kind=rules&state=received")
    assert spoken_number(second) in only
    assert spoken_number(first) not in only
    assert spoken_number(second) not in page(head, "&state=answered")


def test_the_answer_is_what_its_citizen_reads(head):
    number, _ = leave(head.hall)
    assert ask(head.hall, number).state is SuggestionState.RECEIVED
    assert save(head, number, "answered").json()["text"] == "Xin viết câu trả lời trước khi đánh dấu đã trả lời."
    assert save(head, number, "looked_at").json()["accepted"]
    assert save(head, number, "answered", ANSWER).json()["accepted"]
    told = ask(head.hall, number)
    assert (told.state, told.answer, told.answered_on) == (
        SuggestionState.ANSWERED, " ".join(ANSWER.split()), head.hall.clock().date(),
    )  # fmt: skip
    assert "Nguyễn Thị Hoa" in page(head)


def test_it_outlives_the_controller_and_the_night_and_is_taken_once(head):
    number, request = leave(head.hall)
    head.hall.stop()
    head.hall.clock.move(hours=24)
    head.hall.start()
    again = head.hall.service.handle(device_sender(head.hall.site, KIOSK), request)
    assert isinstance(again, Acceptance)
    assert len(head.hall.service.suggestions(10)) == 1
    assert ask(head.hall, number).state is SuggestionState.RECEIVED


def test_a_number_that_is_taken_is_not_given_again(head):
    _, request = leave(head.hall)
    other = head.hall.service.handle(
        device_sender(head.hall.site, KIOSK),
        Request(request.id, LeaveSuggestion(SuggestionKind.IDEA, None, head.hall.clock(), "x")),
    )
    assert isinstance(other, Acceptance)  # the same request, whatever it says: it was done before


def test_nobody_finds_a_number_by_trying(head):
    number, _ = leave(head.hall)
    told = [ask(head.hall, SuggestionNumber(f"{n:010d}")) for n in range(12)]
    assert [getattr(one, "state", one) for one in told[:10]] == [None] * 10
    assert all(isinstance(one, Refusal) and one.reason is Reason.TOO_MANY_ATTEMPTS for one in told[10:])
    assert ask(head.hall, number).reason is Reason.TOO_MANY_ATTEMPTS


def test_only_heads_see_and_handle_them(head):
    number, _ = leave(head.hall)
    line = HeadLine(head.hall, AN)
    assert spoken_number(number) not in page(line, officer=AN)
    assert spoken_number(number) not in head.hall.get("/head/suggestions").text
    assert save(line, number, "looked_at").status_code == 403
    assert head.hall.post("/head/suggestions/command", {}, {}).status_code == 401


@pytest.mark.parametrize("wrong", [{"state": "lost"}, {"more": "x"}, {"command": "drop"}, {"request": "x"}])
def test_what_the_page_never_sends_is_refused(head, wrong):
    assert save(head, "8170899655", **{"state": "looked_at", **wrong}).status_code == 400
