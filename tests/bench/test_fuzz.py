"""Every door that bytes from outside come through, with a few hundred cases each; ``make bench ONLY=fuzz`` has a million."""

import os
import subprocess
import sys
import threading
import time
from itertools import count

import pytest

from bench import fuzz_run
from bench.fuzz import TARGETS
from bench.fuzz_run import Target, run
from demo.child import tied

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


@pytest.fixture
def soon(monkeypatch):
    """A case has half a second."""
    monkeypatch.setattr(fuzz_run, "LIMIT_S", 0.5)
    return 0.5


@pytest.mark.parametrize(
    "hang", [lambda: threading.Event().wait(), lambda: sum(1 for _ in count())], ids=["sleeps", "works"]
)
def test_a_case_without_end_is_seen(tmp_path, soon, hang):
    outcome = run(Target("endless", lambda _: lambda _chance: hang(), 1, 1), tmp_path, SEED, 1)
    assert (outcome.hangs, outcome.crashes) == (1, 0)
    assert outcome.seconds >= soon


def test_a_machine_that_others_have_is_no_hang(tmp_path, soon):
    """Three fifths of the time that a case has, on a processor that five others keep busy."""
    own = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(own)})
    others = [subprocess.Popen(tied([sys.executable, "-c", "while True: pass"])) for _ in range(5)]

    def case(_chance):
        until = time.thread_time() + 0.6 * soon
        while time.thread_time() < until:
            pass

    try:
        outcome = run(Target("starved", lambda _: case, 1, 1), tmp_path, SEED, 1)
    finally:
        for one in others:
            one.kill()
            one.wait()
        os.sched_setaffinity(0, own)
    assert outcome.seconds > soon, "nobody else was there"
    assert (outcome.hangs, outcome.crashes) == (0, 0)
