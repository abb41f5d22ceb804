"""Simulated days: the same seed gives the same day, nobody is lost, and the figures are those of the visits."""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from contract.hours import Hours
from contract.language import load_texts
from contract.notices import Reason
from controller.core.queue import Stage
from controller.simulation.behaviour import OFFICES, NoOfficeError, Peak, read_office
from controller.simulation.command import simulate
from controller.simulation.days import FIRST_DAY, Outcome, run_day, run_days
from controller.simulation.hall import VirtualHall, plan_of
from controller.simulation.report import figures, lines, plain
from firmware_config.site_file import read_site

ROOT = Path(__file__).parents[3]
NAMES = ("thu-dau-mot", "dong-nai", "cu-mgar")


@pytest.mark.parametrize("name", NAMES)
def test_each_office_passes_the_check_and_reads_the_same_here(name):
    assert read_office(name)[0] == read_site(OFFICES / f"{name}.toml")


def test_dong_nai_has_its_counters_and_a_fee_step():
    site, days = read_office("dong-nai")
    assert len(site.counters) == 43
    assert len(days.reserve) == 3
    assert not next(one for one in site.fields if one.id == "nop-phi").offered


@pytest.mark.parametrize("name", NAMES)
def test_at_the_end_of_a_day_everybody_was_served_or_had_left(name):
    site, behaviour = read_office(name)
    day = run_day(site, behaviour, 0, 1)
    stages = {one.stage for one in day.hall.queue.visits.values()}
    assert stages <= {Stage.FINISHED, Stage.ABSENT}
    assert len(day.hall.queue.visits) > behaviour.visits / 2
    assert not day.hall.queue.at_counter
    assert set(day.visitors.naive) == set(day.hall.queue.visits)


def test_days_have_pauses_transfers_steps_absences_and_people_by_law():
    day = run_day(*read_office("dong-nai"), 0, 1)
    visits = list(day.hall.queue.visits.values())
    assert any(one.by_law for one in visits)
    assert any(one.stage is Stage.ABSENT for one in visits)
    assert any(one.returns for one in visits)
    assert any(one.steps[-1].field == "nop-phi" for one in visits)
    assert day.hall.queue.pace.pauses.weight > 1
    assert not day.clerks.clerks.keys() & {41, 42, 43}


def test_the_same_seed_gives_the_same_day_and_another_seed_another():
    office = read_office("cu-mgar")

    def told(number, seed):
        return [(one.id, one.steps, one.wait) for one in run_day(*office, number, seed).hall.queue.visits.values()]

    assert told(0, 1) == told(0, 1)
    assert told(0, 1) != told(0, 2)
    assert told(0, 1) != told(1, 1)


def test_the_figures_are_those_of_the_visits():
    site, behaviour = read_office("cu-mgar")
    outcome = run_days(site, behaviour, 2, 3)
    visits = [one for number in (0, 1) for one in run_day(site, behaviour, number, 3).hall.queue.visits.values()]
    whole = figures(list(outcome.tallies.values()))
    assert whole.visits == len(visits)
    assert whole.absent == sum(one.stage is Stage.ABSENT for one in visits)
    waits = [(one.steps[0].called_at - one.issued_at).total_seconds() / 60 for one in visits]
    assert whole.wait == pytest.approx(sum(waits) / len(waits))
    inside = sum(one.wait.low <= wait * 60 <= one.wait.high for one, wait in zip(visits, waits, strict=True))
    assert whole.inside == pytest.approx(inside / len(visits))
    told = plain(site, outcome)
    assert told["days"] == 2
    assert sum(one["visits"] for one in told["fields"].values()) == told["all"]["visits"] == len(visits)
    assert told["speed"] > 0


def test_no_days_have_no_figures():
    site, _ = read_office("cu-mgar")
    whole = figures([])
    assert whole.visits == 0
    assert (whole.wait, whole.ratio, whole.inside, whole.utilisation) == (None, None, None, None)
    assert plain(site, Outcome())["speed"] == 0


def test_a_late_rush_is_turned_away_before_it_queues():
    site, behaviour = read_office("cu-mgar")
    rush = replace(behaviour, visits=120, visits_spread=0, peaks=(Peak("16:30", 1, 10),))
    day = run_day(site, rush, 0, 1)
    assert sum(count for (_, reason), count in day.visitors.turned_away.items() if reason is Reason.DAY_FULL) > 20
    latest = max(one.steps[0].called_at for one in day.hall.queue.visits.values())
    assert latest.hour * 60 + latest.minute < 17 * 60 + 45


def test_hours_of_the_week_and_an_office_that_never_closes():
    assert len(plan_of(Hours(), FIRST_DAY).sessions) == 2
    assert plan_of(None, FIRST_DAY).sessions is None
    site, behaviour = read_office("cu-mgar")
    hall = VirtualHall(replace(site, hours=None), FIRST_DAY)
    assert hall.queue.plan.sessions is None
    assert run_day(replace(site, hours=None, devices=()), behaviour, 0, 1).hall.queue.visits


def given(site, *, days=5, as_json=False):
    return argparse.Namespace(site=site, days=days, seed=1, json=as_json)


def test_the_command_prints_a_table_or_json(capsys):
    texts = load_texts(ROOT / "controller" / "texts", "vi")
    assert simulate(given("cu-mgar", days=1), texts) == 0
    table = capsys.readouterr().out.splitlines()
    site, _ = read_office("cu-mgar")
    assert [line for line in table if line.startswith("Hộ tịch")]
    assert table[:3] == lines(site, run_days(*read_office("cu-mgar"), 1, 1), texts)[:3]
    assert simulate(given(str(OFFICES / "cu-mgar.toml"), days=1, as_json=True), texts) == 0
    assert json.loads(capsys.readouterr().out)["site"] == "cu-mgar"


@pytest.mark.parametrize(
    "broken", ["", "visits = 'x'", "visits = 3\n[fields]\nkhac = { share = 1, service_min = 1 }", "="]
)
def test_an_office_that_cannot_be_read_is_told_in_one_line(tmp_path, capsys, broken):
    site = tmp_path / "a.toml"
    site.write_text((OFFICES / "cu-mgar.toml").read_text("utf-8"), "utf-8")
    if broken:
        (tmp_path / "a.days.toml").write_text(broken, "utf-8")
    with pytest.raises(NoOfficeError):
        read_office(str(site))
    assert simulate(given(str(site)), {}) == 1
    assert len(capsys.readouterr().err.splitlines()) >= 1
