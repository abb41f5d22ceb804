"""The boards as programs: over a real broker that dies and comes back, and to their end."""

import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from contract.codec import encode_notice
from contract.link import Link
from contract.pulse import Pulse
from demo.brokers import BrokerRun
from demo.screen import TraceReader, VirtualScreen
from firmware_config.site_file import read_site
from tests.screens.board_notices import HALL, board, call, office, profile

ROOT = Path(__file__).parents[2]
SECONDS = 15.0


def start(path, screen):
    return subprocess.Popen(
        [sys.executable, "-m", "queue_display", "--profile", str(path)], env=dict(screen.env), cwd=ROOT
    )


def test_a_call_arrives_over_a_real_broker_and_a_dead_broker_is_noticed(tmp_path):
    broker = BrokerRun(read_site(ROOT / "demo" / "site.toml"), tmp_path / "office", "mosquitto")
    broker.start()
    controller = Link(broker.account("controller"))
    controller.listen(
        controller.topics.all_health, lambda _topic, _told: None
    )  # up after what is sent again, not before
    trace = tmp_path / "trace.jsonl"
    path = broker.profile("hall-board-1")
    over = threading.Event()

    def beat() -> None:
        while not over.wait(0.25):
            pulse = encode_notice(Pulse(2**31, datetime.now(UTC)))
            controller.publish(controller.topics.pulse, pulse, fleeting=True)

    beating = threading.Thread(target=beat)
    path.write_text(path.read_text("utf-8").replace('"trace": ""', f'"trace": "{trace}"'), "utf-8")
    with VirtualScreen(*HALL.pixels) as screen:
        program = start(path, screen)
        seen = TraceReader(trace)
        try:
            controller.start()
            assert controller.wait_up(SECONDS)
            beating.start()
            controller.publish(controller.topics.office, encode_notice(office()), retain=True)
            controller.publish(controller.topics.board, encode_notice(board()), retain=True)
            seen.wait("HallView", SECONDS, state="quiet")
            controller.publish(controller.topics.board, encode_notice(board(call("B012", 5))), retain=True)
            seen.wait("HallView", SECONDS, number="B012", state="new")
            controller.publish(controller.topics.board, b"not a message", retain=True)
            broker.kill()
            died = time.monotonic()
            assert seen.wait("HallView", SECONDS, state="away").at / 1000 - died < 5
            broker.start()
            assert controller.wait_up(SECONDS)
            controller.publish(controller.topics.board, encode_notice(board(call("A007", 1))), retain=True)
            seen.wait("HallView", SECONDS, number="A007", state="new")
            program.terminate()
            assert program.wait(SECONDS) == 0
        finally:
            over.set()
            if beating.is_alive():
                beating.join(SECONDS)
            program.kill()
            program.wait(SECONDS)
            controller.stop()
            broker.kill()


def test_a_board_without_a_broker_says_so_and_ends_when_told(tmp_path):
    path, trace = profile(tmp_path, HALL)
    with VirtualScreen(*HALL.pixels) as screen:
        program = start(path, screen)
        try:
            TraceReader(trace).wait("HallView", SECONDS, state="away")
            program.terminate()
            assert program.wait(SECONDS) == 0
        finally:
            program.kill()
            program.wait(SECONDS)


def test_a_profile_that_is_none_is_explained(tmp_path):
    path = tmp_path / "profile.json"
    path.write_text('{"account": 5}', "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "queue_display", "--profile", str(path)],
        env=dict(os.environ),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 1
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr
