"""Directives on a small device: each done once, and an honest word on what came of it."""

from firmware_config.devices.core.orders import TEST_MS, Orders


def order(what, directive="d1"):
    return {"id": directive, "what": what}


def result(orders):
    return (orders.told["directive"], orders.told["result"], orders.told["trouble"])


def test_a_test_begins_and_ends():
    orders = Orders(("test-board",))
    assert orders.told is None
    assert not orders.ended(0, [], leaving=False)
    assert orders.heard(order("test-board"), 100) == "test-board"
    assert result(orders) == ("d1", "begun", "")
    assert orders.heard(order("test-board"), 200) == ""
    assert not orders.ended(99 + TEST_MS, [], leaving=False)
    assert orders.ended(100 + TEST_MS, [], leaving=False)
    assert not orders.ended(100 + TEST_MS, [], leaving=False)
    assert result(orders) == ("d1", "done", "")


def test_what_a_test_has_shown():
    orders = Orders(("test-board",))
    orders.heard(order("test-board"), 0)
    assert orders.ended(TEST_MS, ["flash", "other"], leaving=False)
    assert result(orders) == ("d1", "failed", "flash")


def test_what_it_does_not_know_it_cannot():
    orders = Orders(("test-board",))
    assert orders.heard(order("test-print"), 0) == ""
    assert result(orders) == ("d1", "cannot", "")
    assert orders.heard({"what": "test-board"}, 0) == ""
    assert result(orders)[1] == "cannot"


def test_who_leaves_says_no_more_than_that():
    orders = Orders(())
    assert orders.heard(order("restart"), 0) == "restart"
    assert not orders.ended(TEST_MS, [], leaving=True)
    assert result(orders) == ("d1", "begun", "")
