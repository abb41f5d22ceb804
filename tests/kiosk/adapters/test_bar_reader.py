"""A line of bars is read by its patterns, and only if every symbol is told from all others."""

import cv2
import numpy as np
import pytest

from bench.scan import accepted
from bench.scan_damage import damaged
from bench.scan_page import bars
from contract.file_code import find_file_code
from kiosk.adapters.bar_reader import Seen, look_at, spelt
from kiosk.adapters.bar_strip import bands
from kiosk.adapters.code_decoder import CodeDecoder

CODE = "000.00.12.H61-251122-0417"


def is_code(text):
    return find_file_code(text) is not None


def line(turned=0.0, module=2.2, soft=1.0, backwards=False):
    """The code seen by a camera, the paper turned aside by so many degrees at a distance of three times its width."""
    drawn = np.pad(bars(CODE, 1, 1)[0].astype(np.float32), 12, constant_values=255.0)
    share = np.linspace(-0.5, 0.5, int(drawn.size * module))
    angle = np.radians(turned)
    place = share / (3 * np.cos(angle) - share * np.sin(angle))
    place = (place - place[0]) / (place[-1] - place[0]) * (drawn.size - 1)
    seen = cv2.GaussianBlur(np.interp(place, np.arange(drawn.size), drawn)[np.newaxis], (0, 0), soft)[0]
    return np.ascontiguousarray(seen[::-1] if backwards else seen, np.float32) * 0.6 + 30


@pytest.mark.parametrize("turned", [-45, -30, 0, 30, 45])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_line_is_read_whichever_way_the_paper_is_turned(turned, backwards):
    seen = look_at(line(turned, backwards=backwards))
    likely = spelt([seen], is_code)
    assert (likely.text, seen.backwards) == (CODE, backwards)


@pytest.mark.parametrize("share", [0.0, 0.5, 1.5])
@pytest.mark.parametrize("place", [0, 1, 9, -2])
def test_one_symbol_that_may_be_another_is_enough_to_say_nothing(place, share):
    """``share``: of its own misfit, by which the other one misfits more."""
    rows = look_at(line()).rows.copy()
    other = int(rows[place].argsort()[-2])
    best = 0.9
    rows[place, rows[place].argmax()] = best
    rows[place, other] = best - share * (1 - best)
    likely = spelt([Seen(rows, backwards=False)], is_code)
    assert (likely is not None) == (share == 1.5)


def test_a_symbol_that_fits_badly_is_enough_to_say_nothing():
    rows = look_at(line()).rows.copy()
    rows[9] -= 0.3
    assert rows[9].max() < 0.8
    assert spelt([Seen(rows, backwards=False)], is_code) is None


def test_likeliest_symbols_that_fail_the_check_say_nothing():
    rows = look_at(line()).rows.copy()
    rows[9, int(rows[9].argsort()[-2])] = 1.5
    assert spelt([Seen(rows, backwards=False)], is_code) is None


@pytest.mark.parametrize("number", [6935, 9550])
def test_damage_that_passed_the_check_as_another_code_is_not_read(number):
    """One had been read by edges in a few rows, the other by patterns; in both two symbols had become others."""
    [(picture, code)] = damaged(64817, 1, number)
    texts = [reading.text for reading in CodeDecoder(limit_s=5.0).decode(picture)]
    assert accepted(texts) <= {code}


@pytest.mark.parametrize(("place", "light"), [(0.3, 0.5), (0.5, 0.3), (0.35, 0.3)])
def test_a_line_is_read_through_the_hard_edge_of_a_shadow(place, light):
    shaded = line(module=2.6, soft=0.8)
    shaded[int(shaded.size * place) :] *= light
    shaded = cv2.blur(shaded[np.newaxis], (3, 1))[0]
    assert spelt([look_at(shaded)], is_code) is None
    assert spelt([look_at(shaded, shadows=True)], is_code).text == CODE


def test_a_part_of_a_line_that_is_clear_in_some_rows_is_taken_from_these():
    whole = line()
    paper, middle = float(whole.max()), whole.size // 2
    strip = np.tile(whole, (48, 1)) - paper
    strip[:24, :middle] *= 0.1
    strip[24:, middle:] *= 0.1
    seen = strip + paper + np.random.default_rng(1).normal(0, 25, strip.shape)
    alike = [np.corrcoef(whole, one)[0, 1] for one in bands(np.clip(seen, 0, 255).astype(np.uint8))]
    assert alike[0] > 0.99
    assert alike[0] == max(alike)
