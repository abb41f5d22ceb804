"""A notebook: what one sender pressed and what it was answered, for a reckoning afterwards."""

from dataclasses import dataclass, field
from random import Random
from typing import Final

from contract.commands import Command, Request
from contract.ids import RequestId
from contract.notices import Answer
from demo.keypad import Device

TWICE: Final = 0.1
"""Part of all presses that are sent twice under one id."""
_PATIENCE_S: Final = 30.0


@dataclass(slots=True)
class Press:
    """One command of one sender, how often it was sent, and every answer to it."""

    by: str
    request: RequestId
    command: Command
    sent: int
    answers: list[Answer] = field(default_factory=list)


class Notebook:
    """All presses of one sender, in order; ``heard`` is for its device."""

    def __init__(self) -> None:
        self.presses: dict[RequestId, Press] = {}

    def heard(self, answer: Answer) -> None:
        """On the link's thread; nothing else writes to a press that was sent."""
        press = self.presses.get(answer.request)
        if press is not None:
            press.answers.append(answer)

    def press(self, device: Device, random: Random, *commands: Command) -> list[Answer]:
        """Send the commands in one breath, each perhaps twice, and wait for an answer to each; raises TimeoutError."""
        by = device.account.device
        presses = []
        for command in commands:
            request = RequestId(f"{by}-{len(self.presses)}")
            press = self.presses[request] = Press(by, request, command, 2 if random.random() < TWICE else 1)
            presses.append(press)
        for press in presses:
            for _ in range(press.sent):
                device.send(Request(press.request, press.command))
        answers = [device.answer_to(press.request, _PATIENCE_S) for press in presses]
        if None in answers:
            raise TimeoutError(f"{by} is not answered: {commands}")
        return [one for one in answers if one is not None]
