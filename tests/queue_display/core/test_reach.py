"""When a board says that it hears nobody."""

from queue_display.core.reach import PATIENCE_S, Reach


def heard() -> Reach:
    return Reach(0).controller_changed(1, online=True).link_changed(1, up=True)


def test_nobody_is_heard_yet():
    reach = Reach(5)
    assert not reach.away(5)
    assert reach.changes_at(5) == 5 + PATIENCE_S
    assert reach.away(5 + PATIENCE_S)
    assert reach.changes_at(5 + PATIENCE_S) is None


def test_link_and_controller_make_it_whole_in_either_order():
    assert heard().whole
    assert Reach(0).link_changed(1, up=True).controller_changed(2, online=True).whole
    assert not Reach(0).link_changed(1, up=True).whole
    assert not heard().away(1000)
    assert heard().changes_at(1000) is None


def test_a_lost_link_forgets_the_controller():
    lost = heard().link_changed(10, up=False)
    assert (lost.away(11.9), lost.away(12)) == (False, True)
    again = lost.link_changed(13, up=True)
    assert again.away(13)
    assert not again.controller_changed(13, online=True).away(13)


def test_a_controller_that_leaves_is_noticed():
    left = heard().controller_changed(10, online=False)
    assert (left.away(11.9), left.away(12)) == (False, True)


def test_a_gap_is_counted_from_its_first_moment():
    gap = heard().controller_changed(10, online=False).link_changed(11, up=False).link_changed(11.5, up=True)
    assert gap.away(12)
