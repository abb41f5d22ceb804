"""A clock that jumps by days and hours, forward and back, with restarts between: no number twice, no day twice, no ticket lost."""

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.commands import CallNext, OpenCounter, SignIn, TakeTicket
from contract.notices import Receipt
from controller.core.events import DayOpened, TicketIssued
from controller.replay import check
from tests.controller.driven_day import Office
from tests.office import FIVE, LAN, LAND, MORNING, PASSWORD

DAY = timedelta(days=1)
STEPS = st.lists(
    st.one_of(
        st.just("take"),
        st.just("call"),
        st.just("restart"),
        st.sampled_from([DAY, -DAY, timedelta(hours=5), timedelta(hours=-5), 40 * DAY, -40 * DAY]),
    ),
    min_size=4,
    max_size=25,
)


def day_of(office):
    return office.service.look(lambda queue: queue.day)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_whatever_the_clock_does(steps):
    with tempfile.TemporaryDirectory() as folder:
        office, given_numbers = Office(Path(folder)), []
        office.do(office.five, SignIn(LAN, PASSWORD, FIVE))
        office.do(office.five, OpenCounter(FIVE))
        for step in steps:
            if step == "take":
                answer = office.do(office.kiosk, TakeTicket(LAND), seconds=1)
                if isinstance(answer, Receipt):
                    given_numbers.append(answer.visit)
            elif step == "call":
                office.do(office.five, CallNext(FIVE), seconds=1)
            elif step == "restart":
                office.close()
                office.open()
            else:
                office.clock.at += step
        entries = list(office.journal.all())
        office.close()
    found = check(entries)
    assert found.faults == []
    assert len(set(given_numbers)) == len(given_numbers)
    issued = [one.event.visit for one in entries if isinstance(one.event, TicketIssued)]
    assert issued == given_numbers
    days = [one.event.day for one in entries if isinstance(one.event, DayOpened)]
    assert len(set(days)) == len(days)


def test_a_day_ahead_and_back_in_mid_day_costs_nobody_a_place(tmp_path):
    """The battery is empty, the time server puts it right: people who waited still wait, under the numbers on their paper."""
    office = Office(tmp_path)
    first, second = office.take(LAND), office.take(LAND)
    office.clock.at -= DAY
    third = office.take(LAND)
    assert [one[-3:] for one in (first, second, third)] == ["001", "002", "003"]
    assert day_of(office) == MORNING.date()
    office.close()
    office.open()
    assert office.take(LAND)[-3:] == "004"
    office.clock.at += DAY
    assert office.take(LAND)[-3:] == "005"
    office.close()


def test_entries_of_the_future_stay_and_the_present_goes_on(tmp_path):
    """Numbers that were given while the clock was a day ahead: put right, the day of the paper goes on, and its tickets can be called."""
    office = Office(tmp_path)
    office.clock.at += DAY
    early = office.take(LAND)
    office.clock.at -= DAY
    later = office.take(LAND)
    assert early != later
    office.do(office.five, SignIn(LAN, PASSWORD, FIVE))
    office.do(office.five, OpenCounter(FIVE))
    called = {office.do(office.five, CallNext(FIVE)).visit}
    assert called <= {early, later}
    assert check(office.journal.all()).faults == []
    office.close()
