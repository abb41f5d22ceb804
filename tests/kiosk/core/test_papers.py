"""Papers besides tickets: what stands on each, and how a view follows one that was asked for."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import kiosk
from contract.commands import PrintState
from contract.ids import RequestId
from contract.language import load_texts
from contract.notices import Printer
from kiosk.core.document import Banner, Boxes, Kind, Line, Number, Pair, Points, Qr, Ruler, Section, Shades, Title
from kiosk.core.paper_words import LETTERS, paper_document
from kiosk.core.papers import Checklist, Copy, FileSlip, PaperTold, PrinterFacts, SuggestionSlip, TestSlip
from kiosk.core.slip import ticket

AT = datetime(2026, 11, 22, 8, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
OFFICE = "Bộ phận một cửa"
LIST = Checklist("Đăng ký khai sinh", ("Tờ khai", " ", "Giấy  chứng sinh"), ("Miễn lệ phí",), place="Quầy số 1")


def of(kind, document):
    return [block for block in document.blocks if isinstance(block, kind)]


def words(document):
    return [getattr(block, "text", "") for block in document.blocks]


def test_every_paper_begins_with_the_office_and_ends_with_its_moment(texts):
    document = paper_document(LIST, OFFICE, AT, texts)
    assert document.blocks[0] == Line(OFFICE, bold=True)
    assert document.blocks[-1] == Line("In lúc 8 giờ 05, ngày 22/11/2026", small=True)
    assert isinstance(paper_document(LIST, " ", AT, texts).blocks[0], Title)


def test_a_checklist_has_a_box_for_each_paper_and_only_the_parts_that_are_known(texts):
    document = paper_document(LIST, OFFICE, AT, texts)
    assert document.kind is Kind.CHECKLIST
    assert of(Boxes, document) == [Boxes(("Tờ khai", "Giấy chứng sinh"))]
    assert of(Points, document) == [Points(("Miễn lệ phí",))]
    assert [one.text for one in of(Section, document)] == ["Giấy tờ cần mang theo", "Thông tin chung", "Nơi nộp hồ sơ"]
    assert "Nội dung mẫu, chưa được bộ phận một cửa kiểm tra" not in words(document)


def test_a_sample_says_so_and_a_checked_one_says_when(texts):
    sample = paper_document(Checklist("Khai tử", (), sample=True), OFFICE, AT, texts)
    assert "Nội dung mẫu, chưa được bộ phận một cửa kiểm tra" in words(sample)
    assert of(Boxes, sample) == of(Section, sample) == []
    checked = paper_document(Checklist("Khai tử", (), checked_on=date(2026, 11, 20)), OFFICE, AT, texts)
    assert "Theo quy định đến ngày 20/11/2026" in words(checked)


def test_a_file_slip_tells_the_stage_and_the_next_step(texts):
    slip = FileSlip("H56.14-240823-0001", "Đang xử lý", "Xin trở lại vào ngày hẹn.", "Khai sinh", date(2026, 11, 23))
    document = paper_document(slip, OFFICE, AT, texts)
    assert document.kind is Kind.FILE
    assert of(Pair, document) == [
        Pair("Mã hồ sơ", "H56.14-240823-0001"),
        Pair("Thủ tục", "Khai sinh"),
        Pair("Hồ sơ đang ở bước", "Đang xử lý"),
        Pair("Ngày hẹn trả", "Thứ Hai, 23/11/2026"),
    ]
    assert Line("Xin trở lại vào ngày hẹn.", left=True) in document.blocks


def test_a_late_file_tells_both_days_and_one_without_a_day_none(texts):
    slip = FileSlip("H56", "Đang xử lý", "Xin lỗi.", "", date(2026, 11, 20), date(2026, 11, 30), late=True)
    names = [pair.name for pair in of(Pair, paper_document(slip, OFFICE, AT, texts))]
    assert names == ["Mã hồ sơ", "Hồ sơ đang ở bước", "Ngày hẹn trả (đã quá hẹn)", "Ngày hẹn mới"]
    bare = paper_document(FileSlip("H56", "Đang xử lý", "Xin chờ."), OFFICE, AT, texts)
    assert [pair.name for pair in of(Pair, bare)] == ["Mã hồ sơ", "Hồ sơ đang ở bước"]


def test_a_suggestion_slip_has_the_number_large_and_how_to_ask(texts):
    document = paper_document(SuggestionSlip("G0007", "Hành vi", AT, "Hỏi tại quầy 8."), OFFICE, AT, texts)
    assert document.kind is Kind.SUGGESTION
    assert of(Number, document) == [Number("G0007")]
    assert of(Pair, document)[1] == Pair("Gửi lúc", "8 giờ 05, ngày 22/11/2026")
    assert Line("Hỏi tại quầy 8.", left=True) in document.blocks


def test_a_test_slip_has_everything_that_shows_a_fault(texts):
    facts = PrinterFacts(Printer.PAPER_LOW, status=True, queue=True, marks=False)
    document = paper_document(TestSlip("kiosk-1", "TM-T88V", 80, facts), OFFICE, AT, texts)
    assert document.kind is Kind.TEST
    assert len(of(Ruler, document)) == len(of(Shades, document)) == len(of(Qr, document)) == 1
    assert of(Pair, document)[1] == Pair("Máy in, khổ giấy", "TM-T88V, 80 mm")
    assert of(Points, document)[0].items[0] == "Sắp hết giấy"
    assert of(Points, document)[0].items[-1] == "Báo đã in xong (GS ( H): không"
    assert all(row in words(document) for row in LETTERS)
    assert of(Points, paper_document(TestSlip("kiosk-1", "default", 58), OFFICE, AT, texts)) == []


def test_all_vowels_have_all_tones():
    letters = " ".join(LETTERS).split()
    assert len(letters) == len(set(letters)) == 12 * 6 + 12


@pytest.mark.parametrize("condition", list(Printer))
def test_every_condition_has_its_words_in_both_languages(condition):
    facts = PrinterFacts(condition, status=False, queue=False, marks=False)
    for language in ("vi", "en"):
        texts = load_texts(Path(kiosk.__file__).parent / "texts", language)
        assert of(Points, paper_document(TestSlip("k", "m", 80, facts), OFFICE, AT, texts))


def test_a_ticket_is_a_document_too_and_a_copy_says_so(make_slip, texts):
    plain, again = (ticket(make_slip(reprint=mark), texts) for mark in (False, True))
    assert plain.kind is again.kind is Kind.TICKET
    assert of(Banner, plain) == []
    assert of(Banner, again) == [Banner("BẢN IN LẠI")]
    bare = ticket(make_slip(seat="", follow=""), texts)
    assert of(Qr, bare) == []


def test_a_number_that_the_kiosk_gave_itself_says_why_nobody_is_counted(make_slip, texts):
    assert Line(texts["slip.held"], close=True) in ticket(make_slip(ahead=None), texts).blocks


def test_a_copy_follows_its_own_paper_alone():
    copy = Copy(RequestId("a"))
    assert not copy.ended
    assert copy.told(PaperTold(RequestId("b"), PrintState.CONFIRMED, None)) == copy
    sent = copy.told(PaperTold(RequestId("a"), PrintState.SENT, "paper_out"))
    assert (sent.state, sent.trouble, sent.ended) == (PrintState.SENT, "paper_out", False)
    assert sent.told(PaperTold(RequestId("a"), PrintState.UNCONFIRMED, None)).ended
