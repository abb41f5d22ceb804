"""A whole visit by keypad and ear alone: a number, then a receipt's answer and its number, with the screen black."""

import re
from datetime import date

from demo.camera import receipt_view
from demo.files import sample_files
from tests.flows.ears import quiet_office
from voice.core.saying import said, sentences
from voice.vocabulary import vocabulary

WORDS = vocabulary("vi")
DIGIT = "|".join(WORDS[f"digit.{one}"] for one in range(10))
NUMBER = re.compile(rf"(bê|xê|dê) ({DIGIT}) ({DIGIT}) ({DIGIT})")
LIKE = 0.9
"""What sounded is 0.98 or more like a sentence, 0.92 once beside eight other jobs; other sentences are some 0.45 like it, a single letter up to 0.9."""


def test_a_number_and_a_receipt_by_keypad_and_ear(tmp_path):
    file = sample_files(date.today())[0]
    with quiet_office(tmp_path) as ear:
        fields = {one.name for one in ear.hall.site.fields}
        ear.plug_in()
        assert ear.hears("Đã cắm tai nghe.").way == "headphones"
        faster(ear)

        ear.find("Chứng thực", fields)
        ear.press("Return")
        ear.hears("Số của ông bà là")
        first = ear.hears(NUMBER.fullmatch).said
        ear.hears("Chứng thực")
        ear.hears("Ông bà là người đầu tiên trong hàng này")
        ear.press("KP_Insert")
        ear.hears("Màn hình đã tối.")
        assert ear.screen.grab().getextrema() == ((0, 0), (0, 0), (0, 0))
        ear.press("Home")
        office = ear.hears(ear.hall.site.name)
        assert (office.pace, office.volume) == (2, 2)  # nothing of one citizen is left for the next
        assert ear.screen.grab().getextrema() != ((0, 0), (0, 0), (0, 0))

        faster(ear)
        ear.find("Quét giấy hẹn", {*fields, *buttons()}, "Up")
        ear.press("Return")
        ear.hears("Mời ông bà đưa giấy hẹn vào trước máy quét")
        ear.hall.camera.show(receipt_view(1, ear.hall.site.name, date.today()))
        ear.hears(said(str(file.code), WORDS))
        ear.hears("Đã xử lý xong")
        ear.find(lambda text: text.startswith("Lấy số"), set())
        ear.press("Return")
        ear.hears("Số của ông bà là")
        second = ear.hears(NUMBER.fullmatch).said
        assert (first.split()[0], second.split()[0]) == ("bê", "xê")
        ear.pull_out()

        likeness = ear.proven()
        assert len(likeness) > 25
        assert [(round(like, 2), one.said) for like, one in likeness if like < LIKE] == []


def faster(ear):
    """As fast as it goes: the ears of a test do not tire."""
    for pace in ("bốn", "năm"):
        ear.press("9")
        ear.hears(f"Tốc độ đọc {pace}.")


def buttons():
    """What stands below the fields."""
    texts = ("English", "Chữ to", "Nghe", "Hạ thấp", "Nhập mã hồ sơ", "Tìm thủ tục", "Góp ý")
    return {one for text in texts for one in sentences(text, WORDS)}
