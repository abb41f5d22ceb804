"""Installs what was carried here on a stick: picks this machine's order, carries it out, tells it and leaves a note for who sent it."""

import argparse
import json
import socket
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from firmware_config.on_machine.installation import carry_out
from firmware_config.on_machine.order import Answer, as_text, read_order

ORDERS, RESULTS, WORDS = "orders", "results", "words.json"


def main(arguments: list[str] | None = None, at: Path | None = None) -> int:
    """0: installed whole; 1: not, and the reasons were told; 2: it is not said which machine this is."""
    folder = at or Path.cwd()
    words: dict[str, str] = json.loads((folder / WORDS).read_text("utf-8"))
    parser = argparse.ArgumentParser(prog="install.sh")
    parser.add_argument("machine", nargs="?")
    parser.add_argument("--root", default="/")
    given = parser.parse_args(arguments)
    orders = sorted(path.stem for path in (folder / ORDERS).glob("*.json"))
    name = given.machine or _this_machine(orders)
    if name not in orders:
        print(words["carried.which"].format(machines=", ".join(orders)), file=sys.stderr)
        return 2
    order = read_order((folder / ORDERS / f"{name}.json").read_text("utf-8"))
    answer = carry_out(replace(order, root=given.root))
    print("\n".join(told(name, answer, words)))
    try:
        (folder / RESULTS).mkdir(exist_ok=True)
        (folder / RESULTS / f"{name}.json").write_text(f"{order.release}\n{as_text(answer)}\n", "utf-8")
    except OSError:
        print(words["carried.no_note"], file=sys.stderr)
    return 1 if answer.troubles else 0


def told(name: str, answer: Answer, words: Mapping[str, str]) -> list[str]:
    """How it went, in the words that came along."""
    lines = [
        words["carried.failed" if answer.troubles else "carried.done"].format(machine=name, count=len(answer.changes))
    ]
    lines += [
        "  ! " + words[f"trouble.{one.name}"].format(what=one.what, words=one.words).rstrip(" :")
        for one in answer.troubles
    ]
    if answer.waiting:
        lines.append("  " + words["apply.waiting"].format(units=", ".join(answer.waiting)))
    return lines


def _this_machine(orders: list[str]) -> str:
    """The only one, or the one of this name."""
    named = socket.gethostname().split(".")[0]
    return named if named in orders else orders[0] if len(orders) == 1 else ""


if __name__ == "__main__":
    sys.exit(main())
