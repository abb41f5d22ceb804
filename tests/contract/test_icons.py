"""Every icon has a picture in the font that Debian ships."""

import pytest
from PIL import ImageFont

from contract import look

FONT = ImageFont.truetype(look.ICONS, 40)
MISSING = bytes(FONT.getmask("\u4e2d"))


@pytest.mark.parametrize("name", sorted(look.ICON))
def test_the_font_has_every_icon(name):
    assert len(look.ICON[name]) == 1
    assert bytes(FONT.getmask(look.ICON[name])) != MISSING
