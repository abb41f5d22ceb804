"""Reading about procedures: forward, back to the same page, and a checklist printed once."""

import pytest

from contract.commands import PrintState
from contract.ids import FieldId, RequestId
from contract.procedure import Part, Procedure
from kiosk.core import journey
from kiosk.core.effects import StoreTap
from kiosk.core.happenings import Back, FieldTapped, Left, StayTapped, TimePassed
from kiosk.core.journey import StillThere
from kiosk.core.papers import Copy, PaperTold, PrintPaper
from kiosk.core.procedure_journey import (
    ChecklistTapped,
    PageTurned,
    PartTapped,
    ProcedureFields,
    ProcedureFieldTapped,
    ProcedureList,
    ProcedureSearch,
    ProceduresTapped,
    ProcedureTapped,
    ProcedureView,
    SearchTapped,
    checklist,
)
from kiosk.core.row_pages import page_rows
from kiosk.core.typing_keys import SEARCH, KeyTapped, Typed
from kiosk.core.views import Home, Taking

CIVIL = FieldId("ho-tich")
BIRTH = Procedure(
    "HT-01", "Đăng ký khai sinh", CIVIL, ("a",), ("b", "c"), ("d",), ("e",), ("f",), "2026-11-20", (), (Part.DETAILS,)
)
JOB = RequestId("r1")
PAPER = checklist(BIRTH, "Hộ tịch")


def after(view, *happenings):
    """The view in the end; nothing is to be done on the way."""
    for one in happenings:
        view, effects = journey.step(view, one)
        assert effects == ()
    return view


def test_by_field_and_back_to_the_same_pages():
    there = after(
        Home(),
        ProceduresTapped(),
        PageTurned(1),
        ProcedureFieldTapped(CIVIL),
        PageTurned(3),
        ProcedureTapped(BIRTH),
        PartTapped(Part.PAPERS),
    )
    assert there == ProcedureView(BIRTH, Part.PAPERS, list_page=3, fields_page=1)
    assert after(there, Back()) == ProcedureView(BIRTH, list_page=3, fields_page=1)
    assert after(there, Back(), Back()) == ProcedureList(CIVIL, 3, 1)
    assert after(there, Back(), Back(), Back()) == ProcedureFields(1)
    assert after(there, Back(), Back(), Back(), Back()) == Home()
    assert after(there, Left()) == Home()


def test_by_search_and_back_to_what_was_typed():
    typing = after(Home(), ProceduresTapped(), SearchTapped(), KeyTapped("k"), KeyTapped("h"))
    assert typing == ProcedureSearch(Typed(SEARCH, "kh"))
    turned = after(typing, PageTurned(2))
    assert after(turned, KeyTapped("a")) == ProcedureSearch(Typed(SEARCH, "kha"))  # other procedures, the first page
    found = after(turned, ProcedureTapped(BIRTH))
    assert found == ProcedureView(BIRTH, search=turned)
    assert after(found, Back()) == turned
    assert after(turned, Back()) == ProcedureFields()


def test_a_checklist_is_printed_once_for_each_tap():
    view = ProcedureView(BIRTH)
    view, effects = journey.step(view, ChecklistTapped(JOB, PAPER))
    assert effects == (PrintPaper(JOB, PAPER),)
    assert view.copy == Copy(JOB)
    assert journey.step(view, ChecklistTapped(RequestId("r2"), PAPER)) == (view, ())
    view = after(view, PaperTold(RequestId("other"), PrintState.FAILED, None), PaperTold(JOB, PrintState.SENT, None))
    assert view.copy.state is PrintState.SENT
    view = after(view, PartTapped(Part.DETAILS), PaperTold(JOB, PrintState.CONFIRMED, None), Back())
    assert view.copy.ended
    assert journey.step(view, ChecklistTapped(RequestId("r2"), PAPER))[1] == (PrintPaper(RequestId("r2"), PAPER),)
    assert after(ProcedureView(BIRTH), PaperTold(JOB, PrintState.SENT, None)) == ProcedureView(BIRTH)


def test_the_paper_goes_on_while_the_citizen_is_asked_to_stay():
    view = ProcedureView(BIRTH, copy=Copy(JOB))
    asked = after(view, TimePassed(), PaperTold(JOB, PrintState.CONFIRMED, None))
    assert asked == StillThere(ProcedureView(BIRTH, copy=Copy(JOB, PrintState.CONFIRMED)))
    assert after(asked, StayTapped()).copy.ended
    assert after(asked, TimePassed()) == Home()


def test_a_number_of_its_field():
    tap = FieldTapped(CIVIL, JOB)
    assert journey.step(ProcedureView(BIRTH, Part.PAPERS), tap) == (Taking(JOB), (StoreTap(JOB, CIVIL, None),))


@pytest.mark.parametrize(
    ("view", "happening"),
    [
        (Home(), SearchTapped()),
        (Home(), ProcedureTapped(BIRTH)),
        (ProcedureFields(), ProcedureTapped(BIRTH)),
        (ProcedureFields(), KeyTapped("a")),
        (ProcedureFields(), FieldTapped(CIVIL, JOB)),
        (ProcedureList(CIVIL), SearchTapped()),
        (ProcedureList(CIVIL), FieldTapped(CIVIL, JOB)),
        (ProcedureSearch(), PartTapped(Part.PAPERS)),
        (ProcedureSearch(), ProceduresTapped()),
        (ProcedureView(BIRTH), PageTurned(1)),
        (ProcedureView(BIRTH, Part.PAPERS), PartTapped(Part.DETAILS)),
        (Taking(JOB), ProceduresTapped()),
    ],
)
def test_what_does_not_belong_to_the_view_changes_nothing(view, happening):
    assert journey.step(view, happening) == (view, ())


def test_the_checklist_has_all_five_parts_and_says_what_is_sample():
    assert (PAPER.title, PAPER.papers, PAPER.place, PAPER.sample) == (BIRTH.name, ("b", "c"), "Hộ tịch", True)
    assert PAPER.checked_on.isoformat() == "2026-11-20"
    assert (PAPER.information, PAPER.requirements, PAPER.legal, PAPER.details) == (("a",), ("d",), ("e",), ("f",))


@pytest.mark.parametrize(
    ("heights", "pages"),
    [
        ([], [(0, 0)]),
        ([10, 10, 10], [(0, 3)]),  # 10 + 2 + 10 + 2 + 10 is 34
        ([10, 10, 11], [(0, 2), (2, 3)]),
        ([50, 10, 10, 10], [(0, 1), (1, 3), (3, 4)]),  # too high for any page stands alone
        ([10] * 7, [(0, 2), (2, 4), (4, 6), (6, 7)]),
    ],
)
def test_rows_on_pages(heights, pages):
    assert [(one.start, one.stop) for one in page_rows(heights, 34, 2, 10)] == pages
