"""What a phone is told of a visit with several steps: which are done, which is at hand, and which are to come."""

from dataclasses import replace

from contract.commands import Transfer
from controller.core import views
from controller.core.forecast import forecast
from tests.controller.core.engine_day import ALL, PAY, SEVEN, Day, wide_site, with_field
from tests.office import CIVIL, LAND, head_page


def following(day, visit):
    return views.following(day.queue, visit, day.clock(), forecast(day.queue, day.clock()))


def two_steps():
    return Day(with_field(wide_site(), LAND, then=(PAY,)), seated=ALL)


def test_steps_that_are_done_and_those_to_come():
    day = two_steps()
    visit = day.take()
    before = following(day, visit)
    assert (before.before, before.field, before.then, before.times) == ((), "Đất đai", ("Nộp phí",), 0)
    day.call()
    called = following(day, visit)
    assert (called.times, called.called_at, called.language) == (1, day.clock(), "vi")
    day.finish()
    after = following(day, visit)
    assert (after.before, after.field, after.then, after.step) == (("Đất đai",), "Nộp phí", (), 2)
    day.call(SEVEN)
    day.finish(SEVEN)
    assert following(day, visit).before == ("Đất đai",)


def test_a_step_that_nobody_was_called_to_is_not_told_as_done():
    day = two_steps()
    visit = day.take()
    day.do(Transfer(visit, field=CIVIL), head_page())
    assert following(day, visit).before == ()


def test_a_field_that_the_site_file_has_lost_is_not_told():
    day = two_steps()
    visit = day.take()
    day.serve()
    site = day.queue.site
    fields = tuple(one for one in site.fields if one.id != LAND)
    counters = tuple(replace(one, fields=tuple(id_ for id_ in one.fields if id_ != LAND)) for one in site.counters)
    assert following(day.again(replace(site, fields=fields, counters=counters)), visit).before == ()
