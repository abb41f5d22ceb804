"""A measured process: it gets one JSON line, does what it says, and answers with one JSON line."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_ROOT: Final = Path(__file__).parent.parent
_END_S: Final = 5.0


class Worker:
    """``python -m module arguments`` behind a pipe."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def do(self, **order: Any) -> dict[str, Any]:
        """Wait for the answer; raises RuntimeError where the process died instead."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self._process.args!r} ended with {self._process.wait()}")
        answer: dict[str, Any] = json.loads(line)
        return answer


@contextmanager
def worker(module: str, *arguments: str) -> Iterator[Worker]:
    """Started, ready, and ended at last."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Worker(process)
        finally:
            assert process.stdin
            process.stdin.close()  # the end of its input ends it
            try:
                process.wait(_END_S)
            except subprocess.TimeoutExpired:
                process.kill()


def obey(do: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """The other side: answer orders until there are no more."""
    for line in sys.stdin:
        print(json.dumps(do(json.loads(line))), flush=True)
