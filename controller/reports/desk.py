"""Where the controller's pages ask for reports: processes of their own count, at the lowest priority, so that no call waits for them.

Each is started by the first question, ends when nobody has asked for a while, and comes back by itself; whatever becomes of it, the
queue does not notice.
"""

import contextlib
import select
import subprocess
import sys
from pathlib import Path
from threading import Lock
from typing import Final

import msgspec

from controller.reports.labels import Labels
from controller.reports.question import Question, ReportError, ReportsAwayError, Table
from controller.reports.wire import Answering, Asking

_WAIT_S: Final = 5.0
_PATIENCE_S: Final = 600.0
"""A file of a million lines takes minutes; what takes longer hangs."""
_STOP_S: Final = 5.0
_ANSWER: Final = msgspec.json.Decoder(Answering)


class ReportDesk:
    """Of the journal in ``folder``, where its controller runs. Safe to use from any thread.

    One question after the other; files are made by a second process, so that no page waits for a million lines.
    ``patience_s``: after so long without an answer a process is ended.
    """

    def __init__(self, folder: Path, patience_s: float = _PATIENCE_S) -> None:
        self._pages, self._files = _Clerk(folder, patience_s), _Clerk(folder, patience_s)

    def table(self, question: Question, wait_s: float = _WAIT_S) -> Table:
        """Blocks for milliseconds, or ``wait_s`` where the journal must be read first.

        Raises ReportError, and ReportsAwayError where the journal is not read yet or the process has died: ask again.
        """
        answer = self._pages.ask(Asking(question, wait_s))
        assert answer.table is not None
        return answer.table

    def export(self, question: Question, to: Path, labels: Labels, wait_s: float = _WAIT_S) -> None:
        """All rows into a file, whose name ends in ``.csv`` or ``.xlsx``; raises as ``table`` does."""
        self._files.ask(Asking(question, wait_s, str(to.absolute()), labels))

    @property
    def process(self) -> int | None:
        """The number of the process that counts tables, while there is one."""
        return self._pages.process

    def close(self) -> None:
        """End the processes for good; who waits for an answer, perhaps for a file of a million lines, is told that it is away."""
        self._files.close()
        self._pages.close()


class _Clerk:
    """One process, or none as long as nobody has asked."""

    def __init__(self, folder: Path, patience_s: float) -> None:
        self._folder = folder
        self._patience_s = patience_s
        self._lock = Lock()
        self._clerk: subprocess.Popen[bytes] | None = None
        self._closing = False

    @property
    def process(self) -> int | None:
        """Its number."""
        clerk = self._clerk
        return None if clerk is None else clerk.pid

    def close(self) -> None:
        """For good."""
        self._closing = True
        clerk = self._clerk
        if clerk is not None and self._lock.locked():
            clerk.kill()
        with self._lock:
            self._end()

    def ask(self, asking: Asking) -> Answering:
        """The answer to one question after the other; raises as ``ReportDesk.table`` does."""
        with self._lock:
            for fresh in (False, True):
                try:
                    answer = self._exchange(self._hire(), asking)
                except (OSError, msgspec.MsgspecError) as fault:
                    self._end()
                    if fresh or self._closing:  # one that had gone home is called back once
                        raise ReportsAwayError("the reports' process does not answer") from fault
                else:
                    break
        if answer.share is not None:
            raise ReportsAwayError(answer.fault, answer.share)
        if answer.fault:
            raise ReportError(answer.fault)
        return answer

    def _hire(self) -> subprocess.Popen[bytes]:
        if self._clerk is None or self._clerk.poll() is not None:
            self._end()
            command = [sys.executable, "-m", "controller.reports", "--state", str(self._folder)]
            self._clerk = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self._clerk

    def _exchange(self, clerk: subprocess.Popen[bytes], asking: Asking) -> Answering:
        if self._closing:  # asked only now that there is a process which ``close`` can see
            raise InterruptedError("the desk is closing")
        assert clerk.stdin is not None
        assert clerk.stdout is not None
        clerk.stdin.write(msgspec.json.encode(asking) + b"\n")
        clerk.stdin.flush()
        if not select.select([clerk.stdout], [], [], self._patience_s)[0]:
            clerk.kill()
        return _ANSWER.decode(clerk.stdout.readline())

    def _end(self) -> None:
        clerk, self._clerk = self._clerk, None
        if clerk is None:
            return
        for pipe in (clerk.stdin, clerk.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # half a question to one that has died
                    pipe.close()
        try:
            clerk.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            clerk.kill()
            clerk.wait()
