"""The desk: the real process behind it answers as reports do, comes back when it was killed, and goes when the desk closes."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from controller.adapters.sqlite_journal import SqliteJournal
from controller.reports.desk import ReportDesk
from controller.reports.labels import Labels
from controller.reports.question import Question, ReportError, ReportsAwayError
from controller.reports.reports import Reports
from tests.controller.reports.past_office import SINCE, UNTIL, write_past

QUESTION = Question("waits", SINCE, UNTIL, "field")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_past(tmp_path_factory.mktemp("past"))


@pytest.fixture
def desk(folder):
    with closing(ReportDesk(folder)) as found:
        yield found


def test_it_answers_as_reports_do_at_the_lowest_priority(desk, folder, tmp_path):
    with closing(Reports(folder)) as reports:
        assert desk.table(QUESTION, 60) == reports.table(QUESTION)
    assert os.getpriority(os.PRIO_PROCESS, desk.process) == 19
    desk.export(QUESTION, tmp_path / "waits.csv", Labels(total="Tổng"))
    assert (tmp_path / "waits.csv").read_text("utf-8-sig").splitlines()[-1].startswith("Tổng,")


def test_a_question_that_makes_no_sense_does_not_end_it(desk):
    with pytest.raises(ReportError, match="gossip"):
        desk.table(Question("gossip", SINCE, UNTIL), 60)
    first = desk.process
    desk.table(QUESTION, 60)
    assert desk.process == first


def test_a_process_that_was_killed_is_called_back_unseen(desk):
    before = desk.table(QUESTION, 60)
    first = desk.process
    os.kill(first, signal.SIGKILL)
    assert desk.table(QUESTION, 60) == before
    assert desk.process != first


def test_a_process_that_hangs_is_given_up_and_the_next_question_has_another_one(folder):
    with closing(ReportDesk(folder, patience_s=0.0)) as desk:
        with pytest.raises(ReportsAwayError):
            desk.table(QUESTION, 60)
        assert desk.process is None


def test_closing_the_desk_ends_the_process(folder):
    desk = ReportDesk(folder)
    desk.table(QUESTION, 60)
    process = desk.process
    desk.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    assert desk.process is None


@pytest.mark.parametrize(
    "only", [(), (("field", "x" * 300_000),)], ids=["waiting for an answer", "half way into a question"]
)
def test_closing_waits_for_nobody_who_is_still_asking(tmp_path, only):
    SqliteJournal(tmp_path).close()
    desk = ReportDesk(tmp_path)
    desk.table(QUESTION, 60)
    os.kill(desk.process, signal.SIGSTOP)  # as busy as with a file of a million lines
    with ThreadPoolExecutor() as pool:
        asking = pool.submit(desk.table, Question("waits", SINCE, UNTIL, "field", only), 60)
        pause = threading.Event()
        while not desk._pages._lock.locked():
            pause.wait(0.01)
        pool.submit(desk.close).result(4)
        with pytest.raises(ReportsAwayError):
            asking.result(4)
    assert desk.process is None


def test_no_page_waits_for_a_file(tmp_path):
    SqliteJournal(tmp_path).close()
    with closing(ReportDesk(tmp_path)) as desk, ThreadPoolExecutor() as pool:
        desk.export(QUESTION, tmp_path / "waits.csv", Labels(), 60)
        busy = desk._files.process
        os.kill(busy, signal.SIGSTOP)  # as with a file of a million lines
        file = pool.submit(desk.export, QUESTION, tmp_path / "more.csv", Labels(), 60)
        pause = threading.Event()
        while not desk._files._lock.locked():
            pause.wait(0.01)
        assert pool.submit(desk.table, QUESTION, 60).result(30).count == 0
        assert not file.done()
        os.kill(busy, signal.SIGCONT)
        file.result(30)
    assert (tmp_path / "more.csv").exists()


def test_a_disk_that_takes_nothing_is_away_and_no_question_without_sense(tmp_path):
    SqliteJournal(tmp_path).close()
    with closing(ReportDesk(tmp_path)) as desk:
        with pytest.raises(ReportsAwayError, match="nowhere"):
            desk.export(QUESTION, tmp_path / "nowhere" / "waits.csv", Labels(), 60)
        desk.export(QUESTION, tmp_path / "waits.csv", Labels(), 60)


def test_without_a_journal_it_is_away_and_the_queue_does_not_notice(tmp_path):
    with closing(ReportDesk(tmp_path)) as desk, pytest.raises(ReportsAwayError):
        desk.table(QUESTION, 60)
