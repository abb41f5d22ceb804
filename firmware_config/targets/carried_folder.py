"""A folder, or a tar of it, to carry on a stick: orders, the program that carries them out, and a script that starts it without network."""

import json
import shutil
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from firmware_config.on_machine.carried import ORDERS, RESULTS, WORDS
from firmware_config.on_machine.order import Answer, Order, as_text, read_answer
from firmware_config.targets.sent_program import program_files

SCRIPT: Final = "install.sh"
_SCRIPT: Final = """\
#!/bin/sh
# {words}
cd "$(dirname "$0")" || exit 1
export PYTHONDONTWRITEBYTECODE=1
exec python3 -m firmware_config.on_machine.carried "$@"
"""
_TARS: Final = {".tar": "w", ".tgz": "w:gz", ".gz": "w:gz"}
_SENT: Final = ("carried.", "trouble.", "apply.waiting")


def carry(place: Path, orders: Mapping[str, Order], texts: Mapping[str, str]) -> None:
    """Write all anew; what lies there from earlier is replaced. Secrets are in it: nobody else may read it, where the stick knows rights.

    Raises OSError; FileExistsError for a folder that holds something else.
    """
    if place.suffix not in _TARS:
        _folder(place, orders, texts)
        return
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside) / place.name.split(".")[0]
        _folder(folder, orders, texts)
        new = place.with_name(f".{place.name}.new")
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        with tarfile.open(new, _TARS[place.suffix]) as tar:  # type: ignore[call-overload]
            tar.add(folder, folder.name)
        new.replace(place)


def results(place: Path) -> dict[str, tuple[str, Answer]]:
    """By machine: the release that was installed from the stick, and what the machine said. What cannot be read is left out."""
    found = {}
    for path in (place / RESULTS).glob("*.json"):
        try:
            release, _, answer = path.read_text("utf-8").partition("\n")
            found[path.stem] = (release, read_answer(answer))
        except (ValueError, KeyError, TypeError, RecursionError):  # the stick was pulled out too early
            continue
    return found


def _folder(place: Path, orders: Mapping[str, Order], texts: Mapping[str, str]) -> None:
    if place.exists() and any(place.iterdir()) and not (place / SCRIPT).exists():
        raise FileExistsError(17, texts["carried.not_empty"], str(place))
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for old in (ORDERS, RESULTS):
        shutil.rmtree(place / old, ignore_errors=True)
    (place / ORDERS).mkdir(mode=0o700)
    for name, order in orders.items():
        path = place / ORDERS / f"{name}.json"
        path.touch(mode=0o600)
        path.write_text(as_text(order), "utf-8")
    for name, content in program_files():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    words = {key: text for key, text in texts.items() if key.startswith(_SENT)}
    (place / WORDS).write_text(json.dumps(words, ensure_ascii=False, indent=1), "utf-8")
    (place / SCRIPT).write_text(_SCRIPT.format(words=texts["carried.script"]), "utf-8")
    (place / SCRIPT).chmod(0o755)
