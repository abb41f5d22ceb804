"""The reference page of refusals: every reason in one table, with its sentences and the commands that may meet it."""

from pathlib import Path
from typing import Final, get_args

import contract
from contract.commands import Command
from contract.language import load_texts
from contract.notices import Reason
from contract.refusals import REFUSALS

_TEXTS: Final = Path(contract.__file__).parent / "texts"
_TITLE: Final = "# Refusals\n"
_INTRODUCTION: Final = (
    "A command that cannot be done changes nothing; the answer is a `Refusal` with one of these reasons. Kiosks and pages show "
    "the sentence in the reader's language. The journal keeps every refusal: what was wanted, by whom, when and why not.\n"
)


def refusals_page() -> str:
    """One row a reason, in the order of ``Reason``."""
    vi, en = (load_texts(_TEXTS, language) for language in ("vi", "en"))
    rows = [
        f"| `{reason}` | {vi[f'refused.{reason}']} | {en[f'refused.{reason}']} | {_commands(reason)} | {_readers(reason)} |"
        for reason in Reason
    ]
    head = "| reason | Vietnamese | English | may answer | read by |\n|---|---|---|---|---|"
    return "\n".join((_TITLE, _INTRODUCTION, head, *rows)) + "\n"


def _commands(reason: Reason) -> str:
    kinds = REFUSALS[reason].commands
    return "every command" if set(kinds) == set(get_args(Command)) else ", ".join(f"`{one.__name__}`" for one in kinds)


def _readers(reason: Reason) -> str:
    return ", ".join(REFUSALS[reason].readers)
