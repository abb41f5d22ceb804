"""Whatever comes late, and in whatever order: nobody sees what was opened, typed or written by the citizen before."""

from dataclasses import fields, is_dataclass, replace
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from contract.file_details import AskedDigits, FileDetails, OwnerNumber, Verdict
from contract.ids import FileCode
from contract.notices import FileStatus, LookUp, Printer
from kiosk.core.file_journey import AskDigits, Checking, Details, Digits, DigitsGiven, MoreTapped
from kiosk.core.happenings import Back, CodeRead, FileAnswered, Left, ScanTapped, StayTapped
from kiosk.core.journey import StillThere, step
from kiosk.core.papers import PaperTold, PrinterSeen
from kiosk.core.patience import given_up
from kiosk.core.typing_journey import CodeGiven, ForeignGiven, TypeTapped
from kiosk.core.typing_keys import KeyTapped
from kiosk.core.views import Home, LookingUp, Status

ONE, OTHER = FileCode("H56.14-240823-0001"), FileCode("H56.14-240823-0002")
TYPED = "4711"
CODES = st.sampled_from([ONE, OTHER])
HANDS = [
    "receipt",
    "receipt",
    "scan",
    "read",
    "given",
    "more",
    "digits",
    "check",
    "check",
    "type",
    "foreign",
    "back",
    "left",
    "stay",
]
TOUCHES = st.sampled_from([*HANDS, "time", "time", "answer", "answer", "answer", "paper"])


class Hall:
    """One kiosk, and a registry whose answers come in any order: to whom each question belongs is written down."""

    def __init__(self):
        self.view, self.citizen, self.ids = Home(), 0, count()
        self.asked = {}

    def happen(self, happening):
        before = self.view
        self.view, effects = step(before, happening)
        for effect in effects:
            if isinstance(effect, AskDigits):
                self.asked[effect.request] = (self.citizen, effect.code)
        if self.view == Home() and before != Home():
            self.citizen += 1

    def plain(self, touch, code):
        request = f"q{next(self.ids)}"
        return {
            "scan": [ScanTapped()],
            "read": [CodeRead(code, request)],
            "given": [CodeGiven(code, request)],
            "receipt": [CodeGiven(code, request), FileAnswered(known(code, request))],
            "more": [MoreTapped()],
            "digits": [KeyTapped(one) for one in TYPED],
            "check": [MoreTapped(), *(KeyTapped(one) for one in TYPED), DigitsGiven(request)],
            "type": [TypeTapped()],
            "foreign": [ForeignGiven()],
            "back": [Back()],
            "left": [Left()],
            "time": [given_up(self.view)],
            "stay": [StayTapped()],
            "paper": [PaperTold(request, "sent", None), PrinterSeen(Printer.READY)],
        }[touch]


def known(code, request):
    return FileStatus(request, LookUp.FOUND, code, 5, asks=AskedDigits(OwnerNumber.PHONE, 4))


def opened(code, request):
    return replace(known(code, request), verdict=Verdict.RIGHT, details=FileDetails("Đăng ký khai sinh"))


def holds(view, kind):
    """Whether something of this kind stands anywhere in a view."""
    if isinstance(view, kind):
        return True
    return is_dataclass(view) and any(holds(getattr(view, one.name), kind) for one in fields(view))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(TOUCHES, CODES, st.sampled_from([0, 0, 1, 2])), min_size=10, max_size=40))
def test_details_are_shown_to_whoever_typed_the_digits_and_to_nobody_after(acts):
    hall = Hall()
    for touch, code, which in acts:
        if touch == "answer":
            questions = list(hall.asked.items())
            if isinstance(hall.view, LookingUp):
                hall.happen(FileAnswered(known(hall.view.code, "late")))
            elif questions:
                request, (_, asked) = questions[-1 - which % len(questions)]
                hall.happen(FileAnswered(opened(asked, request)))
        else:
            for happening in hall.plain(touch, code):
                hall.happen(happening)
        if isinstance(hall.view, Details):
            assert hall.asked[hall.view.file.request] == (hall.citizen, hall.view.file.code)
        else:
            assert not holds(hall.view, FileDetails)
        behind = hall.view.behind if isinstance(hall.view, StillThere) else Home()
        assert not isinstance(behind, Checking | Details)
        assert not isinstance(behind, Digits) or not behind.typed.text
        assert not isinstance(hall.view, Status | Checking | Details) or TYPED not in repr(hall.view)
