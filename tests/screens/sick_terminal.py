"""A terminal that is started on a disk that takes nothing, until it does: what is seen, heard and logged, as one line of JSON.

Runs in a mount namespace of its own: ``python -m tests.screens.sick_terminal DISK BESIDE full|read_only DEVICE [PICTURE]``; ``DISK`` is a small
file system, ``BESIDE`` a folder on another one.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from contract.codec import decode_notice_as
from contract.health import Health
from contract.link import Link
from demo.brokers import BrokerRun
from demo.screen import TraceReader, VirtualScreen, wait_for
from firmware_config.site_file import read_site
from tests.controller.bad_disk import harm

ROOT = Path(__file__).parents[2]
SECONDS = 40.0
SEEN = {"kiosk-1": ("OutOfService", {}, "Home"), "rating-5": ("Asleep", {"serves": "false"}, "Asleep")}


class Terminal:
    """``state`` on the sick disk, everything else beside it."""

    def __init__(self, disk: Path, beside: Path, broker: BrokerRun, device: str, screen: VirtualScreen) -> None:
        self.trace, self.log = beside / "trace.jsonl", beside / "log.txt"
        path = broker.profile(device)
        profile = json.loads(path.read_text("utf-8")) | {"state": str(disk / device), "trace": str(self.trace)}
        profile |= {"camera": "", "printer": ""} if device == "kiosk-1" else {}
        path.write_text(json.dumps(profile), "utf-8")
        with self.log.open("wb") as log:
            self.program = subprocess.Popen(
                [sys.executable, "-m", "kiosk", "--profile", str(path)], cwd=ROOT, env=dict(screen.env), stderr=log
            )

    def words(self) -> list[str]:
        """Lines of the log that tell of the disk."""
        return [line for line in self.log.read_text("utf-8").splitlines() if "OUT OF SERVICE" in line]


def main() -> None:
    disk, beside, how, device = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    view, facts, well = SEEN[device]
    broker = BrokerRun(read_site(ROOT / "demo" / "site.toml"), beside / "office", "mosquitto")
    broker.start()
    officer, healths = Link(broker.account("controller")), []
    officer.listen(officer.topics.all_health, lambda _topic, told: healths.append(decode_notice_as(told, Health)))
    officer.start()
    harm(disk, how, on=True)
    with VirtualScreen(1080, 1920) as screen:
        terminal = Terminal(disk, beside, broker, device, screen)
        try:
            seen = TraceReader(terminal.trace)
            sight = seen.wait(view, SECONDS, **facts)
            health = wait_for(
                lambda: next((one for one in reversed(healths) if one.error), None), SECONDS, "no health is told"
            )
            if len(sys.argv) > 5:
                screen.steady(SECONDS).save(sys.argv[5])
            if "language" in sight.targets:
                screen.tap(*seen.ready("language", SECONDS, 0.0))
                seen.wait(view, SECONDS, **facts)  # once more, in another language
            lines = terminal.words()
            harm(disk, how, on=False)
            seen.wait(well, SECONDS)
            kept = wait_for(lambda: True if (disk / device / "outbox.sqlite").exists() else None, SECONDS, "no outbox")
            terminal.program.terminate()
            told = {
                "lines": lines, "free_mb": health.free_mb, "error": health.error.code, "device": health.device,
                "kept": kept, "end": terminal.program.wait(SECONDS),
            }  # fmt: skip
        finally:
            terminal.program.kill()
            terminal.program.wait(SECONDS)
            officer.stop()
            broker.kill()
    os.write(1, (json.dumps(told) + "\n").encode())


if __name__ == "__main__":
    main()
