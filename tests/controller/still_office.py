"""A controller that is started on a disk that takes nothing, until it does: what pages, webhook and log say, as one line of JSON.

Runs in a mount namespace of its own: ``python -m tests.controller.still_office DISK BESIDE full|read_only [PAGE]``; ``PAGE`` keeps the page.
"""

import json
import os
import sys
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from contract.fleet import Trouble
from demo.brokers import free_port
from demo.screen import wait_for
from tests.controller.alert_receiver import Receiver
from tests.controller.alerting_office import AlertingOffice
from tests.controller.bad_disk import harm

SECONDS = 40.0


def page(address, method="GET"):
    """Status, what a browser shows, and after how many seconds it looks again."""
    try:
        with urlopen(
            Request(address, method=method, headers={"Origin": address.rsplit("/c", 1)[0]}), timeout=10
        ) as answer:
            return answer.status, answer.read().decode(), ""
    except HTTPError as fault:
        return fault.code, fault.read().decode(), fault.headers.get("Retry-After")
    except (URLError, ConnectionError):  # nobody there yet, or just ended
        return None


def main() -> None:
    disk, beside, how = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
    receiver, port = Receiver().on(), free_port()
    office = AlertingOffice(beside, f"http://127.0.0.1:{receiver.port}/hook", Trouble.DISK, port, disk / "state")
    address = f"http://127.0.0.1:{port}"
    harm(disk, how, on=True)
    log = beside / "log.txt"
    with log.open("wb") as out, office.run(out) as program:
        still = wait_for(lambda: page(f"{address}/counter/5"), SECONDS, "no page")
        style = page(f"{address}/static/frame.css")[0]
        posted = page(f"{address}/counter/5/call", "POST")[0]
        came = receiver.came.acquire(timeout=SECONDS)
        lines = [line for line in log.read_text("utf-8").splitlines() if "STANDS STILL" in line]
        if len(sys.argv) > 4:
            Path(sys.argv[4]).write_text(still[1], "utf-8")
        harm(disk, how, on=False)
        wait_for(lambda: True if (page(address) or (0,))[0] == 200 else None, SECONDS, "it does not start")
        over = receiver.came.acquire(timeout=SECONDS)
        program.terminate()
        end = program.wait(SECONDS)
    receiver.off()
    told = {
        "still": still, "style": style, "posted": posted, "came": came, "over": over, "alerts": receiver.got, "lines": lines,
        "end": end, "journal": (disk / "state" / "journal.sqlite").exists(),
    }  # fmt: skip
    os.write(1, (json.dumps(told) + "\n").encode())


if __name__ == "__main__":
    main()
