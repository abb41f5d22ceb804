"""What systemd is told, on a socket as systemd has it."""

import socket
from pathlib import Path

import pytest

from contract.alive import tell_alive, tell_ready


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """systemd's end of the line."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield line


def test_readiness_is_life_too(manager: socket.socket) -> None:
    tell_ready()
    tell_alive()
    assert manager.recv(100) == b"READY=1\nWATCHDOG=1"
    assert manager.recv(100) == b"WATCHDOG=1"


def test_an_address_without_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(f"\0motcua-test-{id(line)}")
        line.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", f"@motcua-test-{id(line)}")
        tell_alive()
        assert line.recv(100) == b"WATCHDOG=1"


def test_without_systemd_nothing_happens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    tell_alive()
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    tell_alive()


def test_a_manager_that_does_not_read_holds_nobody_up(manager: socket.socket) -> None:
    for _ in range(10_000):
        tell_alive()
    assert manager.recv(100) == b"WATCHDOG=1"
