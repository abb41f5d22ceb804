"""The drawn slip: everything on it, nothing cut off, and its code readable."""

from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import ImageFont

from contract import look
from contract.notices import Printer, Wait
from kiosk.adapters.pillow_slip import SlipPainter, picture_image
from kiosk.adapters.pillow_type import SIZES, TypeCase, wrap
from kiosk.core.document import Document, Kind, Pair, Ruler, Shades
from kiosk.core.paper_words import paper_document
from kiosk.core.papers import Checklist, FileSlip, PrinterFacts, SuggestionSlip, TestSlip

AT = datetime(2026, 11, 22, 8, 5, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
LONG_FIELDS = (
    "Khiếu nại, tố cáo",
    "Đăng ký biến động quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất",
    "Nghiêng",
    "Êđê ŏ̆ ƀ, čư̆, ñ",
)
LONG_OFFICE = "Bộ phận Tiếp nhận và Trả kết quả giải quyết thủ tục hành chính Ủy ban nhân dân thành phố Thủ Dầu Một"


@pytest.fixture(scope="module", params=sorted(SIZES))
def any_painter(request, texts):
    return SlipPainter(request.param, texts)


def ink_columns(picture):
    box = picture_image(picture).convert("L").point(lambda ink: 255 - ink).getbbox()
    return box[0], picture.width - box[2]


@pytest.mark.parametrize("field", LONG_FIELDS)
def test_the_longest_names_stay_inside_the_margins(any_painter, make_slip, field):
    for number, reprint in product(("W999", "I111", "B012"), (False, True)):
        slip = make_slip(
            number, field=field, office=LONG_OFFICE, ahead=999, reprint=reprint, wait=Wait(7000, 9000, 11000)
        )
        picture = any_painter.paint(slip)
        left, right = ink_columns(picture)
        assert left >= picture.margin >= 8
        assert right >= picture.margin


@pytest.mark.parametrize("width", sorted(SIZES))
def test_no_letter_is_cut_off_at_the_top_or_bottom_of_its_strip(width):
    """Stacked diacritics and descenders end before the strip does."""
    case = TypeCase(width)
    for face, size in product((look.REGULAR, look.BOLD), (case.sizes.field, case.sizes.body, case.sizes.small)):
        for strip in (case.words("ẰẴỘỨỂ Ệgjpqyọẹ", size, face), case.paragraph("ẰẴỘỨỂ Ệgjpqyọẹ", size, face)):
            assert not any(strip[: width // 8])
            assert not any(strip[-width // 8 :])


def test_every_word_is_drawn(any_painter, make_slip):
    """Each line's words come back from the wrapping whole and in order."""
    for text, size in product((*LONG_FIELDS, LONG_OFFICE), (36, 50)):
        font = ImageFont.truetype(look.BOLD, size)
        lines = wrap(text, font, 352)
        assert " ".join(lines) == text
        assert max(font.getlength(line) for line in lines) <= 356


def test_a_word_longer_than_the_paper_is_broken_not_clipped():
    font = ImageFont.truetype(look.BOLD, 50)
    lines = wrap("Thủtụchànhchínhkhôngcódấucách", font, 200)
    assert "".join(lines) == "Thủtụchànhchínhkhôngcódấucách"
    assert all(font.getlength(line) <= 204 for line in lines)


def test_lines_are_of_even_length():
    font = ImageFont.truetype(look.REGULAR, 36)
    lines = wrap("Lấy số lúc 8 giờ 05, ngày 22/11/2026", font, 528)
    assert lines == ["Lấy số lúc 8 giờ 05,", "ngày 22/11/2026"]


@pytest.mark.parametrize("number", ["A001", "B012", "W999", "Z500"])
def test_the_qr_reads_back(any_painter, make_slip, number):
    slip = make_slip(number, reprint=number == "Z500")
    found = zxingcpp.read_barcodes(picture_image(any_painter.paint(slip)).convert("L"))
    assert [code.text for code in found] == [slip.follow]


def test_a_long_address_still_reads_back(any_painter, make_slip):
    slip = make_slip(follow="https://motcua.thudaumot.binhduong.gov.vn/hang-cho/t/2026-11-22-B012/" + "k" * 16)
    found = zxingcpp.read_barcodes(picture_image(any_painter.paint(slip)).convert("L"))
    assert [code.text for code in found] == [slip.follow]


def test_without_an_address_there_is_no_qr(any_painter, make_slip):
    assert not zxingcpp.read_barcodes(picture_image(any_painter.paint(make_slip(follow=""))).convert("L"))


@pytest.mark.parametrize("width", sorted(SIZES))
def test_the_number_is_the_largest_thing_on_the_paper(width):
    """Its black rows are a hand's height on so small a sheet: a quarter of the width at least, 14 mm of 80."""
    strip, stride = TypeCase(width).number("B012"), width // 8
    inked = [row for row in range(0, len(strip), stride) if any(strip[row : row + stride])]
    assert len(inked) >= width * 0.23


def test_what_was_kept_is_drawn_the_same_again(texts, make_slip):
    warm = SlipPainter(576, texts)
    warm.prepare([make_slip("A000"), make_slip("B999", ahead=3)])
    for number, ahead in (("A123", 4), ("B077", 0), ("A123", 4)):
        slip = make_slip(number, ahead=ahead, wait=Wait(660, 900, 1080))
        assert warm.paint(slip) == SlipPainter(576, texts).paint(slip)


def test_a_reprint_differs_by_its_mark(any_painter, make_slip):
    first, again = (any_painter.paint(make_slip(reprint=mark)) for mark in (False, True))
    assert again.height > first.height


def test_the_wait_is_a_line_more(any_painter, make_slip):
    without, told = (any_painter.paint(make_slip(wait=wait)) for wait in (None, Wait(660, 900, 1080)))
    line = SIZES[without.width].body
    assert line <= told.height - without.height < 4 * line  # on narrow paper it takes two


def test_only_known_widths():
    with pytest.raises(ValueError, match="no sizes"):
        SlipPainter(500, {})


LONG_PAPER = "Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài sản khác gắn liền với đất (bản chính)"
PAPERS = {
    "checklist": Checklist(LONG_FIELDS[1], (LONG_PAPER, "Tờ khai"), (LONG_PAPER,), place=LONG_OFFICE, sample=True),
    "file": FileSlip("000.00.06.H56-231027-0361", "Đang xử lý", LONG_PAPER, LONG_FIELDS[1], date(2026, 11, 20)),
    "suggestion": SuggestionSlip("G0007", "Thái độ, tinh thần phục vụ", AT, LONG_OFFICE),
    "test": TestSlip("kiosk-1", "thermal-58-tear", 58, PrinterFacts(Printer.READY, True, True, False)),
}


@pytest.fixture(params=PAPERS)
def any_paper(request, texts):
    return paper_document(PAPERS[request.param], LONG_OFFICE, AT, texts)


def test_every_paper_stays_inside_the_margins(any_painter, any_paper):
    picture = any_painter.paint(any_paper)
    assert min(ink_columns(picture)) >= picture.margin


def test_no_two_blocks_touch_and_the_whole_is_as_high_as_its_parts(any_painter, any_paper):
    """White of at least half a millimetre around each, so that no accent meets the line above."""
    heights = [any_painter.paint(Document(any_paper.kind, (block,))).height for block in any_paper.blocks]
    whole = any_painter.paint(any_paper).height
    assert whole >= sum(heights) + 4 * sum(not getattr(block, "close", False) for block in any_paper.blocks[1:])


def test_a_file_code_is_never_broken_in_two(any_painter):
    """It becomes smaller instead, and is as high as one line of words."""
    long, short = (
        any_painter.paint(Document(Kind.FILE, (Pair("Mã hồ sơ", code),))).height
        for code in ("000.00.06.H56-231027-0361", "A1")
    )
    assert long <= short


def test_a_ruler_is_true_to_the_dots_of_its_head(texts):
    """The strokes at 0 and 40 mm of a head with 203 and with 180 dots an inch."""
    for dpi in (203, 180):
        picture = SlipPainter(512, texts, dpi).paint(Document(Kind.TEST, (Ruler(),)))
        row = f"{int.from_bytes(picture.rows[picture.stride * 40 :][: picture.stride], 'big'):0{picture.width}b}"
        strokes = [place for place in range(1, len(row)) if row[place] == "1" and row[place - 1] == "0"]
        assert abs((strokes[4] - strokes[0]) / dpi * 25.4 - 40) < 0.1


def test_the_shades_grow_darker_to_the_right(any_painter):
    image = picture_image(any_painter.paint(Document(Kind.TEST, (Shades(),)))).convert("L")
    width = any_painter.paint(Document(Kind.TEST, (Shades(),))).width
    columns = [
        image.crop((width * part // 8, 10, width * part // 8 + 8, 50)).resize((1, 1), 4).getpixel((0, 0))
        for part in (1, 2, 3, 4, 5, 6)
    ]
    assert columns == sorted(columns, reverse=True)
    assert columns[0] > 200 > 70 > columns[-1]


def test_the_code_of_a_test_slip_reads_back(any_painter, texts):
    slip = paper_document(PAPERS["test"], "", AT, texts)
    found = zxingcpp.read_barcodes(picture_image(any_painter.paint(slip)).convert("L"))
    assert [code.text for code in found] == ["motcua test kiosk-1"]
