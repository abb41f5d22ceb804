"""Asks at a terminal, or takes answers from a file or a pipe: one a line, empty for the default, ``#`` for a remark."""

import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

from firmware_config.fault import Fault
from firmware_config.interview.memory import HIDDEN, Memory
from firmware_config.password import BadPasswordError, typed

_T = TypeVar("_T")
_SECRET: Final = ("wifi_password",)
"""Shown while it is typed, for it is long and typed once; not kept all the same."""


class AnswerError(Exception):
    """An answer that is not taken; its text is the sentence that says why."""


class WrongAnswerError(Exception):
    """An answer from a file or pipe that is not taken: nobody is there to be asked again."""

    def __init__(self, line: int, question: str, words: str) -> None:
        super().__init__(words)
        self.line = line
        self.question = question


class Asker:
    """``answers``: lines that were prepared; None: somebody sits at a terminal. ``memory``: of what that one has answered."""

    def __init__(
        self, texts: Mapping[str, str], answers: Iterator[str] | None = None, memory: Memory | None = None
    ) -> None:
        self.texts = texts
        self._answers = answers
        self._memory = memory
        self._line = 0

    def ask(self, key: str, default: str, taken: Callable[[str], _T], **gaps: object) -> _T:
        """What ``taken`` makes of the answer to the question ``ask.<key>``; asked again while it raises AnswerError.

        Raises WrongAnswerError where the answer was prepared.
        """
        question = self.texts[f"ask.{key}"].format(**gaps)
        while True:
            said = self._answer(question, default)
            try:
                made = taken(said or default)
            except AnswerError as fault:
                self._refused(question, str(fault))
                continue
            self._keep(question, HIDDEN if said and key in _SECRET else said)
            return made

    def ask_secret(
        self, key: str, made: Callable[[str], str], otherwise: Callable[[], str], **gaps: object
    ) -> tuple[str, str]:
        """The line that ``made`` makes of a secret, and the secret where ``otherwise`` had to think of one: shown once, at the end."""
        question = self.texts[f"ask.{key}"].format(**gaps)
        while True:
            try:
                word = self._secret(question)
                chosen = "" if word else otherwise()
                line = made(word or chosen)
            except BadPasswordError as fault:
                if str(fault) == "given_up":
                    raise KeyboardInterrupt from fault
                kind = "ask" if str(fault) == "differ" else "pin" if key == "pin" else "password"
                self._refused(question, self.texts[f"{kind}.{fault}"].format(**fault.values))
                continue
            self._keep(question, HIDDEN if word else "")
            return line, chosen

    def say(self, key: str, **gaps: object) -> None:
        """A heading."""
        print("\n" + self.texts[f"ask.{key}"].format(**gaps))

    def refusal(self, fault: Fault) -> AnswerError:
        """A fault of the file as the reason why an answer is not taken."""
        return AnswerError(fault.words(self.texts))

    def _refused(self, question: str, words: str) -> None:
        if self._answers is not None:
            raise WrongAnswerError(self._line, question, words)
        print(f"  ✗ {words}")

    def _answer(self, question: str, default: str) -> str:
        prompt = f"{question}{f' [{default}]' if default else ''}: "
        answer = next(self._next(), "") if self._answers is not None else self._earlier(question)
        if answer is None:
            return input(prompt).strip()
        print(f"{prompt}{answer}")
        return answer

    def _earlier(self, question: str) -> str | None:
        said = self._memory.earlier(question) if self._memory else None
        return None if said == HIDDEN else said

    def _keep(self, question: str, answer: str) -> None:
        if self._memory:
            self._memory.keep(question, answer)

    def _secret(self, question: str) -> str:
        if self._answers is not None:
            print(f"{question}: ...")
            return next(self._next(), "")
        if self._earlier(question) == "":
            print(f"{question}:")
            return ""
        again = self.texts["ask.again"]
        return typed(lambda name: f"{question}:" if name == "first" else again)

    def _next(self) -> Iterator[str]:
        """The next line that is no remark; none when they have come to their end."""
        for line in self._answers or ():
            self._line += 1
            if not line.startswith("#"):
                yield line.strip()
                return


def prepared(path: str) -> Iterator[str] | None:
    """Answers of a file, ``-`` or no terminal for standard input; None: ask at the terminal. Raises OSError."""
    if path and path != "-":
        with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 (a name that may be a pipe's)
            return iter(file.read().splitlines())
    return None if sys.stdin.isatty() and not path else iter(sys.stdin.read().splitlines())
