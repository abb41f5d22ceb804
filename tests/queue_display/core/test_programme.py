"""Which media are shown when, in which order, and which files are none."""

from datetime import UTC, date, datetime, time

import pytest

from queue_display.core.frame import fitted
from queue_display.core.programme import Entry, Kind, Turn, following, is_media, kind_of, programme

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FILES = ["10 Tết.png", "2 lệ phí.mp4", "1 các bước.toml", "b.jpg", "A.webp"]


def shown(moment: datetime, *entries: Entry) -> list[str]:
    return [turn.file for turn in programme(FILES, entries, moment)]


def test_without_a_schedule_all_in_order_of_name_where_2_comes_before_10():
    assert shown(MONDAY) == ["1 các bước.toml", "2 lệ phí.mp4", "10 Tết.png", "A.webp", "b.jpg"]


@pytest.mark.parametrize(
    ("entry", "moment", "is_shown"),
    [
        (
            Entry("10*", first=date(2026, 2, 10), last=date(2026, 2, 20)),
            datetime(2026, 2, 9, 23, 59, tzinfo=UTC),
            False,
        ),
        (Entry("10*", first=date(2026, 2, 10), last=date(2026, 2, 20)), datetime(2026, 2, 10, tzinfo=UTC), True),
        (
            Entry("10*", first=date(2026, 2, 10), last=date(2026, 2, 20)),
            datetime(2026, 2, 20, 23, 59, tzinfo=UTC),
            True,
        ),
        (Entry("10*", first=date(2026, 2, 10), last=date(2026, 2, 20)), datetime(2026, 2, 21, tzinfo=UTC), False),
        (Entry("10*", days=frozenset({0})), MONDAY, True),
        (Entry("10*", days=frozenset({1, 6})), MONDAY, False),
        (Entry("10*", hours=((time(7, 30), time(9)), (time(13), time(17)))), MONDAY, False),
        (Entry("10*", hours=((time(7, 30), time(9, 1)),)), MONDAY, True),
    ],
)
def test_an_entry_narrows_what_it_names_and_nothing_else(entry, moment, is_shown):
    assert ("10 Tết.png" in shown(moment, entry)) == is_shown
    assert len(shown(moment, entry)) == 4 + is_shown


def test_any_entry_that_holds_is_enough_and_says_how_long():
    entries = Entry("10*", first=date.max), Entry("10 TẾT.PNG", seconds=30)
    assert Turn("10 Tết.png", 30) in programme(FILES, entries, MONDAY)


def test_after_the_last_comes_the_first_and_a_file_that_is_gone_does_not_confuse():
    turns = programme(FILES, (), MONDAY)
    assert following(turns, "") == turns[0]
    assert following(turns, "10 Tết.png") == Turn("A.webp")
    assert following(turns, "5 gone.png") == Turn("10 Tết.png")
    assert following(turns, "b.jpg") == turns[0]
    assert following((), "b.jpg") is None


def test_what_a_file_is_and_what_is_nobodys():
    assert [kind_of(file) for file in ("a.TOML", "a.JPG", "a.mp4", "a.pdf")] == [
        Kind.SLIDE,
        Kind.PICTURE,
        Kind.VIDEO,
        None,
    ]
    assert [
        file for file in ("a.png", ".a.png", "~$a.pptx", "Thumbs.db", "schedule.toml", "x.pdf") if is_media(file)
    ] == ["a.png", "x.pdf"]


def test_a_picture_keeps_its_shape():
    assert fitted((1920, 1080), (640, 640)) == (640, 360)
    assert fitted((1080, 1920), (640, 640)) == (360, 640)
    assert fitted((10_000, 1), (640, 360)) == (640, 4)
