"""A finger on the procedures: each row, key and button says what was meant, and what is found changes under the keys."""

import pytest

from contract.codec import to_plain
from contract.ids import FieldId
from contract.notices import Door
from contract.procedure import Part
from kiosk.core.papers import Copy
from kiosk.core.procedure_journey import ProcedureFields, ProcedureList, ProcedureSearch, ProcedureView
from kiosk.core.typing_keys import SEARCH, Typed
from kiosk.core.views import Home
from tests.screens.kiosk_hand import SECONDS, KioskHand
from tests.screens.kiosk_views import PROCEDURES, REQUEST, board, office, outlook, shut

LONG, PLAIN = PROCEDURES[0], PROCEDURES[-1]


@pytest.fixture(scope="module")
def window(tmp_path_factory):
    hand = KioskHand(tmp_path_factory.mktemp("kiosk"))
    yield hand
    hand.stop()


@pytest.fixture
def hand(window):
    window.order(online=True)
    window.office(office(), board(), outlook())
    yield window
    window.ask("rest")
    assert window.happened.empty()


def taps(hand, sight, key, happening):
    hand.screen.tap(*sight.middle(key))
    heard = hand.next_happening()
    assert heard["happened"] == happening
    return heard["body"]


def test_the_way_in(hand):
    taps(hand, hand.sees(Home(), "procedures"), "procedures", "ProceduresTapped")
    sight = hand.sees(ProcedureFields(), "procedures:f0", "procedures:f1", "procedures:f2", "search")
    assert taps(hand, sight, "procedures:f2", "ProcedureFieldTapped") == {"field": "f2"}
    taps(hand, hand.sees(ProcedureFields(), "search"), "search", "SearchTapped")


def test_an_office_without_procedures_offers_none(hand):
    assert "procedures" in hand.sees(Home(), "procedures").targets
    hand.order(procedures=[])
    while "procedures" in hand.trace.wait("Home", SECONDS).targets:
        pass
    hand.ask("rest")


def test_a_list_is_turned_and_chosen_from(hand):
    hand.order(procedures=to_plain([PLAIN, *(PROCEDURES[3:-1] * 3)]))
    sight = hand.sees(ProcedureList(FieldId("f2")), "later")
    assert taps(hand, sight, "later", "PageTurned") == {"page": 1}
    hand.ask("rest")
    assert taps(hand, sight, f"procedure:{PLAIN.code}", "ProcedureTapped")["procedure"]["code"] == PLAIN.code
    second = hand.sees(ProcedureList(FieldId("f2"), 1), "earlier")
    assert f"procedure:{PLAIN.code}" not in second.targets
    assert taps(hand, second, "earlier", "PageTurned") == {"page": 0}


def test_what_is_typed_is_found_at_once(hand):
    sight = hand.sees(ProcedureSearch(), "key:m", "key:u", "key:k")
    assert sight.facts["found"] == "0"
    for typed, key, found in (("m", "m", "1"), ("mu", "u", "1"), ("muk", "k", "0")):
        assert taps(hand, sight, f"key:{key}", "KeyTapped") == {"key": key}
        sight = hand.sees(ProcedureSearch(Typed(SEARCH, typed)), "key:m", "key:u", "key:k")
        assert sight.facts["found"] == found
    sight = hand.sees(ProcedureSearch(Typed(SEARCH, "chuyen muc dich")), f"procedure:{PLAIN.code}")
    assert taps(hand, sight, f"procedure:{PLAIN.code}", "ProcedureTapped")["procedure"]["code"] == PLAIN.code


def test_a_procedure_gives_its_parts_its_paper_and_a_number(hand):
    sight = hand.sees(ProcedureView(LONG), "part:papers", "print", "take")
    assert {key for key in sight.targets if key.startswith("part:")} == {f"part:{part}" for part in Part}
    assert taps(hand, sight, "part:papers", "PartTapped") == {"part": "papers"}
    hand.ask("rest")
    body = taps(hand, sight, "print", "ChecklistTapped")
    assert body["checklist"]["papers"] == list(LONG.papers)
    assert (body["checklist"]["sample"], body["checklist"]["checked_on"]) == (True, LONG.as_of)
    assert body["checklist"]["place"].startswith("Đất đai. Dãy ghế 3")
    hand.ask("rest")
    assert taps(hand, sight, "take", "FieldTapped")["field"] == "f2"


def test_while_it_prints_nobody_prints_again(hand):
    sight = hand.sees(ProcedureView(PLAIN, copy=Copy(REQUEST)), "take")
    assert "print" not in sight.targets
    assert sight.facts["paper"]


def test_a_field_that_gives_no_numbers_says_so(hand):
    hand.office(office(), board(), shut(Door.FULL))
    sight = hand.sees(ProcedureView(PLAIN), "print")
    assert "take" not in sight.targets
    hand.order(online=False)
    assert "take" not in hand.sees(ProcedureView(PLAIN, Part.PAPERS), "print").targets
