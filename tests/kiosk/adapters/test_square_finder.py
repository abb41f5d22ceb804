"""A QR that cannot be read as it is can be read in one of the clearer views of its place."""

import cv2
import numpy as np
import pytest
import zxingcpp
from numpy.random import default_rng

from bench.scan_frames import shot
from contract.file_code import find_file_code
from kiosk.adapters.square_finder import crisp, densest, hardened, thickened
from kiosk.core.scan import Symbology

SIZE = (1280, 720)


def codes(picture):
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode, try_invert=False)
    return {find_file_code(one.text) for one in found}


@pytest.mark.parametrize(
    ("clearer", "fault", "severity", "number"),
    [(crisp, "dark", 5, 3), (crisp, "shadow", 5, 4), (hardened, "streaks", 3, 2), (thickened, "streaks", 3, 5)],
)
def test_a_clearer_view_shows_what_the_frame_does_not(clearer, fault, severity, number):
    taken = shot(fault, severity, Symbology.QR, SIZE, default_rng(number))
    frame = np.asarray(cv2.imdecode(taken.jpeg, cv2.IMREAD_GRAYSCALE), np.uint8)
    place = densest(frame)
    assert place is not None
    assert codes(frame) == set()
    assert codes(clearer(place)) == {taken.code}


@pytest.mark.parametrize("shape", [(1, 1), (56, 57), (57, 56), (2, 3000)])
def test_there_is_no_square_in_a_frame_that_is_too_small(shape):
    assert densest(np.zeros(shape, np.uint8)) is None


@pytest.mark.parametrize("shape", [(57, 57), (200, 64), (480, 640), (721, 1283)])
def test_a_view_of_any_frame_is_twice_its_place(shape):
    place = densest(np.full(shape, 90, np.uint8))
    assert place is not None
    for clearer in (crisp, hardened, thickened):
        assert clearer(place).shape == (2 * place.shape[0], 2 * place.shape[1])
