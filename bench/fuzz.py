"""``fuzz``: a million cases and more of everything that comes from outside: nothing raises, hangs or grows.

Each target runs in a process of its own, two at a time. A case is made from the seed and its number alone, so what is told can be had again:
``python -m bench.fuzz TARGET [--seed 1] [--cases 1000]``. The pages are asked by schemathesis, see ``bench.fuzz_pages``.
"""

import argparse
import dataclasses
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from bench import fuzz_bytes, fuzz_files, fuzz_messages
from bench.fuzz_run import Outcome, Target, run
from bench.table import Row

_SEED: Final = 20261122
_GROWTH_MB: Final = 48.0
_UNTIL_S: Final = 1500.0
"""After so long a target ends with the cases that it has."""
_GRACE_S: Final = 60.0
_PAGES: Final = "pages"
"""A program of its own: who fuzzes other things loads no schemathesis."""
TARGETS: Final = (
    Target("codec", fuzz_messages.codec, 200_000, 600),
    Target("service", fuzz_messages.service, 30_000, 200),
    Target("topics", fuzz_messages.topics, 100_000, 500),
    Target("device twin", fuzz_messages.device_twin, 30_000, 150),
    Target("small devices", fuzz_messages.small_devices, 60_000, 200),
    Target("small packets", fuzz_messages.small_packets, 150_000, 500),
    Target("scanned codes", fuzz_bytes.scanned_codes, 150_000, 500),
    Target("hand reader", fuzz_bytes.hand_reader, 40_000, 200),
    Target("frames", fuzz_bytes.frames, 10_000, 60),
    Target("printer answers", fuzz_bytes.printer_answers, 200_000, 500),
    Target("registry answers", fuzz_bytes.registry_answers, 100_000, 400),
    Target("joining", fuzz_bytes.joining, 40_000, 150),
    Target("site file", fuzz_files.site_file, 6_000, 30),
    Target("procedures", fuzz_files.procedures, 15_000, 60),
    Target("schedule", fuzz_files.schedule, 40_000, 200),
    Target("voice pack", fuzz_files.voice_pack, 30_000, 120),
    Target("memory", fuzz_files.memory, 60_000, 300),
)


def measure() -> list[Row]:
    """A row a target with everything on it; faults go to standard error, with the number of their case."""
    commands = {one.name: ["bench.fuzz", one.name] for one in TARGETS} | {_PAGES: ["bench.fuzz_pages"]}
    with ThreadPoolExecutor(2) as pairs:
        outcomes = list(pairs.map(_in_process, *zip(*commands.items(), strict=True)))
    for one in outcomes:
        for words in one.told:
            print(f"{one.name}: {words}", file=sys.stderr)
    rows = [
        Row(
            f"{one.name}: crashes and hangs of {one.cases} cases", one.crashes + one.hangs, "", 0,
            f"{one.crashes} crashes, {one.hangs} hangs, grew {one.grown_mb:.1f} MB, {one.seconds:.0f} s",
        )
        for one in outcomes
    ]  # fmt: skip
    worst = max(outcomes, key=lambda one: one.grown_mb)
    return [
        *rows,
        Row("largest growth", round(worst.grown_mb, 1), "MB", _GROWTH_MB, worst.name),
        Row("cases", sum(one.cases for one in outcomes), "", least=1_000_000),
    ]


def _in_process(name: str, words: list[str]) -> Outcome:
    """A process that never ends, or dies, is one more hang or crash."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", *words], capture_output=True, timeout=_UNTIL_S + _GRACE_S, check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome(name, hangs=1, told=["the process does not end"])
    if done.returncode:
        return Outcome(name, crashes=1, told=[f"the process died ({done.returncode}): {done.stderr[-2000:]!r}"])
    return Outcome(**json.loads(done.stdout.splitlines()[-1]))


def main() -> int:
    """One target in this process; its outcome as a line of JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description="One target of the fuzzing.")
    parser.add_argument("target", choices=[one.name for one in TARGETS])
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--cases", type=int)
    given = parser.parse_args()
    target = next(one for one in TARGETS if one.name == given.target)
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(target, Path(folder), given.seed, given.cases or target.cases, _UNTIL_S)
    print(json.dumps(dataclasses.asdict(outcome)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
