"""What is wrong with a device and with the office's heart, when it is told, and how an errand stands."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from contract.conditions import Camera, Printer
from contract.directives import Deed, DirectiveId, Done, Result
from contract.fleet import AFTER_MIN, Fleet, Trouble
from contract.health import Health, Mishap
from contract.notices import Presence
from contract.topics import Role
from controller.core.errand import ANSWER_S, DEEDS, END_S, Errand, Step, step_of
from controller.core.fleet import CLOCK_S, Seen, heart_troubles, nonsense, troubles
from controller.core.fleet_alarms import WELL_S, Alarm, News, observed
from controller.core.twin_standing import Standing
from tests.office import AN, KIOSK, MORNING

LIMITS = Fleet(free_mb=500, warm_c=80)
HERE = Presence(KIOSK, online=True)


@pytest.mark.parametrize(
    ("seen", "found"),
    [
        (Seen(), set()),
        (Seen(missed=True), {Trouble.UNSEEN}),
        (Seen(HERE, ahead_s=-CLOCK_S), set()),
        (Seen(HERE, ahead_s=-CLOCK_S - 1), {Trouble.CLOCK}),
        (Seen(HERE, ahead_s=3600.0), {Trouble.CLOCK}),
        (Seen(Presence(KIOSK, online=False, printer=Printer.PAPER_OUT)), {Trouble.GONE}),
        (Seen(HERE, Health(KIOSK), Standing.IN_STEP), set()),
        (Seen(HERE, None, Standing.UNHEARD), set()),
        (Seen(HERE, None, Standing.REFUSED), {Trouble.CONFIGURATION}),
        (Seen(replace(HERE, printer=Printer.PAPER_OUT), Health(KIOSK, printer=Printer.READY)), {Trouble.PAPER_OUT}),
        (Seen(replace(HERE, printer=Printer.PAPER_LOW)), {Trouble.PAPER_LOW}),
        (Seen(replace(HERE, printer=Printer.READY)), set()),
        (Seen(HERE, Health(KIOSK, printer=Printer.COVER_OPEN)), {Trouble.PRINTER}),
        (Seen(HERE, Health(KIOSK, camera=Camera.LOST)), {Trouble.CAMERA}),
        (Seen(replace(HERE, camera=Camera.UPSIDE_DOWN)), set()),
        (Seen(replace(HERE, sound=False)), {Trouble.SILENT}),
        (Seen(HERE, Health(KIOSK, silent=True)), {Trouble.SILENT}),
        (Seen(HERE, Health(KIOSK, free_mb=499, disk_mb=9000)), {Trouble.DISK}),
        (Seen(HERE, Health(KIOSK, free_mb=500, disk_mb=9000)), set()),
        (Seen(HERE, Health(KIOSK, free_mb=1)), set()),  # a small device's flash is none
        (Seen(HERE, Health(KIOSK, temperature_c=80.5)), {Trouble.TEMPERATURE}),
        (Seen(HERE, Health(KIOSK, temperature_c=80.0)), set()),
    ],
)
def test_what_is_wrong_with_a_device(seen, found):
    assert troubles(seen, LIMITS) == found


def test_a_device_that_is_away_has_no_other_trouble():
    health = Health(KIOSK, free_mb=1, disk_mb=9000, temperature_c=99.0)
    assert troubles(Seen(Presence(KIOSK, online=False), health), LIMITS) == {Trouble.GONE}
    assert Seen().printer is None
    assert Seen().camera is None
    assert not Seen().silent


def test_the_heart_of_the_office():
    limits = Fleet(restarts=2, backups="/backups", backup_hours=26)
    fresh = MORNING - timedelta(hours=26)
    moments = tuple(MORNING - timedelta(minutes=ago) for ago in (200, 59, 30))
    assert heart_troubles(moments, moments, fresh, MORNING, limits, up=True) == set()
    often = (*moments, MORNING)
    assert heart_troubles(often, (), fresh, MORNING, limits, up=True) == {Trouble.CONTROLLER}
    assert heart_troubles((), often, fresh, MORNING, limits, up=True) == {Trouble.BROKER}
    late = fresh - timedelta(seconds=1)
    assert heart_troubles((), (), late, MORNING, limits, up=True) == {Trouble.BACKUP}
    assert heart_troubles((), (), None, MORNING, limits, up=True) == {Trouble.BACKUP}
    assert heart_troubles((), (), None, MORNING, replace(limits, backups=""), up=True) == set()
    assert heart_troubles((), (), fresh, MORNING, limits, up=False) == {Trouble.BROKER_GONE}


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, ""),
        ({"at": MORNING, "started_at": MORNING, "up_s": 9, "temperature_c": 40.5, "free_mb": 1, "disk_mb": 2}, ""),
        ({"done": Done(DirectiveId("a"), Result.DONE), "error": Mishap("kiosk.paper:9 PrinterError")}, ""),
        ({"at": datetime(9999, 12, 31, 23, tzinfo=UTC)}, "year"),
        ({"started_at": datetime(1, 1, 1, tzinfo=UTC)}, "year"),
        ({"at": MORNING.replace(tzinfo=None)}, "zone"),
        ({"error": Mishap("", MORNING.replace(tzinfo=None))}, "zone"),
        ({"version": "x" * 129}, "code"),
        ({"done": Done(DirectiveId("a"), Result.FAILED, "một\ndòng")}, "code"),
        ({"up_s": 10**30}, "figure"),
        ({"up_s": -1}, "figure"),
        ({"free_mb": -5}, "figure"),
        ({"disk_mb": 10**18}, "figure"),
        ({"temperature_c": float("nan")}, "warmth"),
        ({"temperature_c": 1e300}, "warmth"),
    ],
)
def test_what_no_device_says_is_told_apart(said, fault):
    found = nonsense(Health(KIOSK, **said))
    assert (fault in found) if fault else found == ""


# Alerts ---------------------------------------------------------------------------------------------------------------

GONE, WARM = Alarm(KIOSK, Trouble.GONE), Alarm(KIOSK, Trouble.TEMPERATURE)


class Told:
    """A book that is looked at second by second."""

    def __init__(self):
        self.book, self.now, self.news = {}, MORNING, []

    def look(self, there, seconds=0.0):
        self.now += timedelta(seconds=seconds)
        self.book, news = observed(self.book, set(there), self.now, Fleet().after_s)
        self.news += news
        return list(news)


def test_a_trouble_is_told_once_after_its_time_and_once_that_it_is_over():
    told = Told()
    assert told.look([GONE]) == []
    assert told.look([GONE], 299) == []
    assert told.look([GONE], 1) == [News(GONE, MORNING)]
    assert told.look([GONE], 9999) == []
    assert told.look([], 1) == []
    assert told.look([], WELL_S) == [News(GONE, MORNING, over=True)]
    assert told.book == {}
    assert told.look([], 99) == []


def test_what_was_over_before_it_was_told_is_nobodys_business():
    told = Told()
    told.look([GONE])
    told.look([], 100)
    assert told.look([], WELL_S) == []
    assert (told.book, told.news) == ({}, [])


def test_a_loose_plug_is_one_alert():
    told = Told()
    for _ in range(200):
        told.look([GONE], 20)
        told.look([], 20)
    assert [one.over for one in told.news] == [False]


def test_what_has_just_gone_is_not_told_as_there():
    told = Told()
    told.look([GONE])
    told.look([], 290)
    assert told.look([], 20) == []
    assert told.look([GONE], 1) == [News(GONE, MORNING)]


def test_a_clock_that_was_ahead_silences_no_alert():
    told = Told()
    told.now += timedelta(days=400)
    told.look([GONE])
    told.now = MORNING  # set right meanwhile
    assert told.look([GONE]) == []
    assert told.look([GONE], 300) == [News(GONE, MORNING)]


def test_a_clock_that_was_ahead_keeps_no_trouble_alive():
    told = Told()
    told.look([GONE])
    told.look([GONE], 300)
    told.now += timedelta(days=400)
    told.look([])
    told.now = MORNING
    assert told.look([]) == []
    assert told.look([], WELL_S) == [News(GONE, MORNING, over=True)]


def test_two_troubles_of_a_device_are_two_alerts_each_at_its_time():
    told = Told()
    told.look([GONE, WARM])
    assert [one.alarm for one in told.look([GONE, WARM], 300)] == [GONE]
    assert [one.alarm for one in told.look([GONE, WARM], 300)] == [WARM]


def test_the_site_file_says_how_long():
    assert Fleet(after_min={"gone": 2}).after_s(Trouble.GONE) == 120
    assert Fleet(after_min={"gone": 2}).after_s(Trouble.CONFIGURATION) == 3600
    assert set(AFTER_MIN) == set(Trouble)


# Errands --------------------------------------------------------------------------------------------------------------

PRINT = Errand(DirectiveId("a"), Deed.TEST_PRINT, AN, MORNING)


def said(result, trouble="", of="a"):
    return Health(KIOSK, started_at=MORNING, done=Done(DirectiveId(of), result, trouble))


def after(seconds):
    return MORNING + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("health", "seconds", "step"),
    [
        (None, ANSWER_S - 1, Step.SENT),
        (None, ANSWER_S, Step.UNANSWERED),
        (Health(KIOSK), ANSWER_S, Step.UNANSWERED),
        (said(Result.DONE, of="another"), 1, Step.SENT),
        (said(Result.BEGUN), END_S - 1, Step.BEGUN),
        (said(Result.BEGUN), END_S, Step.LATE),
        (said(Result.DONE), 999, Step.DONE),
        (said(Result.FAILED), 1, Step.FAILED),
        (said(Result.CANNOT), 1, Step.CANNOT),
    ],
)
def test_how_far_an_errand_is(health, seconds, step):
    assert step_of(PRINT, health, MORNING, seconds) == (step, "")


def test_what_was_wrong_is_told():
    assert step_of(PRINT, said(Result.FAILED, "paper_out"), MORNING, 1) == (Step.FAILED, "paper_out")


def test_an_end_that_was_seen_stands_whatever_the_device_still_knows():
    over = replace(PRINT, ended=Step.FAILED, trouble="paper_out")
    for health in (None, Health(KIOSK), said(Result.BEGUN)):
        assert step_of(over, health, None, END_S) == (Step.FAILED, "paper_out")


def test_a_restart_is_done_when_another_start_is_told():
    restart = Errand(DirectiveId("a"), Deed.RESTART, AN, MORNING, before=MORNING)
    assert step_of(restart, said(Result.BEGUN), after(5), 9)[0] is Step.BEGUN
    assert step_of(restart, Health(KIOSK, started_at=after(5)), None, 9)[0] is Step.DONE


def test_a_small_device_without_a_clock_is_back_when_it_came_again():
    restart = Errand(DirectiveId("a"), Deed.RESTART, AN, MORNING)
    assert step_of(restart, None, None, 9)[0] is Step.SENT
    assert step_of(restart, Health(KIOSK), MORNING, 9)[0] is Step.SENT
    assert step_of(restart, None, after(1), 9)[0] is Step.DONE


def test_every_role_of_a_device_can_be_told_something():
    assert set(DEEDS) == set(Role) - {Role.CONTROLLER}
