"""Every door that bytes from outside come through, with a few hundred cases each; ``make bench ONLY=fuzz`` has a million."""

import pytest

from bench.fuzz import TARGETS
from bench.fuzz_run import Target, run

SEED = 6


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_nothing_that_comes_in_makes_it_raise_or_hang(target, tmp_path):
    outcome = run(target, tmp_path, SEED, target.few)
    assert (outcome.crashes, outcome.hangs, outcome.cases) == (0, 0, target.few), "\n".join(outcome.told)
    assert outcome.grown_mb < 64


def test_a_fault_is_seen_and_had_again(tmp_path):
    def begin(_folder):
        def case(chance):
            if chance.random() < 0.5:
                raise ValueError("seen")

        return case

    outcome = run(Target("faulty", begin, 40, 40), tmp_path, SEED, 40)
    assert 0 < outcome.crashes < 40
    assert "seen" in outcome.told[0]
    assert run(Target("faulty", begin, 40, 40), tmp_path, SEED, 40).crashes == outcome.crashes
