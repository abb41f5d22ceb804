"""Every view of the kiosk is a sound as well: whatever word stands on the screen is among what is said of it."""

import re
from pathlib import Path

import pytest

import kiosk
from contract.codec import from_plain
from contract.language import load_texts
from kiosk.core.reading import Sheet, Speaker
from tests.screens.kiosk_hand import KioskHand
from tests.screens.kiosk_views import VIEWS, board, office, outlook
from voice.core.saying import sentences
from voice.vocabulary import vocabulary

TEXTS = Path(kiosk.__file__).parent / "texts"


@pytest.mark.parametrize(("language", "step"), [("vi", 1), ("en", 5)])
def test_nothing_is_shown_unsaid(tmp_path, language, step):
    """In the second language some of the views: it comes by the same way."""
    speaker = Speaker(load_texts(TEXTS, language), vocabulary(language))
    hand = KioskHand(tmp_path, "--language", language)
    unsaid, figures, empty = {}, {}, []
    try:
        hand.office(office(16), board(16), outlook(16))
        for name, view in list(VIEWS.items())[::step]:
            hand.show(view)
            hand.ask("faults")  # it is laid out
            spoken = hand.ask("spoken")
            sheet = from_plain(spoken["sheet"], Sheet)
            said = everything(speaker, sheet)
            head = {one for text in sheet.head for one in sentences(text, speaker.words)}
            missing = [
                text
                for text in spoken["shown"]
                if not {*sentences(text, speaker.words)} <= ({*said} | (head if name != "home" else set()))
            ]
            unsaid |= {name: missing} if missing else {}
            figures |= {name: left} if (left := [one for one in said if re.search(r"\d", one)]) else {}
            empty += [name] if not sheet.choices or not sheet.texts else []
    finally:
        hand.stop()
    assert unsaid == {}
    assert figures == {}
    assert empty == []


def everything(speaker, sheet):
    """All that a keypad brings to the ear: the arrival, then each choice. The head is said on the first screen only."""
    said = [*speaker.arrival(sheet, welcome=sheet.view == "Home", keys=True)]
    for place in range(len(sheet.choices)):
        said += speaker.focus(sheet, place)
    return said
