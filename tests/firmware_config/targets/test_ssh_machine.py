"""Over SSH, against a real sshd on loopback with keys of its own: installed, and what goes wrong told by name."""

import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from contract.language import load_texts
from demo.brokers import free_port
from firmware_config.__main__ import TEXTS
from firmware_config.on_machine.disk import digest
from firmware_config.on_machine.order import Order, Wanted
from firmware_config.targets import TargetError
from firmware_config.targets.ssh_machine import SshMachine
from tests.firmware_config.office_folder import Folder

SSHD = "/usr/sbin/sshd"
NSS_WRAPPER = "libnss_wrapper.so"
DEADLINE_S = 15
OFFICER = "can-bo"
PROFILE = Wanted("/etc/motcua/kiosk-1/profile.json", digest(b"{}"), 0o640, "root:root", content="e30=")


class Sshd:
    """One server with its own host key; ``officer`` signs in: a user who is not root, also where the tests run as root."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.chmod(0o755)
        self.root = folder / "machine"
        self.root.mkdir(mode=0o777)
        self.root.chmod(0o777)
        for name in ("host", "user", "stranger"):
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
            subprocess.run(command, check=True)
        (folder / "authorized").write_text((folder / "user.pub").read_text())
        self._bare()
        for _ in range(5):
            self.port = free_port()
            if self._started():
                break
        else:
            raise AssertionError((folder / "log").read_text())
        host = (folder / "host.pub").read_text().split()
        self.known = f"[127.0.0.1]:{self.port} {host[0]} {host[1]}\n"

    def machine(
        self, *, key: str = "user", known: str | None = None, root: str | None = None, port: int = 0
    ) -> SshMachine:
        """As the site file and the office's own ssh configuration would have it."""
        folder = self.folder / f"office-{len(list(self.folder.glob('office-*')))}"
        folder.mkdir()
        (folder / "known").write_text(self.known if known is None else known)
        config = folder / "ssh_config"
        config.write_text(
            f"Host may-1\n HostName 127.0.0.1\n Port {port or self.port}\n IdentityFile {self.folder / key}\n IdentitiesOnly yes\n"
            f" UserKnownHostsFile {folder / 'known'}\n GlobalKnownHostsFile /dev/null\n StrictHostKeyChecking ask\n"
        )
        return SshMachine("may-1", OFFICER, config, str(self.root) if root is None else root)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(DEADLINE_S)

    def _bare(self) -> None:
        """What this machine has: no sudo."""
        bare = self.folder / "programs"
        bare.mkdir()
        for name in ("sh", "id", "python3"):
            (bare / name).symlink_to(Path("/usr/bin") / name)

    def _server(self) -> Path:
        path = self.folder / "sshd_config"
        path.write_text(
            f"ListenAddress 127.0.0.1\nPort {self.port}\nHostKey {self.folder / 'host'}\nPidFile none\nUsePAM no\n"
            f"AuthorizedKeysFile {self.folder / 'authorized'}\nPasswordAuthentication no\nStrictModes no\n"
            f"SetEnv PATH={self.folder / 'programs'}\n"
        )
        return path

    def _users(self) -> dict[str, str]:
        """A table of users for this server alone, in place of the machine's."""
        root = os.geteuid() == 0
        if root:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where Debian's unit would have made it
        number = 12345 if root else os.geteuid()
        passwd, group = self.folder / "passwd", self.folder / "group"
        passwd.write_text(
            f"root:x:0:0::/root:/bin/sh\nsshd:x:{number + 1}:{number + 1}::/run/sshd:/usr/sbin/nologin\n"
            f"{OFFICER}:x:{number}:{number}::{self.folder}:/bin/sh\n"
        )
        group.write_text(f"root:x:0:\n{OFFICER}:x:{number}:\n")
        return {"LD_PRELOAD": NSS_WRAPPER, "NSS_WRAPPER_PASSWD": str(passwd), "NSS_WRAPPER_GROUP": str(group)}

    def _started(self) -> bool:
        """False where somebody else has taken the port meanwhile."""
        self._process = subprocess.Popen(
            [SSHD, "-D", "-e", "-f", str(self._server())],
            env={**os.environ, **self._users()},
            stderr=(self.folder / "log").open("wb"),
        )
        end = time.monotonic() + DEADLINE_S
        while time.monotonic() < end and self._process.poll() is None:
            with socket.socket() as probe:
                probe.settimeout(1)
                if probe.connect_ex(("127.0.0.1", self.port)) == 0 and self._process.poll() is None:
                    return True
        self.stop()
        return False


@pytest.fixture(scope="module")
def sshd() -> Iterator[Sshd]:
    """In a folder of its own: pytest's are closed to the officer, who is another user than the one that runs the tests."""
    with tempfile.TemporaryDirectory() as folder:
        server = Sshd(Path(folder))
        yield server
        server.stop()


def order(*files: Wanted, **more) -> Order:
    return Order("tan-an", "may-1", files, **more)


def refused(machine: SshMachine) -> TargetError:
    with pytest.raises(TargetError) as told:
        machine.carry_out(order(PROFILE, dry=True))
    words = told.value.told(load_texts(TEXTS, "vi"))
    assert "{" not in words
    return told.value


def test_files_are_installed_and_a_second_time_nothing_changes(sshd: Sshd) -> None:
    machine = sshd.machine()
    plan = machine.carry_out(order(PROFILE, dry=True))
    assert [(one.path, one.change) for one in plan.changes] == [(PROFILE.path, "new")]
    done = machine.carry_out(order(PROFILE))
    assert (done.whole, done.troubles) == (True, ())
    assert (sshd.root / PROFILE.path[1:]).read_bytes() == b"{}"
    assert machine.carry_out(order(PROFILE)).changes == ()


def test_an_unknown_key_of_the_machine(sshd: Sshd) -> None:
    assert refused(sshd.machine(known="")).name == "host_key_unknown"


def test_a_changed_key_of_the_machine(sshd: Sshd) -> None:
    other = (sshd.folder / "stranger.pub").read_text().split()
    assert refused(sshd.machine(known=f"[127.0.0.1]:{sshd.port} {other[0]} {other[1]}\n")).name == "host_key_changed"


def test_a_refused_key_of_the_officer(sshd: Sshd) -> None:
    assert refused(sshd.machine(key="stranger")).name == "refused"


def test_a_machine_that_is_not_there(sshd: Sshd) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # bound, and nobody listens
        fault = refused(sshd.machine(port=nobody.getsockname()[1]))
    assert fault.name == "unreachable"
    assert "refused" in fault.words


def test_an_officer_who_may_not_become_root(sshd: Sshd) -> None:
    fault = refused(sshd.machine(root="/"))
    assert (fault.name, fault.what) == ("no_sudo", f"{OFFICER}@may-1")


def test_sudo_runs_the_same_program(sshd: Sshd) -> None:
    """Of a sudo that asks for nothing and gives nothing: the installer then says itself that it is not root."""
    sudo = sshd.folder / "programs" / "sudo"
    sudo.write_text('#!/bin/sh\n[ "$1" = -n ] && shift && exec "$@"\n')
    sudo.chmod(0o755)
    try:
        answer = sshd.machine(root="/").carry_out(order(PROFILE, dry=True))
    finally:
        sudo.unlink()
    assert [one.name for one in answer.troubles] == ["not_root"]


def test_a_machine_without_python(sshd: Sshd) -> None:
    python = sshd.folder / "programs" / "python3"
    aside = python.rename(python.with_name("away"))
    try:
        assert refused(sshd.machine()).name == "no_python"
    finally:
        aside.rename(python)


def test_a_shell_that_chatters_is_forgiven(sshd: Sshd) -> None:
    python = sshd.folder / "programs" / "python3"
    aside = python.rename(python.with_name("away"))
    python.write_text(f'#!/bin/sh\necho Xin chào\nexec {aside} "$@"\n')
    python.chmod(0o755)
    try:
        assert sshd.machine().carry_out(order(PROFILE, dry=True)).troubles == ()
    finally:
        aside.replace(python)


def test_an_office_with_a_configuration_of_its_own(
    sshd: Sshd, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The site file names two machines; the office's folder says how ssh finds them, and one of them is not known yet."""
    office = Folder(tmp_path, capsys)
    office.change(
        "[[fields]]\n",
        '[broker]\nhost = "192.0.2.10"\n[web]\nhost = "192.0.2.10"\n[[machines]]\nid = "may-1"\nhost = "may-1"\n'
        f'user = "{OFFICER}"\n[[machines]]\nid = "may-2"\nhost = "may-2"\nuser = "{OFFICER}"\n[[fields]]\n',
    )
    office.change('role = "kiosk"', 'role = "kiosk"\nmachine = "may-1"')
    office.change('role = "hall_board"', 'role = "hall_board"\nmachine = "may-2"')
    (office.path / "known").write_text(sshd.known)
    (office.path / "ssh_config").write_text(
        f"Host may-*\n HostName 127.0.0.1\n Port {sshd.port}\n IdentityFile {sshd.folder / 'user'}\n IdentitiesOnly yes\n"
        f" GlobalKnownHostsFile /dev/null\n StrictHostKeyChecking ask\n"
        f"Host may-1\n UserKnownHostsFile {office.path / 'known'}\nHost may-2\n UserKnownHostsFile /dev/null\n"
    )
    code, told = office.run("plan", office.path)
    assert code == 1
    assert f"may-1: {OFFICER}@may-1 không có quyền sudo" in told
    assert (
        f"may-2: chưa biết khóa của máy này. Gõ một lần: ssh -F {office.path / 'ssh_config'} {OFFICER}@may-2," in told
    )
