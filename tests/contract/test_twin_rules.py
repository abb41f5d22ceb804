"""A device's rules with what is wanted of it: nothing older, nothing a third time that it died with twice, and always something good."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract.twin import HIGHEST, Duty, Unfit, Wanted, Why, later
from contract.twin_rules import (
    Stage,
    Trial,
    TwinBook,
    begun,
    died,
    dropped,
    ended,
    heard,
    objection,
    start_with,
    stood,
    trying,
)

FIRST, SECOND = Wanted(1, "v1", {"sink": "a"}), Wanted(2, "v2", {"sink": "b"})
BOOK = TwinBook("file")

duties = st.builds(Duty, st.booleans(), st.integers(0, 5))


@given(duties, duties, duties)
def test_the_later_decision_is_the_same_in_whatever_order_they_are_heard(a, b, c):
    assert later(a, b) == later(b, a)
    assert later(a, later(b, c)) == later(later(a, b), c)
    assert later(a, later(a, b)) == later(a, b)


@given(duties, st.booleans())
def test_who_decides_later_is_right_and_repeats_nothing(duty, serves):
    decided = duty.decided(serves=serves)
    assert decided.serves is serves
    assert later(duty, decided) == decided
    assert decided.decided(serves=serves) == decided


def test_of_two_decisions_apart_the_careful_one_stands():
    assert later(Duty(True, 3), Duty(False, 3)) == Duty(False, 3)


def test_a_turn_is_never_too_large_for_a_small_device():
    assert Duty(True, HIGHEST).decided(serves=False).turn == HIGHEST


@pytest.mark.parametrize(
    ("book", "wanted", "why"),
    [
        (BOOK, FIRST, None),
        (replace(BOOK, revision=2), FIRST, Why.OLDER),
        (replace(BOOK, revision=1), FIRST, None),
        (replace(BOOK, fatal="v1"), FIRST, Why.FATAL),
        (BOOK, replace(FIRST, revision=0), Why.MALFORMED),
        (BOOK, replace(FIRST, revision=-3), Why.MALFORMED),
        (BOOK, replace(FIRST, revision=HIGHEST + 1), Why.MALFORMED),
        (BOOK, replace(FIRST, duty=Duty(False, -1)), Why.MALFORMED),
        (BOOK, replace(FIRST, duty=Duty(False, HIGHEST + 1)), Why.MALFORMED),
    ],
)
def test_what_is_not_taken(book, wanted, why):
    assert objection(book, wanted) == (Unfit(why) if why else None)


def test_what_has_stood_is_what_a_device_comes_back_with():
    book = stood(trying(heard(BOOK, FIRST), FIRST, Stage.RUNNING))
    assert start_with(begun(book, "file")) == {"sink": "a"}


def test_who_dies_comes_back_with_what_was_good_and_tries_once_more_when_it_hears_of_it_again():
    good = stood(trying(heard(BOOK, FIRST), FIRST, Stage.RUNNING))
    back = begun(trying(heard(good, SECOND), SECOND, Stage.RUNNING), "file")
    assert (start_with(back), back.fatal) == ({"sink": "a"}, "")
    assert start_with(begun(back, "file")) == {"sink": "a"}, "an unrelated death changes nothing"
    assert objection(back, SECOND) is None
    again = begun(trying(heard(back, SECOND), SECOND, Stage.RUNNING), "file")
    assert (start_with(again), again.fatal) == ({"sink": "a"}, "v2")
    assert objection(heard(again, SECOND), SECOND) == Unfit(Why.FATAL)


def test_another_configuration_after_a_fatal_one_is_tried():
    book = replace(BOOK, fatal="v1", revision=1)
    assert objection(book, SECOND) is None
    assert stood(trying(heard(book, SECOND), SECOND, Stage.RUNNING)).fatal == ""


def test_a_start_for_a_configuration_begins_with_it_and_its_death_counts():
    due = trying(heard(BOOK, FIRST), FIRST, Stage.DUE)
    running = begun(due, "file")
    assert start_with(running) == {"sink": "a"}
    assert start_with(begun(running, "file")) == {}
    twice = begun(begun(trying(begun(running, "file"), FIRST, Stage.DUE), "file"), "file")
    assert (twice.fatal, twice.trial) == ("v1", None)


def test_whoever_ends_the_program_has_not_killed_it():
    running = begun(trying(heard(BOOK, FIRST), FIRST, Stage.DUE), "file")
    assert start_with(begun(ended(running), "file")) == {"sink": "a"}
    assert ended(BOOK) == BOOK
    died_once = died(running)
    assert ended(died_once) == died_once


def test_a_newer_wish_ends_a_trial():
    assert heard(trying(heard(BOOK, FIRST), FIRST, Stage.RUNNING), SECOND).trial is None
    same = trying(heard(BOOK, FIRST), FIRST, Stage.RUNNING)
    assert heard(same, replace(FIRST, revision=2)).trial == same.trial


def test_what_apply_has_brought_is_newer_than_what_came_over_the_air():
    book = TwinBook("file", 7, {"sink": "a"}, Trial("v2"), "v3", Duty(False, 4))
    assert begun(book, "other file") == TwinBook("other file", 7, duty=Duty(False, 4))


def test_what_could_not_be_applied_is_no_trial_any_more():
    assert dropped(trying(heard(BOOK, FIRST), FIRST, Stage.RUNNING)).trial is None
    assert stood(BOOK) == BOOK


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("hear"), st.integers(0, 4), st.sampled_from(["good", "bad"])),
        st.tuples(st.sampled_from(["start", "end", "stand", "live"]), st.just(0), st.just("")),
    ),
    max_size=40,
)


@given(STEPS)
def test_a_deadly_configuration_never_kills_more_than_twice_and_revisions_never_fall(steps):
    """A program that dies as soon as it runs with ``bad``, whatever order things happen in."""
    book, deaths, revision = begun(BOOK, "file"), 0, 0
    wanted = None
    for what, number, version in steps:
        match what:
            case "hear":
                told = Wanted(number, version, {"kind": version})
                if objection(book, told) is None:
                    book, wanted = heard(book, told), told
            case "start" if wanted and book.fatal != wanted.version:
                book = begun(trying(book, wanted, Stage.DUE), "file")
            case "live" if wanted and book.fatal != wanted.version:
                book = trying(book, wanted, Stage.RUNNING)
            case "end":
                book = begun(ended(book), "file")
            case "stand":
                book = stood(book) if start_with(book).get("kind") != "bad" else book
            case _:
                pass
        while start_with(book).get("kind") == "bad":
            deaths += 1
            before, book = book, begun(book, "file")
            assert book != before
        assert book.good.get("kind") != "bad"
        assert book.revision >= revision
        revision = book.revision
        if wanted and wanted.version != "bad":
            deaths = 0  # another wish between two of the same makes it a new one
        assert deaths <= 2
