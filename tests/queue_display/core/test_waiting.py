"""Which fields are listed."""

from contract.ids import FieldId
from contract.notices import FieldState
from queue_display.core.waiting import worth_a_row

FIELDS = [FieldState(FieldId(name), waiting) for name, waiting in (("a", 0), ("b", 4), ("c", 0), ("d", 1), ("e", 1))]


def test_all_where_there_is_room():
    assert worth_a_row(FIELDS, 5) == tuple(FIELDS)


def test_the_busiest_in_the_offices_order_where_there_is_not():
    assert [field.field for field in worth_a_row(FIELDS, 3)] == ["b", "d", "e"]
    assert [field.field for field in worth_a_row(FIELDS, 2)] == ["b", "d"]
