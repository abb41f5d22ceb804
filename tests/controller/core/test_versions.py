"""Events of older versions, in today's words."""

from datetime import timedelta

import pytest

from controller.core.events import KINDS
from controller.core.versions import UPCASTS, newest, upcast
from tests.office import MORNING


def test_a_ticket_of_version_1_was_due_after_the_target_that_all_offices_had():
    body = upcast("TicketIssued", 1, {"number": "B001"}, MORNING)
    assert body == {"number": "B001", "due": (MORNING + timedelta(minutes=20)).isoformat()}


@pytest.mark.parametrize(
    ("reason", "reasons"), [({"reason": "cho-lau"}, ["cho-lau"]), ({"reason": None}, []), ({}, [])]
)
def test_a_rating_of_version_1_had_one_reason_or_none(reason, reasons):
    body = upcast("VisitRated", 1, {"score": "not_satisfied", **reason}, MORNING)
    assert body == {"score": "not_satisfied", "reasons": reasons}


@pytest.mark.parametrize("kind", KINDS)
def test_the_newest_version_is_left_as_it_is(kind):
    assert upcast(kind, newest(kind), {"some": "body"}, MORNING) == {"some": "body"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_version_of_a_newer_controller_is_not_guessed(kind):
    for version in (0, newest(kind) + 1):
        with pytest.raises(ValueError, match=f"version {version} of {kind}"):
            upcast(kind, version, {}, MORNING)


def test_there_is_a_step_from_every_version_of_every_kind():
    assert {kind for kind, _ in UPCASTS} <= set(KINDS)
    assert set(UPCASTS) == {(kind, version) for kind in KINDS for version in range(1, newest(kind))}
