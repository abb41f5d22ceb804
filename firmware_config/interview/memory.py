"""What was answered so far, so that an interview that was cut off goes on where it was; passwords are not kept."""

from collections import defaultdict, deque
from pathlib import Path

from contract.profile import write_private

HIDDEN = "?"
"""In place of a password that was typed: it has to be typed again."""


class Memory:
    """``path``: two lines a question, ``# question`` and the answer, as ``--answers`` takes them too."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._given: list[tuple[str, str]] = []
        self._earlier: defaultdict[str, deque[str]] = defaultdict(deque)
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        for question, answer in zip(lines[::2], lines[1::2], strict=False):
            self._earlier[question.removeprefix("# ")].append(answer)
        self.known = len(lines) // 2

    def earlier(self, question: str) -> str | None:
        """What was answered to this question when it was asked last; each once."""
        waiting = self._earlier[question]
        return waiting.popleft() if waiting else None

    def keep(self, question: str, answer: str) -> None:
        """At once: a line may be cut at any time."""
        self._given.append((question, answer))
        waiting = ((one, answer) for one, answers in self._earlier.items() for answer in answers)
        write_private(self.path, "".join(f"# {one}\n{said}\n" for one, said in (*self._given, *waiting)))

    def forget(self) -> None:
        """The site file is written."""
        self.path.unlink(missing_ok=True)
