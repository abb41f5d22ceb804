"""Answers of the controller as happenings of the kiosk."""

from datetime import UTC, date, datetime

import pytest

from contract.notices import (
    Acceptance,
    FileStatus,
    HeldNumbers,
    LookUp,
    Reason,
    Receipt,
    Refusal,
    SuggestionStatus,
)
from kiosk.core.answered import happenings_of
from kiosk.core.happenings import FileAnswered, NumberGiven, NumberRefused
from kiosk.core.suggestion_journey import SuggestionRefused, SuggestionTaken, SuggestionTold

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RECEIPT = Receipt("r", "2026-11-23-B001", "B001", "dat-dai", NOW, 0, "http://x")
FILE = FileStatus("r", LookUp.UNKNOWN_FILE, "H56.14-240823-0001")
TOLD = SuggestionStatus("r", "4827193655")


@pytest.mark.parametrize(
    ("answer", "happenings"),
    [
        (RECEIPT, (NumberGiven(RECEIPT),)),
        (
            Refusal("r", Reason.FIELD_CLOSED, "B002", NOW),
            (NumberRefused("r", Reason.FIELD_CLOSED, "B002", NOW), SuggestionRefused("r", Reason.FIELD_CLOSED)),
        ),
        (FILE, (FileAnswered(FILE),)),
        (Acceptance("r"), (SuggestionTaken("r"),)),
        (TOLD, (SuggestionTold("r", TOLD),)),
        (HeldNumbers("r", "dat-dai", "book", date(2026, 11, 23), NOW, ()), ()),
    ],
)
def test_every_answer_is_taken_up(answer, happenings):
    assert happenings_of(answer) == happenings
