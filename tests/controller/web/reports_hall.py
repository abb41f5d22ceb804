"""An office with a morning behind it and its reports, counted by the real process beside it."""

import shutil
from contextlib import closing
from pathlib import Path

from contract.commands import Finish, MarkAbsent, RateVisit, Recall, Score
from contract.notices import Acceptance, RatingInvitation
from controller.adapters.sqlite_journal import SqliteJournal
from controller.core.rights import device_sender
from controller.reports.desk import ReportDesk
from controller.web.report_reading import Evidence
from tests.controller.web.head_line import HeadLine
from tests.controller.web.page_hall import PageHall
from tests.office import CIVIL, FIVE, HOA, LAND, PAD

SERVED, CAME = 5, 8


class ReportsHall(PageHall):
    """Eight people came for land and one for civil status; five were served at counter 5, one did not come, and all five rated."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        self.desk = ReportDesk(folder)
        self.papers = folder / "summaries"
        self.troubles = ""
        self.options = {
            "evidence": Evidence(
                self.desk.table, self.desk.export, self.story, self.papers, lambda _: self.troubles, folder
            )
        }

    def story(self, visit):
        with closing(SqliteJournal(self.folder, read_only=True)) as journal:
            return journal.story(visit)

    def morning(self):
        self.start()
        for _ in range(CAME):
            self.take(LAND)
            self.clock.move(minutes=1)
        self.take(CIVIL)
        for _ in range(SERVED):
            visit = self.call(FIVE)
            self.clock.move(minutes=4)
            self.do(Finish(FIVE, visit))
            self.rate(visit)
            self.clock.move(minutes=1)
        absent = self.call(FIVE)
        for _ in range(2):
            self.clock.move(minutes=1)
            self.do(Recall(FIVE, absent))
        self.clock.move(minutes=1)
        self.do(MarkAbsent(FIVE, absent))
        HeadLine(self, HOA)
        return self

    def rate(self, visit):
        mark = next(
            one.mark for one in reversed(self.outlet.left) if isinstance(one, RatingInvitation) and one.visit == visit
        )
        wish = self.request(RateVisit(visit, Score.SATISFIED, mark=mark))
        assert isinstance(self.service.handle(device_sender(self.site, PAD), wish), Acceptance)

    def report(self, path, officer=HOA):
        return self.get(f"/head/reports{path}", officer)

    def end(self):
        self.stop()
        self.desk.close()
        shutil.rmtree(self.papers, ignore_errors=True)
