"""The table of refusals says what the rules do: neither a reason too few nor a command too many."""

import ast
from pathlib import Path

import pytest

from contract.commands import AskSuggestion, HandleSuggestion, LeaveSuggestion, LookUpFile, SignIn, TakeTicket
from contract.notices import Reason
from contract.refusals import REFUSALS
from controller.core import decide

ROOT = Path(__file__).parents[2]
CORE = ROOT / "controller" / "core"
BESIDE = {SignIn: "controller/sign_in.py", LookUpFile: "controller/look_up.py", TakeTicket: "kiosk/service.py"}
BESIDE[LeaveSuggestion] = "kiosk/service.py"
BESIDE[AskSuggestion] = "controller/suggestion_book.py"
"""Refused before the rules are asked, or by the terminal itself."""
SUGGESTIONS = {LeaveSuggestion: "leave_suggestion", HandleSuggestion: "handle_suggestion"}


class Functions:
    """Reasons and calls of every function of the core, by its name."""

    def __init__(self) -> None:
        self.reasons: dict[str, set[Reason]] = {}
        self.calls: dict[str, set[str]] = {}
        for path in CORE.glob("*.py"):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef):
                    self.reasons.setdefault(node.name, set()).update(reasons(node))
                    self.calls.setdefault(node.name, set()).update(
                        one.func.id
                        for one in ast.walk(node)
                        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)
                    )

    def within(self, name: str) -> set[Reason]:
        """All that a function may raise itself or through others."""
        seen, todo = set(), [name]
        while todo:
            one = todo.pop()
            if one in self.calls and one not in seen:
                seen.add(one)
                todo += self.calls[one]
        return {reason for one in seen for reason in self.reasons[one]}


def reasons(tree: ast.AST) -> set[Reason]:
    return {
        Reason[one.attr]
        for one in ast.walk(tree)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "Reason"
    }


FUNCTIONS = Functions()
DECISIONS = {kind: FUNCTIONS.within(decision.__name__) for kind, decision in decide._DECISIONS.items()}
OBJECTIONS = FUNCTIONS.within("objection")
DECISIONS |= {one: FUNCTIONS.within(name) - OBJECTIONS for one, name in SUGGESTIONS.items()}
ELSEWHERE = {kind: reasons(ast.parse((ROOT / path).read_text("utf-8"))) for kind, path in BESIDE.items()}


def test_every_reason_stands_in_the_table_in_its_order():
    assert list(REFUSALS) == list(Reason)
    assert all(known.commands and known.readers for known in REFUSALS.values())


@pytest.mark.parametrize("kind", DECISIONS, ids=lambda kind: kind.__name__)
def test_what_the_rules_refuse_is_in_the_table(kind):
    told = {reason for reason, known in REFUSALS.items() if kind in known.commands}
    assert DECISIONS[kind] | ELSEWHERE.get(kind, set()) <= told
    assert told <= DECISIONS[kind] | ELSEWHERE.get(kind, set()) | OBJECTIONS


def test_rights_refuse_nothing_else():
    assert {Reason.NOT_ALLOWED, Reason.NO_RIGHT, Reason.NOT_SIGNED_IN, Reason.UNKNOWN_COUNTER} == OBJECTIONS


def test_every_reason_is_used_somewhere():
    used = OBJECTIONS.union(*DECISIONS.values(), *ELSEWHERE.values())
    assert used == set(Reason)
