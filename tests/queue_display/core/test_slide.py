"""Guide slides that are written as text: whole, or told what is wrong with them."""

import pytest

from queue_display.core.slide import Slide, SlideError, slide_of


def test_a_slide_has_a_title_and_steps_or_lines():
    assert slide_of({"title": " Các  bước ", "steps": ["Lấy số", "Chờ gọi"]}) == Slide(
        "Các bước", ("Lấy số", "Chờ gọi")
    )
    assert slide_of({"title": "Lệ phí", "lines": ["Có biên lai"], "note": "Quầy 9"}) == Slide(
        "Lệ phí", (), ("Có biên lai",), "Quầy 9"
    )


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([], "no table"),
        ({"title": "a", "step": ["b"]}, "'step'"),
        ({"steps": ["b"]}, "'title'"),
        ({"title": "a" * 61, "steps": ["b"]}, "60"),
        ({"title": "a"}, "neither"),
        ({"title": "a", "steps": "b"}, "'steps'"),
        ({"title": "a", "steps": ["b"] * 13}, "12"),
        ({"title": "a", "lines": [5]}, "'lines'"),
        ({"title": "a", "lines": ["b"], "note": "\\x07\x07"}, "'note'"),
    ],
)
def test_what_is_no_slide_says_why(table, words):
    with pytest.raises(SlideError, match=words):
        slide_of(table)
