"""Summaries written by themselves: each once, caught up, kept over restarts; mail that fails is tried again and told."""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from contract.language import load_texts
from contract.reports import Reports
from controller.core.day import Plan, Session
from controller.core.due import Due
from controller.summary.keeper import MailError, MailTrouble, SummaryKeeper
from tests.office import HANOI, SetClock

TEXTS = load_texts(Path(__file__).parents[3] / "controller" / "texts", "vi")
BOTH = Reports()
MONDAY = datetime(2026, 11, 23, 17, 59, tzinfo=HANOI)


def weekdays(day: date) -> Plan:
    return Plan((Session(time(7, 30), time(17)),) if day.weekday() < 5 else ())


class Desk:
    """Makes and sends for real into folders and lists; ``broken`` and ``away`` say what is wrong today."""

    def __init__(self, tmp_path, *, mail=True, reports=BOTH):
        self.state, self.folder, self.mail, self.reports = tmp_path / "state", tmp_path / "papers", mail, reports
        self.state.mkdir(exist_ok=True)
        self.clock = SetClock(MONDAY)
        self.broken: OSError | None = None
        self.empty = False
        self.away: MailTrouble | None = None
        self.made: list[str] = []
        self.sent: list[str] = []
        self.start()

    def start(self):
        """As after a power cut: nothing is known but what stands in the files."""
        send = self.send if self.mail else None
        self.keeper = SummaryKeeper(self.reports, self.state, self.folder, self.clock, weekdays, self.make, send)

    def make(self, due: Due, to: Path) -> bool:
        if self.broken:
            raise self.broken
        if self.empty:
            return False
        self.made.append(due.name)
        to.write_bytes(b"%PDF")
        return True

    def send(self, due: Due, file: Path) -> None:
        if self.away:
            raise MailError(self.away, "the network is away")
        assert file.read_bytes() == b"%PDF"
        self.sent.append(due.name)

    def at(self, **later):
        self.clock.move(**later)
        self.keeper.look()

    @property
    def trouble(self):
        return self.keeper.trouble(TEXTS)


@pytest.fixture
def desk(tmp_path):
    return Desk(tmp_path)


def test_a_summary_is_written_and_sent_once_after_closing(desk):
    desk.at()
    assert desk.made == []
    desk.at(minutes=1)
    desk.at(minutes=1)
    assert desk.made == desk.sent == ["2026-11-23-daily"]
    assert [one.name for one in desk.folder.iterdir()] == ["2026-11-23-daily.pdf"]


def test_nothing_is_made_twice_by_a_restart_or_because_somebody_took_it(desk):
    desk.at(minutes=1)
    next(desk.folder.iterdir()).unlink()
    desk.start()
    desk.at(minutes=1)
    assert desk.made == desk.sent == ["2026-11-23-daily"]


def test_a_file_that_a_power_cut_left_without_a_note_is_sent_and_not_made_again(desk):
    desk.at()
    desk.folder.mkdir()
    (desk.folder / "2026-11-23-daily.pdf").write_bytes(b"%PDF")
    desk.at(minutes=1)
    assert (desk.made, desk.sent) == ([], ["2026-11-23-daily"])


def test_what_was_missed_is_caught_up_with_its_week(desk):
    desk.at()
    desk.start()
    desk.at(days=6)
    assert desk.made == [*(f"2026-11-{day}-daily" for day in range(23, 28)), "2026-11-23-weekly"]


def test_a_clock_that_was_ahead_for_an_hour_costs_no_day_its_summary(desk):
    """In mid-day it jumps to another week: half a day and a week that has hardly begun are written, and made again when they are over."""
    desk.at(hours=-7)
    desk.away = MailTrouble.AWAY
    desk.at(days=7)
    early = list(desk.made)
    assert {"2026-11-23-daily", "2026-11-23-weekly"} < set(early)
    desk.at(days=-7)
    desk.at(hours=1)
    assert list(desk.folder.iterdir()) == []
    desk.made.clear()
    desk.away = None
    desk.at(hours=6, minutes=1)
    desk.start()
    desk.at(minutes=1)
    assert desk.made == desk.sent == ["2026-11-23-daily"]
    desk.at(days=4)
    assert desk.made == [*(f"2026-11-{day}-daily" for day in range(23, 28)), "2026-11-23-weekly"]


def test_a_clock_that_was_years_ahead_at_the_first_start_begins_the_book_today(desk):
    desk.at(days=4000)
    desk.at(days=-4000)
    desk.at(minutes=1)
    assert desk.made == ["2026-11-23-daily"]


def test_a_day_that_the_journal_does_not_have_is_not_asked_for_again(desk):
    desk.at()
    desk.empty = True
    desk.at(minutes=1)
    desk.empty = False
    desk.at(minutes=1)
    assert desk.made == desk.sent == []


def test_what_cannot_be_written_is_told_and_tried_again(desk):
    desk.at()
    desk.broken = OSError(28, "No space left on device")
    desk.at(minutes=1)
    assert desk.trouble == TEXTS["summary.write_trouble"]
    desk.broken = None
    desk.at(minutes=1)
    assert (desk.trouble, desk.sent) == ("", ["2026-11-23-daily"])


def test_mail_that_fails_is_told_and_tried_ever_more_rarely(desk):
    desk.away = MailTrouble.AWAY
    desk.at()
    desk.at(minutes=1)
    assert TEXTS["summary.mail.away"] in desk.trouble
    assert "18:00 23/11" in desk.trouble
    desk.away = None
    desk.at(minutes=4)
    assert desk.sent == []
    desk.start()
    desk.at(minutes=1)
    assert (desk.sent, desk.trouble) == (["2026-11-23-daily"], "")


def test_mail_is_given_up_after_a_week_and_that_is_told_until_mail_leaves_again(desk):
    desk.away = MailTrouble.LOGIN
    desk.at()
    desk.at(minutes=1)
    for _ in range(29):
        desk.at(hours=6)
    assert TEXTS["summary.given_up"].format(count=1) in desk.trouble
    desk.away = None
    desk.at(hours=6)
    assert "2026-11-23-daily" not in desk.sent
    assert "2026-11-24-daily" in desk.sent
    assert desk.trouble == ""


def test_mail_of_a_paper_that_is_gone_is_forgotten(desk):
    desk.away = MailTrouble.AWAY
    desk.at()
    desk.at(minutes=1)
    next(desk.folder.iterdir()).unlink()
    desk.away = None
    desk.at(hours=1)
    assert (desk.sent, desk.trouble) == ([], "")


@pytest.mark.parametrize("torn", [b"{", b'{"begun":"2026-11-22","written":{"\xff":"2026-11-22"}}'])
def test_a_book_that_cannot_be_read_begins_anew_and_sends_nothing_of_the_past(desk, torn):
    desk.at(days=1, minutes=1)
    (desk.state / "summaries.json").write_bytes(torn)
    desk.start()
    desk.at(days=1)
    assert desk.sent == ["2026-11-24-daily", "2026-11-25-daily"]


def test_an_office_may_want_no_mail_and_no_days(tmp_path):
    desk = Desk(tmp_path, mail=False, reports=Reports(daily=False))
    desk.at()
    desk.at(days=5)
    assert (desk.made, desk.sent) == (["2026-11-23-weekly"], [])


def test_the_thread_ends_when_it_is_told_to(desk):
    desk.keeper.start()
    began = datetime.now(HANOI)
    desk.keeper.stop()
    assert datetime.now(HANOI) - began < timedelta(seconds=10)
