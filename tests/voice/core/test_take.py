"""What is wrong with a take."""

from dataclasses import replace

import pytest

from voice.core.take import TakeFault, TakeFigures, fault_of

GOOD = TakeFigures(floor_db=-60, speech_db=-22, roof=0, head_s=0.4, tail_s=0.8, pause_s=0.1)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({}, None),
        ({"floor_db": -39.0}, TakeFault.NOISY),
        ({"speech_db": float("-inf")}, TakeFault.EMPTY),
        ({"speech_db": -51.0}, TakeFault.EMPTY),
        ({"roof": 8}, TakeFault.CLIPPED),
        ({"roof": 7}, None),
        ({"head_s": 0.02}, TakeFault.CUT),
        ({"tail_s": 0.04}, TakeFault.CUT),
        ({"floor_db": -80.0, "speech_db": -43.0}, TakeFault.QUIET),
        ({"floor_db": -41.0}, TakeFault.NOISY),
        ({"pause_s": 0.5}, TakeFault.HALTING),
        ({"floor_db": -80.0, "speech_db": -41.0}, None),
    ],
)
def test_a_take_and_its_worst_fault(changed: dict[str, float], fault: TakeFault | None) -> None:
    assert fault_of(replace(GOOD, **changed)) is fault
