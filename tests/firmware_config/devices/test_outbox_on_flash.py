"""Presses on the flash: whole or not at all, bounded, in their order, and honest where the flash does not take them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from firmware_config.devices import flash
from firmware_config.devices.outbox import Outbox


@pytest.fixture
def folder(tmp_path):
    return str(tmp_path / "state")


def names(folder):
    return sorted(one.name for one in Path(folder).iterdir())


def told(box):
    return [(one.request, one.stamp, one.payload) for one in box.waiting]


def test_what_is_kept_is_there_after_a_power_cut(folder):
    box = Outbox(folder, 3)
    assert box.keep("r1", "77", b'{"a":\n1}')
    assert box.keep("r2", "0", b"two")
    assert box.drop("r1")
    assert not box.drop("r1")
    again = Outbox(folder, 3)
    assert told(again) == [("r2", "0", b"two")]
    assert again.keep("r3", "0", b"three")
    assert told(Outbox(folder, 3)) == [("r2", "0", b"two"), ("r3", "0", b"three")]


def test_it_is_bounded(folder):
    box = Outbox(folder, 2)
    assert [box.keep(f"r{one}", "0", b"x") for one in range(4)] == [True, True, False, False]
    box.drop("r0")
    assert box.keep("r9", "0", b"x")
    assert len(names(folder)) == 2


@pytest.mark.parametrize("size", range(0, 60, 7))
def test_a_file_that_was_cut_is_none(folder, size):
    box = Outbox(folder, 3)
    box.keep("r1", "0", b"a whole message that is long enough")
    box.keep("r2", "0", b"another")
    path = Path(folder) / "00000001"
    os.truncate(path, min(size, path.stat().st_size - 1))
    again = Outbox(folder, 3)
    assert ([one.request for one in again.waiting], again.torn) == (["r2"], 1)
    assert names(folder) == ["00000002"]


def test_worn_cells_are_noticed(folder):
    Outbox(folder, 3).keep("r1", "0", b"x" * 40)
    path = Path(folder) / "00000001"
    raw = bytearray(path.read_bytes())
    raw[20] ^= 4
    path.write_bytes(raw)
    assert told(Outbox(folder, 3)) == []


def test_what_was_being_written_is_taken_away(folder):
    Outbox(folder, 3)
    Path(folder, "00000004.new").write_bytes(b"half")
    assert told(Outbox(folder, 3)) == []
    assert names(folder) == []


def test_where_the_flash_takes_nothing_nothing_is_kept(folder):
    box = Outbox(folder, 3)
    Path(folder).rmdir()
    assert not box.keep("r1", "0", b"x")
    assert told(box) == []
    assert not flash.write_table(f"{folder}/twin", {"a": 1})
    assert flash.read_table(f"{folder}/twin") == {}


def test_a_broken_flash_stops_no_device(tmp_path):
    (tmp_path / "state").write_text("not a folder")
    box = Outbox(str(tmp_path / "state"), 3)
    assert told(box) == []
    assert not box.keep("r1", "0", b"x")


def test_a_table_that_cannot_be_trusted_is_empty(tmp_path):
    path = str(tmp_path / "twin")
    assert flash.write_table(path, {"good": {"version": "a"}})
    assert flash.read_table(path) == {"good": {"version": "a"}}
    for raw in (b"", b"00000000\n{}", flash.sealed(b"[1]"), flash.sealed(b"{"), flash.sealed(b"\xff"), b"\xff" * 20):
        flash.write_whole(path, raw)
        assert flash.read_table(path) == {}


_WRITER = """
import sys
from firmware_config.devices.flash import sealed, write_whole
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    write_whole(sys.argv[1], sealed(str(turn).encode() * 3000))
"""


def test_killed_while_it_writes_it_leaves_the_old_or_the_new(tmp_path):
    path = tmp_path / "file"
    for _ in range(3):
        writer = subprocess.Popen([sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout.readline() == b"ready\n"
        while not path.exists():
            assert writer.poll() is None
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        assert flash.unsealed(flash.read_whole(str(path))) is not None
        flash.remove(str(path))
