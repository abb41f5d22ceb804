"""What stands on screens, in words: no figure is left to a voice, and codes are never counted."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voice.core.saying import said, sentences
from voice.vocabulary import vocabulary

VI, EN = vocabulary("vi"), vocabulary("en")

SHOWN = {
    "Số của ông/bà là C003": "Số của ông bà là xê không không ba",
    "H56.14-240823": "hát năm sáu chấm một bốn gạch ngang hai bốn không tám hai ba",
    "Thứ Hai, 07/12/2026": "Thứ Hai, ngày bảy tháng mười hai năm hai nghìn không trăm hai mươi sáu",
    "Trả ngày 04/04/2026": "Trả ngày bốn tháng tư năm hai nghìn không trăm hai mươi sáu",
    "07:30 thứ\u00a0Ba,\u00a001/12": "bảy giờ ba mươi phút thứ Ba, ngày một tháng mười hai",
    "08:00": "tám giờ",
    "khoảng 10–20 phút": "khoảng mười đến hai mươi phút",
    "Có 117 người": "Có một trăm mười bảy người",
    "Lệ phí 50.000 đồng": "Lệ phí năm mươi nghìn đồng",
    "Gọi 0987": "Gọi không chín tám bảy",
    "+84912": "cộng tám bốn chín một hai",
    "mã 402 423 3365|": "mã bốn không hai, bốn hai ba, ba ba sáu năm",
    "100%": "một trăm phần trăm",
    "Y tế, an toàn": "Y tế, an toàn",
    "Y": "y dài",
    "Đ": "đê",
    "é": "é",
    "É": "É",
    "Ư": "ư",
    "?": "dấu hỏi",
    "–": ",",
    "BẢN IN LẠI": "BẢN IN LẠI",
    "mã QR, giấy A4.": "mã quy e rờ, giấy a bốn.",
    "A 1B": "A một bê",
    "Nghị định 61/2018/NĐ-CP": "Nghị định sáu một xuyệt hai không một tám xuyệt en nờ đê gạch ngang xê pê",
    "32/13": "ba hai xuyệt một ba",
    "07:99": "không bảy hai chấm chín chín",
    "25:10": "hai năm hai chấm một không",
    "20–10": "hai không gạch ngang một không",
    "01–10": "không một gạch ngang một không",
    "999999999999": (
        "chín trăm chín mươi chín tỷ chín trăm chín mươi chín triệu chín trăm chín mươi chín nghìn chín trăm chín mươi chín"
    ),
    "9.999.999.999.999": " chấm ".join(["chín", *["chín chín chín"] * 4]),
    "m2 và b12": "m2 và b12",
    "Họp lúc 7h30, nghỉ từ 17h": "Họp lúc bảy giờ ba mươi phút, nghỉ từ mười bảy giờ",
    "7g05, 25h, 7h75": "bảy giờ năm phút, 25h, 7h75",
    "Mở cửa 07:30–11:30, 13h-17h.": (
        "Mở cửa bảy giờ ba mươi phút đến mười một giờ ba mươi phút, mười ba giờ đến mười bảy giờ."
    ),
    "07:30–25:30": "không bảy hai chấm ba không gạch ngang hai năm hai chấm ba không",
    "Lệ phí 50.000đ hoặc 1.250.000đ": "Lệ phí năm mươi nghìn đồng hoặc một triệu hai trăm năm mươi nghìn đồng",
    "Nộp 5.000 VNĐ": "Nộp năm nghìn đồng",
    "x_9": "x_9",
    "Hồ sơ… “xong”": "Hồ sơ. xong",
}


@pytest.mark.parametrize(("shown", "words"), SHOWN.items())
def test_as_a_person_would_read_it(shown: str, words: str) -> None:
    assert said(shown, VI) == words


@pytest.mark.parametrize(
    ("shown", "words"),
    {
        "Your number is C003": "Your number is see zero zero three",
        "Monday, 07/12/2026": "Monday, seven December two thousand and twenty six",
        "about 10–20 minutes": "about ten to twenty minutes",
        "from 07:30": "from seven thirty",
        "08:00": "eight o'clock",
        "12,345": "twelve thousand three hundred and forty five",
    }.items(),
)
def test_in_english(shown: str, words: str) -> None:
    assert said(shown, EN) == words


def test_a_text_is_said_sentence_by_sentence() -> None:
    assert sentences("Xin chờ. Số 5\nDãy 3: cuối!", VI) == ("Xin chờ.", "Số năm", "Dãy ba:", "cuối!")
    assert sentences(" — \n…", VI) == ()


def test_the_letters_of_codes_can_be_said_in_each_language() -> None:
    assert said("ĐA-01", EN) == "dee with a bar ay dash zero one"


@given(st.text(alphabet="0123456789 ABĐ:/.–-,%+xô\n"), st.sampled_from([VI, EN]))
def test_whatever_stands_there_no_code_or_count_is_left_in_figures(shown: str, words: dict[str, str]) -> None:
    for sentence in sentences(shown, words):
        assert not re.search(r"(?<![^\W\d]|\d|_)\d+(?!\w)", sentence), sentence
