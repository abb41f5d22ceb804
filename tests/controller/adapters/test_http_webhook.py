"""Alerts to a real WireMock: what is sent, with the secret; refusals, silence, and what comes after."""

import json
import os
import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
import requests

from contract.fleet import Fleet as FleetTable
from contract.fleet import Trouble
from contract.health import Health
from contract.language import load_texts
from contract.notices import Presence
from controller.adapters.folder_backups import newest_backup
from controller.adapters.http_webhook import webhook
from controller.adapters.json_fleet import keep_alarms, keep_waiting, note_start, read_alarms, read_waiting
from controller.alarms import Alarms
from controller.alert_line import AlertLine, AlertNotSentError
from controller.fleet import Fleet
from controller.twins import mute_twins
from controller.web.page import HERE
from tests.office import HANOI, KIOSK, MORNING, SetClock, small_site

VI = load_texts(HERE.parent / "texts", "vi")
PATH = "/hook"


@pytest.fixture
def hook(running):
    running.forget()
    yield running
    running.forget()


def settings(hook, **more):
    return FleetTable(webhook=hook.url + PATH, after_min=dict.fromkeys(Trouble, 0), **more)


class Watch:
    """A fleet that is looked at when the test says so, and told to the webhook by the real thread."""

    def __init__(self, table, folder, **more):
        self.clock, self.folder, self.tried = SetClock(), folder, threading.Semaphore(0)
        self.site = replace(small_site(), fleet=table)
        self.fleet = Fleet(self.site, mute_twins(self.site, self.clock), self.clock, **more)
        self.fleet.link_changed(up=True)
        send = webhook(table, 3.0)

        def counted(alert):
            try:
                send(alert)
            finally:
                self.tried.release()

        line = AlertLine(
            counted, self.clock, read_waiting(folder), lambda waiting: keep_waiting(folder, waiting), (0.05, 0.2)
        )
        self.alarms = Alarms(
            self.site, self.fleet, line, VI, self.clock, read_alarms(folder), lambda book: keep_alarms(folder, book)
        )

    def __enter__(self):
        self.alarms.start()
        return self

    def __exit__(self, *_):
        self.alarms.stop()

    def gone(self, seconds=0):
        return self._is(seconds, online=False)

    def back(self, seconds=0):
        return self._is(seconds, online=True)

    def _is(self, seconds, *, online):
        self.clock.move(seconds=seconds)
        self.fleet.present(Presence(KIOSK, online=online))
        self.alarms.look()
        return self

    def until_tried(self, times):
        for _ in range(times):
            assert self.tried.acquire(timeout=10)


def received(hook):
    """Bodies and headers, oldest first."""
    found = requests.get(f"{hook.url}/__admin/requests", timeout=10).json()["requests"]
    asked = [one["request"] for one in reversed(found) if one["request"]["url"] == PATH]
    return [(json.loads(one["body"]), one["headers"]) for one in asked]


def takes(hook, status=200, **more):
    hook.stub({"method": "POST", "urlPath": PATH}, {"status": status}, **more)


def test_a_trouble_and_its_end_each_once(hook, tmp_path):
    takes(hook, 204)
    secret = tmp_path / "secret"
    secret.write_text("sen-hong\n", "utf-8")
    with Watch(settings(hook, secret_file=str(secret)), tmp_path) as watch:
        watch.gone().gone(30).gone(30)
        watch.until_tried(1)
        watch.back(1).back(30).back(31).back(30)
        watch.until_tried(1)
    [(there, headers), (over, _)] = received(hook)
    assert headers["Authorization"] == "Bearer sen-hong"
    assert headers["Content-Type"] == "application/json"
    assert there == {
        "id": f"thu/{KIOSK}/gone/2026-11-23T08:00:00+07:00/there",
        "office": "thu", "device": KIOSK, "trouble": "gone", "state": "there",
        "since": "2026-11-23T08:00:00+07:00", "at": "2026-11-23T08:00:00+07:00",
        "text": "Bộ phận một cửa thử nghiệm: Máy lấy số kiosk-1: Mất liên lạc. Từ 08:00 23/11.",
    }  # fmt: skip
    assert (over["state"], over["since"]) == ("over", there["since"])
    assert "đã hết" in over["text"]


def test_what_is_not_taken_is_sent_again_until_it_is(hook, tmp_path):
    busy = {"scenarioName": "busy"}
    takes(hook, 500, **busy, requiredScenarioState="Started", newScenarioState="no")
    takes(hook, 403, **busy, requiredScenarioState="no", newScenarioState="yes")
    takes(hook, 200, **busy, requiredScenarioState="yes")
    with Watch(settings(hook), tmp_path) as watch:
        watch.gone()
        watch.until_tried(3)
    keys = [(body["id"], headers["Idempotency-Key"]) for body, headers in received(hook)]
    assert len(keys) == 3
    assert len(set(keys)) == 1


def test_nobody_there_and_a_secret_that_is_not_there_are_told(hook, tmp_path):
    with pytest.raises(AlertNotSentError):
        webhook(FleetTable(webhook="http://127.0.0.1:1/hook"), 1.0)({"id": "a", "text": "a"})
    with pytest.raises(AlertNotSentError, match="secret"):
        webhook(settings(hook, secret_file=str(tmp_path / "nothing")), 1.0)({"id": "a", "text": "a"})
    assert received(hook) == []


def test_what_was_told_is_not_told_again_by_the_next_start(hook, tmp_path):
    takes(hook)
    with Watch(settings(hook), tmp_path) as watch:
        watch.gone()
        watch.until_tried(1)
    with Watch(settings(hook), tmp_path) as again:
        again.clock.at = watch.clock.at
        again.gone(60)
        again.back(1).back(61)
        again.until_tried(1)
    assert [body["state"] for body, _ in received(hook)] == ["there", "over"]


def test_kinds_that_nobody_wants_and_devices_out_of_service_are_silent(hook, tmp_path):
    watch = Watch(settings(hook, kinds=(Trouble.DISK,)), tmp_path)
    watch.gone()
    assert read_alarms(tmp_path) == {}
    watch = Watch(settings(hook), tmp_path)
    watch.fleet._twins.set_duty(KIOSK, serves=False, by="an")
    watch.gone()
    assert read_alarms(tmp_path) == {}


# Controller and broker ------------------------------------------------------------------------------------------------


def test_too_many_starts_and_losses_are_told_as_the_hearts(hook, tmp_path):
    takes(hook)
    starts = ()
    for minutes in range(4):
        starts = note_start(tmp_path, MORNING + timedelta(minutes=minutes))
    assert len(starts) == 4
    with Watch(
        settings(hook), tmp_path, starts=starts, look=lambda: Health("controller", free_mb=1, disk_mb=2)
    ) as watch:
        watch.clock.move(minutes=5)
        for _ in range(4):
            watch.fleet.link_changed(up=True)
            watch.fleet.link_changed(up=False)
        watch.fleet.link_changed(up=True)
        watch.alarms.look()
        watch.until_tried(3)
    assert {body["trouble"] for body, _ in received(hook)} == {"controller", "broker", "disk"}
    assert all("Máy chủ" in body["text"] for body, _ in received(hook))


def test_starts_and_alarms_that_cannot_be_read_are_as_good_as_none(tmp_path):
    (tmp_path / "starts.json").write_text("{", "utf-8")
    (tmp_path / "alarms.json").write_text("[1]", "utf-8")
    (tmp_path / "alerts.json").write_text("[" * 100_000, "utf-8")
    assert read_waiting(tmp_path) == []
    assert note_start(tmp_path, MORNING) == (MORNING,)
    assert read_alarms(tmp_path) == {}


def test_the_newest_backup_is_the_newest_file_that_holds_something(tmp_path):
    look = newest_backup(str(tmp_path), HANOI)
    assert look() is None
    (tmp_path / "empty.tar").touch()
    (tmp_path / "folder").mkdir()
    assert look() is None
    (tmp_path / "a.tar").write_text("a", "utf-8")
    assert look() is not None
    whole = look()
    (tmp_path / ".motcua-begun").write_bytes(b"x")
    os.utime(tmp_path / ".motcua-begun", (time.time() + 60,) * 2)
    (tmp_path / "of-a-clock-that-was-ahead.tar").write_bytes(b"x")
    os.utime(tmp_path / "of-a-clock-that-was-ahead.tar", (time.time() + 400 * 86400,) * 2)
    assert look() == whole
    assert newest_backup(str(tmp_path / "nowhere"), HANOI)() is None
    assert newest_backup("", HANOI)() is None
