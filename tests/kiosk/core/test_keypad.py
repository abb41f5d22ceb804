"""Keys that stand alone count; a barcode reader's do not, nor a key that repeats itself."""

from kiosk.core.keypad import ALONE_S, Hand, press, settle


def typed(*presses, until):
    hand, counted = Hand(), []
    for usage, at in presses:
        hand, settled = press(hand, usage, at)
        counted.append(settled)
    counted.append(settle(hand, until)[1])
    return [usage for usage in counted if usage is not None]


def test_fingers_are_heard_one_by_one():
    assert typed((81, 0.0), (81, 0.2), (40, 0.5), until=1.0) == [81, 81, 40]


def test_a_key_waits_until_it_is_alone():
    hand, settled = press(Hand(), 40, 5.0)
    assert settled is None
    assert settle(hand, 5.0 + ALONE_S / 2) == (hand, None)
    assert settle(hand, 5.1)[1] == 40
    assert settle(settle(hand, 6.0)[0], 7.0)[1] is None


def test_what_a_reader_types_moves_nothing_not_even_its_enter():
    burst = [(30 + n, 1 + n * 0.005) for n in range(10)]
    assert typed(*burst, (40, 1.055), until=2.0) == []
    assert typed(*burst, (40, 1.2), until=2.0) == []
    assert typed(*burst, (40, 1.055), (81, 3.0), until=4.0) == [81]


def test_a_key_held_down_counts_not_again():
    assert typed((81, 0.0), *((81, 0.5 + n * 0.03) for n in range(20)), until=5.0) == [81]
