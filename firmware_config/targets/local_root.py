"""The computer at hand, or another root below one of its folders: an image, a disk of another machine, a trial."""

from dataclasses import replace
from pathlib import Path

from firmware_config.on_machine.installation import carry_out
from firmware_config.on_machine.order import Answer, Order


class LocalRoot:
    """``root``: ``/`` for this computer itself."""

    def __init__(self, root: Path = Path("/")) -> None:
        self._root = root

    def carry_out(self, order: Order) -> Answer:
        """In this process."""
        return carry_out(replace(order, root=str(self._root.absolute())))
