"""One line: who goes first, and how people by law and others take turns."""

import pytest

from controller.core.line import AT_ONCE, Line

NOW = 1000.0
SOON = 2000.0
"""A due moment that has not come."""


def line(ordinary="", by_law="", due=SOON, came=500.0, passed=()):
    """People in the order given; those by law came before anybody was due."""
    made = Line(passed=passed)
    for place, one in enumerate(ordinary):
        made.add((due + place, 0.0), one, by_law=False)
    for place, one in enumerate(by_law):
        made.add((came + place, 0.0), one, by_law=True)
    return made


def said(one, cap=2, now=NOW):
    return "".join(visit for _, visit in one.order(now, cap))


def called(one, cap=2, now=NOW):
    """Call them one after another."""
    order, seq = "", 0
    while len(one):
        key, visit = one.first(now, cap)
        seq += 1
        one.call(key, visit, seq, by_law=visit.isupper())
        order += visit
    return order


@pytest.mark.parametrize(
    ("ordinary", "by_law", "cap", "order"),
    [
        ("abc", "", 2, "abc"),
        ("", "XYZ", 2, "XYZ"),
        ("abc", "UVWXYZ", 2, "UVaWXbYZc"),
        ("ab", "WXYZ", 1, "WaXbYZ"),
        ("abc", "X", 2, "Xabc"),
    ],
)
def test_at_most_cap_people_by_law_go_before_one_ordinary_citizen(ordinary, by_law, cap, order):
    assert said(line(ordinary, by_law), cap) == order
    assert called(line(ordinary, by_law), cap) == order


def test_an_overdue_citizen_gives_way_only_to_those_by_law_who_came_before_the_due_moment():
    one = line("a", due=600.0)
    one.add((599.0, 0.0), "X", by_law=True)
    one.add((601.0, 0.0), "Y", by_law=True)
    assert said(one) == called(one) == "XaY"


def test_by_law_people_who_passed_nobody_are_not_counted():
    one = line("", "WXYZ")
    for seq in (1, 2, 3):
        key, visit = one.first(NOW, 2)
        one.call(key, visit, seq, by_law=True)
    one.add((SOON, 0.0), "a", by_law=False)
    assert one.streak == 0
    assert said(one) == "Za"


def test_who_stands_at_the_very_front_goes_before_everybody():
    one = line("ab", "X")
    one.add((AT_ONCE, 9.0), "f", by_law=False)
    assert said(one) == "fXab"


def test_the_claim_is_the_earliest_key_though_another_goes_first():
    one = line("a", "X", passed=(7, 8))
    assert one.first(NOW, 2)[1] == "a"
    assert one.claim == (500.0, 0.0)
    assert Line().claim is None
    assert Line().first(NOW, 2) is None


def test_a_longer_key_stands_right_behind_the_one_that_it_begins_with():
    one = line("abc")
    one.add((SOON + 1, 0.0, 77.0), "l", by_law=False)
    assert said(one) == "ablc"


def test_people_ahead_of_a_newcomer_are_counted_by_the_turns():
    one = line("ab", "WXYZ")
    assert one.ahead_of((SOON + 9, 0.0), "n", NOW, 2, by_law=False) == 6
    assert one.ahead_of((900.0, 0.0), "N", NOW, 2, by_law=True) == 6
    assert one.ahead_of((400.0, 0.0), "N", NOW, 2, by_law=True) == 0
    assert said(one) == "WXaYZb"


def test_who_does_not_stand_in_line_cannot_leave_it():
    one = line("ab")
    one.remove((SOON, 1.0), "a", by_law=False)
    one.remove((SOON, 0.0), "b", by_law=False)
    one.remove((SOON, 0.0), "a", by_law=True)
    assert said(one) == "ab"


def test_a_call_taken_back_gives_the_turn_back():
    one = line("ab", "XYZ")
    one.call((500.0, 0.0), "X", 1, by_law=True)
    one.call((501.0, 0.0), "Y", 2, by_law=True)
    one.take_back(1, ())
    assert one.passed == (2,)
    before = one.passed
    one.call((SOON, 0.0), "a", 3, by_law=False)
    one.call((502.0, 0.0), "Z", 4, by_law=True)
    one.take_back(3, before)
    assert one.passed == (2, 4)
