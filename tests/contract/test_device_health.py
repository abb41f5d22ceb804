"""What a machine and a program say of themselves: figures where there are some, codes of errors and never their words."""

import logging
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any, cast

import pytest

from contract.codec import decode_notice_as, encode_notice
from contract.device_health import Body, DeviceHealth, Finish
from contract.directives import Deed, Directive, DirectiveId, Done, Result
from contract.health import Health
from contract.ids import DeviceId
from contract.machine_facts import machine_facts
from contract.mishaps import LONGEST, Mishaps
from contract.topics import Topics

KIOSK = DeviceId("kiosk-1")


class FakeWire:
    """What a program's health needs of its link; what was told waits in ``told``."""

    topics = Topics("thu")
    up = True

    def __init__(self) -> None:
        self.told: Queue[Health] = Queue()

    def listen(self, topic: str, handler: object, *, fresh: bool = False) -> None: ...

    def publish(self, _topic: str, payload: bytes, *, retain: bool = False) -> None:
        self.told.put(decode_notice_as(payload, Health))


def _printed(finish: Finish) -> None:
    finish(Result.DONE, "")


def _broken(_finish: Finish) -> None:
    raise OSError("out of paper, 0912345678")


@pytest.fixture
def wire() -> FakeWire:
    return FakeWire()


@pytest.fixture
def health(wire: FakeWire, tmp_path: Path) -> Iterator[DeviceHealth]:
    deeds = {Deed.TEST_PRINT: _printed, Deed.TEST_CALL: _broken}
    told = DeviceHealth(KIOSK, cast("Any", wire), Body(str(tmp_path), lambda: "", deeds=deeds))
    told.start()
    yield told
    told.stop()


def _direct(health: DeviceHealth, name: str, what: str) -> None:
    health.hear("", encode_notice(Directive(DirectiveId(name), what)))


def _ended(wire: FakeWire) -> Done:
    while (done := wire.told.get(timeout=20).done) is None or done.result is Result.BEGUN:
        pass
    return done


def test_a_deed_is_done_once_however_often_the_broker_brings_it(health: DeviceHealth, wire: FakeWire) -> None:
    _direct(health, "a", Deed.TEST_PRINT)
    assert _ended(wire) == Done(DirectiveId("a"), Result.DONE)
    _direct(health, "b", "test-nothing-we-know")
    assert _ended(wire) == Done(DirectiveId("b"), Result.CANNOT)
    _direct(health, "a", Deed.TEST_CALL)
    health.changed()
    health.stop()
    assert wire.told.empty() or _ended(wire).directive == "b"


def test_a_deed_that_breaks_is_told_as_failed_and_the_next_one_is_done(health: DeviceHealth, wire: FakeWire) -> None:
    with pytest.raises(OSError, match="out of paper"):  # for the link, which logs it
        _direct(health, "a", Deed.TEST_CALL)
    assert _ended(wire) == Done(DirectiveId("a"), Result.FAILED, "error")
    _direct(health, "b", Deed.TEST_PRINT)
    assert _ended(wire) == Done(DirectiveId("b"), Result.DONE)


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/uptime").write_text("90061.25 170000.00\n")
    for number, words in enumerate(("48500\n", "-274000\n", "61250\n", "none\n")):
        zone = tmp_path / f"sys/class/thermal/thermal_zone{number}"
        zone.mkdir(parents=True)
        (zone / "temp").write_text(words)
    return tmp_path


def test_the_hottest_sensible_zone_the_uptime_and_the_disk(machine: Path) -> None:
    facts = machine_facts(str(machine), machine)
    assert (facts.up_s, facts.temperature_c) == (90061, 61.2)
    assert facts.free_mb is not None
    assert facts.disk_mb is not None
    assert 0 < facts.free_mb < facts.disk_mb


def test_what_nobody_knows_is_none(tmp_path: Path) -> None:
    facts = machine_facts(str(tmp_path), tmp_path)
    assert (facts.up_s, facts.temperature_c) == (None, None)
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/uptime").write_text("")
    assert machine_facts("", tmp_path).up_s is None


def test_a_folder_that_could_not_be_made_lies_on_the_disk_of_the_one_above(tmp_path: Path) -> None:
    assert machine_facts(str(tmp_path / "not" / "there")).disk_mb == machine_facts(str(tmp_path)).disk_mb


def test_an_error_is_told_by_its_place_and_kind_alone() -> None:
    mishaps, log = Mishaps(), logging.getLogger("motcua.test.mishaps")
    log.addHandler(mishaps)
    try:
        log.warning("Nguyễn Văn A, 0912345678")
        assert mishaps.latest is None
        try:
            int("Nguyễn Văn A, 0912345678")
        except ValueError:
            log.exception("cannot read %s", "0912345678")
        assert mishaps.latest is not None
        assert mishaps.latest.code.startswith("motcua.test.mishaps:")
        assert mishaps.latest.code.endswith(" ValueError")
        assert "0912345678" not in repr(mishaps.latest)
        log.error("x")
        assert mishaps.latest.code.endswith(" ERROR")
        assert len(mishaps.latest.code) <= LONGEST
    finally:
        log.removeHandler(mishaps)
