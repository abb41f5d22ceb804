"""How a citizen wants the screen."""

from kiosk.core.comfort import Comfort, TextSize, next_language, next_size


def test_the_buttons_lead_round():
    assert [next_size(Comfort(size=size)) for size in TextSize] == [TextSize.LARGE, TextSize.LARGEST, TextSize.NORMAL]
    assert next_language(Comfort("vi"), ("vi", "en", "ede")) == "en"
    assert next_language(Comfort("ede"), ("vi", "en", "ede")) == "vi"


def test_words_grow_to_twice_their_size():
    assert [Comfort(size=size).scale for size in TextSize] == [1.0, 1.5, 2.0]
