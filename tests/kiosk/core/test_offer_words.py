"""What stands beside a field, and the sentence for one that gives no numbers."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import kiosk
from contract.language import load_texts
from contract.notices import Door, Wait
from kiosk.core.offer import Offer
from kiosk.core.offer_words import beside, heading, moment, reason, sentence

NOW = datetime(2026, 11, 23, 6, 40, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SEVEN = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
WAIT = Wait(660, 900, 1080)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("offer", "lines"),
    [
        (Offer(), ("", "")),
        (Offer(waiting=0), ("Chưa có ai chờ", "")),
        (Offer(waiting=0, wait=Wait(0, 60, 200)), ("Chưa có ai chờ", "dưới 5 phút")),
        (Offer(waiting=12, wait=WAIT), ("12 người đang chờ", "khoảng 10–20 phút")),
        (Offer(waiting=12), ("12 người đang chờ", "")),
        (Offer(waiting=12, wait=WAIT, left=5), ("còn khoảng 5 số", "khoảng 10–20 phút")),
        (Offer(Door.NOT_YET, 0, WAIT, None, SEVEN), ("Phát số từ 07:00", "")),
        (Offer(Door.FULL, 12, None, 0), ("Hôm nay đã hết số", "")),
    ],
)
def test_beside_a_field_stand_its_people_and_their_wait_or_why_it_is_shut(texts, offer, lines):
    assert beside(offer, texts, NOW) == lines


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        (Offer(Door.NOT_YET, opens_at=SEVEN), "Phát số từ 07:00. Mời ông/bà ngồi chờ."),
        (Offer(Door.NOT_YET), "Chưa đến giờ phát số. Mời ông/bà ngồi chờ."),
        (Offer(Door.FULL), "Hôm nay đã hết số. Mời ông/bà hỏi cán bộ hướng dẫn."),
        (Offer(Door.CLOSED), "Hôm nay không phát thêm số. Mời ông/bà hỏi cán bộ hướng dẫn."),
        (Offer(Door.DAY_OVER), "Hôm nay đã hết giờ làm việc. Mời ông/bà quay lại vào ngày làm việc."),
        (
            Offer(Door.DAY_OVER, opens_at=SEVEN + DAY),
            "Hôm nay đã hết giờ làm việc. Mời ông/bà quay lại lúc 07:00 thứ\u00a0Ba.",
        ),
        (
            Offer(Door.HOLIDAY, opens_at=SEVEN + 7 * DAY),
            "Hôm nay không làm việc. Mời ông/bà quay lại lúc 07:00 thứ\u00a0Hai,\u00a030/11.",
        ),
    ],
)
def test_a_shut_field_says_why_and_what_to_do(texts, offer, said):
    assert sentence(offer, texts, NOW) == said


def test_an_office_that_is_shut_says_so_once_above_all(texts):
    assert heading(Offer(Door.NOT_YET, opens_at=SEVEN), texts, NOW) == (
        "Chưa đến giờ phát số",
        "Phát số từ 07:00. Mời ông/bà ngồi chờ.",
    )
    holiday = Offer(Door.HOLIDAY, opens_at=SEVEN + DAY, words="Nghỉ Tết Nguyên đán")
    assert heading(holiday, texts, NOW) == (
        "Hôm nay không làm việc",
        "Nghỉ Tết Nguyên đán. Mời ông/bà quay lại lúc 07:00 thứ\u00a0Ba.",
    )
    assert heading(Offer(Door.FULL), texts, NOW) == ("Hôm nay đã hết số", "Mời ông/bà hỏi cán bộ hướng dẫn.")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "07:00"),
        (1, "07:00 thứ\u00a0Ba"),
        (6, "07:00 chủ\u00a0nhật"),
        (7, "07:00 thứ\u00a0Hai,\u00a030/11"),
        (-1, "07:00 chủ\u00a0nhật,\u00a022/11"),
    ],
)
def test_a_moment_is_as_exact_as_it_must_be(texts, days, said):
    assert moment(SEVEN + days * DAY, texts, NOW) == said


def test_every_door_has_words_in_every_language():
    for language in ("vi", "en"):
        texts = load_texts(Path(kiosk.__file__).parent / "texts", language)
        for door in Door:
            offer = Offer(door, opens_at=SEVEN)
            assert bool(reason(offer, texts, NOW)) == (door is not Door.OPEN)
            assert not offer.shut or len(sentence(offer, texts, NOW).split()) > 4
