"""Displays, decoded from the levels on their wires as the chips at the other end would."""

import pytest

from firmware_config.devices.core.segments import segments
from firmware_config.devices.led_line import LedLine
from firmware_config.devices.max7219 import Max7219
from firmware_config.devices.tm1637 import Tm1637
from tests.firmware_config.devices.wires import Max7219Chip, Tm1637Chip, read_frames

TEXTS = ("B012", "----", "    ", "    .", "8.8.8.8.", "nGHI", "dOnG", "A999")


def test_tm1637():
    chip = Tm1637Chip()
    display = Tm1637(chip.set_clk, chip.set_dio, 4)
    for brightness, text in enumerate(TEXTS):
        display.show(text, brightness)
        assert bytes(chip.digits[:4]) == segments(text, 4)
        assert chip.brightness == brightness
    assert chip.faults == []
    assert (chip.clk, chip.dio) == (1, 1)  # the wires rest


@pytest.mark.parametrize("places", [4, 6, 8])
def test_max7219(places):
    chip = Max7219Chip()
    display = Max7219(chip.set_clk, chip.set_din, chip.set_cs, places)
    chip.registers |= {0x0F: 1, 0x09: 0xFF, 0x0C: 0}  # it woke up as it likes
    for brightness, text in enumerate(TEXTS):
        display.show(text, brightness)
        assert bytes(chip.lit(places)) == segments(text, places)
        assert chip.registers[0x0A] == 2 * brightness + 1
        assert [chip.registers[one] for one in (0x0F, 0x09, 0x0B, 0x0C)] == [0, 0, places - 1, 1]
    assert chip.faults == []


def test_led_line():
    wire = bytearray()
    line = LedLine(wire.extend, 7)
    line.show("B012", 5)
    line.address = 12
    line.show("nGHI", 0)
    assert read_frames(bytes(wire)) == [(7, "L", "5"), (7, "T", "B012"), (12, "L", "0"), (12, "T", "nGHI")]
