"""Guide slides that the board draws itself: every word of them stands on a leaf, and none is cut off."""

import numpy as np
import pytest

from contract.look import DARK
from queue_display.adapters.pillow_slide import SlidePainter
from queue_display.core.slide import LONGEST, LONGEST_TITLE, MOST_LINES, Slide

LYING, STANDING = (648, 364), (560, 540)
STEPS = Slide(
    "Các bước giải quyết hồ sơ", ("Lấy số theo lĩnh vực.", "Chờ gọi số.", "Nộp hồ sơ.", "Nộp phí.", "Nhận kết quả.")
)
LONG = "Ưỡn ẹo Nghiễm nhiên Ấp ủ " * 12
LONGEST_SLIDE = Slide(
    ("Thủ tục đăng ký biến động quyền sử dụng đất, tài sản gắn liền")[:LONGEST_TITLE],
    tuple(f"{n} {LONG}"[:LONGEST].strip() for n in range(4)),
    ("https://dichvucong.gov.vn/" + "a" * 120,),
    "Mọi thắc mắc xin hỏi bàn hướng dẫn ở cửa chính, cảm ơn ông/bà"[:LONGEST_TITLE],
)


def array(frame):
    return np.frombuffer(frame.rgb, np.uint8).reshape(frame.height, frame.width, 3)


def edges_are_bare(frame, unit):
    """Nothing but ground along the four edges: what reached them would be cut off there."""
    ground = np.array([int(DARK.panel[place : place + 2], 16) for place in (1, 3, 5)])
    picture, sides, ends = array(frame), int(2 * unit), max(1, int(0.25 * unit))
    strips = (picture[:ends], picture[-ends:], picture[:, :sides], picture[:, -sides:])
    return all((strip == ground).all() for strip in strips)


@pytest.mark.parametrize("room", [LYING, STANDING])
def test_few_words_stand_on_one_leaf_in_large_type(room):
    (leaf,) = SlidePainter(10.8).paint(Slide("Lệ phí", ("Nộp tại quầy 9.",)), room)
    assert (leaf.width, leaf.height) == room
    assert edges_are_bare(leaf, 10.8)
    two = list(SlidePainter(10.8).paint(STEPS, room))
    assert len(two) <= 2


@pytest.mark.parametrize("room", [LYING, STANDING, (320, 180)])
@pytest.mark.parametrize("slide", [STEPS, LONGEST_SLIDE])
def test_nothing_is_cut_off_however_long(room, slide):
    unit = 10.8 * room[0] / 648
    leaves = list(SlidePainter(unit).paint(slide, room))
    assert all(edges_are_bare(leaf, unit) for leaf in leaves)
    assert len({leaf.rgb for leaf in leaves}) == len(leaves)


def test_a_leaf_more_for_words_more():
    painter = SlidePainter(10.8)
    short, long = (list(painter.paint(Slide("a", (LONG[:LONGEST].strip(),) * many), LYING)) for many in (2, MOST_LINES))
    assert len(long) > len(short) >= 2
