"""Codes that no receipt carries, as an EAN on a packet: what stands nearest when somebody tries whether a camera reads at all."""

import re

import cv2
from pyzbar import pyzbar

from kiosk.adapters.code_decoder import Frame

_BETWEEN = re.compile(r"(?<=[A-Z])(?=[0-9])")


def other_code(frame: Frame) -> tuple[str, str] | None:
    """Text and symbology (``ean_13``, ``code_39``, ...) of one code that ZBar reads; ``frame``: height x width x 3, or grey.

    For ``--raw`` alone: the more kinds are looked for, the more is read that is not there, and it takes as long as a frame may.
    """
    grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY) if frame.ndim == 3 else frame
    found = next(iter(pyzbar.decode(grey)), None)
    return found and (found.data.decode("utf-8", "replace"), _BETWEEN.sub("_", found.type).lower())
