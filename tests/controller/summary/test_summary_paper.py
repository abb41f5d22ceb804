"""The paper of a day and of a week: what it says, that its letters can be read back, and that a child process writes it whole."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from contract.controller_profile import ControllerProfile
from contract.ids import DeviceId
from contract.profile import Account, write_profile
from contract.reports import Basis, Index, Reports
from contract.topics import Role
from controller.core.due import Due, Rhythm
from controller.summary.command import write_summary
from controller.summary.writer import SummaryWriter
from tests.controller.web.reports_hall import CAME, SERVED, ReportsHall

MONDAY = date(2026, 11, 23)
DAILY = Due(Rhythm.DAILY, MONDAY, MONDAY)
WEEKLY = Due(Rhythm.WEEKLY, MONDAY, date(2026, 11, 29))
INDICES = (
    Index(7, "Thái độ phục vụ", satisfied=1),
    Index(4, "Số nơi phải liên hệ", Basis.TRANSFERS, full=10, half=25),
)


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    """Of a controller that has a morning behind it, and where it lies."""
    folder = tmp_path_factory.mktemp("state")
    hall = ReportsHall(folder).morning()
    hall.end()
    return hall.site, folder


def kept(profile, tmp_path, reports=None):
    site, folder = profile
    account = Account(site.id, DeviceId("controller"), Role.CONTROLLER, "127.0.0.1", 1883, "")
    place = tmp_path / "profile.json"
    written = ControllerProfile(account, replace(site, reports=reports or Reports(indices=INDICES)), str(folder), "")
    write_profile(place, written)
    return written, place


def words(file: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def test_a_day_on_one_page_with_the_answer_first(profile, tmp_path):
    written, _ = kept(profile, tmp_path)
    assert write_summary(written, DAILY, tmp_path / "day.pdf")
    told = words(tmp_path / "day.pdf")
    answer = f"{CAME + 1} lượt lấy số, {SERVED} lượt xong"
    assert told.index("Tổng hợp ngày · Thứ hai 23/11/2026") < told.index(answer) < told.index("Lượt lấy số theo giờ")
    assert f"100 % hài lòng trong {SERVED} đánh giá." in told
    assert "Đất đai" in told
    assert "Trang 1/1" in told


def test_indices_stand_on_it_as_the_offices_own_computation(profile, tmp_path):
    written, _ = kept(profile, tmp_path)
    write_summary(written, DAILY, tmp_path / "day.pdf")
    told = words(tmp_path / "day.pdf")
    assert "không phải kết quả đánh giá chính thức" in told
    assert told.index("4 Số nơi phải liên hệ 2") < told.index("7 Thái độ phục vụ 1")


def test_an_office_without_a_mapping_has_no_indices(profile, tmp_path):
    written, _ = kept(profile, tmp_path, Reports(language="en"))
    write_summary(written, DAILY, tmp_path / "day.pdf")
    told = words(tmp_path / "day.pdf")
    assert f"{CAME + 1} numbers taken, {SERVED} visits served" in told
    assert "Indices" not in told


def test_letters_are_embedded(profile, tmp_path):
    written, _ = kept(profile, tmp_path)
    write_summary(written, WEEKLY, tmp_path / "week.pdf")
    (page, *_) = PdfReader(tmp_path / "week.pdf").pages
    fonts = [one.get_object() for one in page["/Resources"]["/Font"].values()]
    noto = [one for one in fonts if "NotoSans" in one["/BaseFont"]]
    assert noto
    assert all("/FontFile2" in one["/FontDescriptor"] for one in noto)
    assert "Tổng hợp tuần · 23/11/2026 đến 29/11/2026" in words(tmp_path / "week.pdf")


def test_a_day_that_the_journal_does_not_have_has_no_paper(profile, tmp_path):
    written, _ = kept(profile, tmp_path)
    friday = date(2026, 11, 20)
    assert not write_summary(written, Due(Rhythm.DAILY, friday, friday), tmp_path / "friday.pdf")
    assert not (tmp_path / "friday.pdf").exists()


def test_a_child_process_writes_it_whole_or_not_at_all(profile, tmp_path):
    _, place = kept(profile, tmp_path)
    writer = SummaryWriter(place)
    assert writer.write(WEEKLY, tmp_path / "week.pdf")
    assert "Tổng hợp tuần" in words(tmp_path / "week.pdf")
    with pytest.raises(OSError, match="exit code"):
        SummaryWriter(tmp_path / "nobody.json").write(DAILY, tmp_path / "day.pdf")
    writer.end()
    with pytest.raises(InterruptedError):
        writer.write(DAILY, tmp_path / "day.pdf")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["profile.json", "week.pdf"]
