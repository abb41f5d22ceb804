"""An office whose disk takes no more, and then takes again: what it says meanwhile, and what it has lost, as one line of JSON.

Runs in a mount namespace of its own, on a real small file system: ``python -m tests.controller.bad_disk FOLDER full|read_only``.
"""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import controller
from contract.commands import CallNext, OpenCounter, SignIn, TakeTicket
from contract.language import load_texts
from contract.site import Web
from controller.adapters.sqlite_journal import JournalUnreadableError
from controller.core.events import TicketIssued
from controller.replay import check
from controller.web.app import make_app
from controller.web.server import WebServer
from tests.controller.driven_day import Office
from tests.office import FIVE, LAN, LAND, PASSWORD

TEXTS = Path(controller.__file__).parent / "texts"
PAGES = ("/", "/board", "/counter/5", "/head")
HERE = Web(host="127.0.0.1", port=0)


def fill(folder: Path) -> None:
    with (folder / "much").open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                continue


def harm(folder: Path, how: str, *, on: bool) -> None:
    if how == "full" and on:
        fill(folder)
    elif how == "full":
        (folder / "much").unlink()
    else:
        subprocess.run(["mount", "-o", f"remount,{'ro' if on else 'rw'}", str(folder)], check=True)


def failing(office: Office, request: object) -> bool:
    try:
        office.service.handle(office.kiosk, request)
    except (OSError, sqlite3.Error):
        return True
    return False


def pages(address: str) -> dict[str, str]:
    """Status and heading of each."""
    found = {}
    for path in PAGES:
        try:
            with urlopen(f"{address}{path}", timeout=10) as answer:
                found[path] = f"{answer.status}"
        except HTTPError as fault:
            found[path] = f"{fault.code} {fault.read().decode()}"
    return found


def starts(office: Office) -> str:
    """What a controller says that is started in this state; empty: it runs."""
    try:
        office.open()
    except JournalUnreadableError as fault:
        return str(fault)
    return ""


def while_full(office: Office, wish: object) -> dict[str, object]:
    """What a running controller does and says."""
    before = office.journal.last()
    told = {"refused": all(failing(office, wish) for _ in range(5)), "written": office.journal.last() - before}
    told["head"] = [one for alert in office.service.alerts if (one := alert(load_texts(TEXTS, "vi")))]
    web = WebServer(make_app(office.service), HERE)
    web.start()
    told["pages"] = pages(web.address)
    office.clock.move(days=1)
    told["next_day"] = pages(web.address)
    office.clock.move(days=-1)
    web.stop()
    return told


def main() -> None:
    folder, how = Path(sys.argv[1]), sys.argv[2]
    office, given = Office(folder / "state"), []
    office.do(office.five, SignIn(LAN, PASSWORD, FIVE))
    office.do(office.five, OpenCounter(FIVE))
    given += [office.take(LAND, seconds=1) for _ in range(10)]
    wish = office.request(TakeTicket(LAND))
    told = {}
    if how == "full":
        harm(folder, how, on=True)
        told = while_full(office, wish)
        office.close()
    else:
        office.close()  # the kernel makes no disk read-only that somebody writes
        harm(folder, how, on=True)
    told["start"] = starts(office)
    if not told["start"]:
        office.close()
    harm(folder, how, on=False)
    office.open()
    answer = office.service.handle(office.kiosk, wish)
    again = office.service.handle(office.kiosk, wish)
    called = office.do(office.five, CallNext(FIVE)).visit
    entries = list(office.journal.all())
    issued = [one.event.visit for one in entries if isinstance(one.event, TicketIssued)]
    told |= {
        "answered": answer.visit, "same": answer == again, "called": called, "faults": check(entries).faults,
        "kept": issued[: len(given)] == given, "twice": len(issued) - len(set(issued)), "tickets": len(issued),
        "head_after": [one for alert in office.service.alerts if (one := alert(load_texts(TEXTS, "vi")))],
    }  # fmt: skip
    office.close()
    os.write(1, (json.dumps(told) + "\n").encode())


if __name__ == "__main__":
    main()
