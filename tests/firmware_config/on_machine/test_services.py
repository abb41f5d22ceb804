"""What is asked of systemd, in which order, and what is remembered of units that do not come up.

No systemd can run inside a test, so a program of its name answers here: it writes down what it is asked, and some units fail it.
"""

import os
import signal
from pathlib import Path

import pytest

from firmware_config.on_machine.installation import carry_out
from firmware_config.on_machine.order import Answer, Order, Wanted
from firmware_config.on_machine.record import read_record
from firmware_config.on_machine.services import Services
from tests.firmware_config.on_machine.small_orders import file, kiosk
from tests.firmware_config.power_cut import cut_before

STAND_IN = """\
#!/bin/sh
here=$(dirname "$0")
echo "$(basename "$0") $*" >> "$here/asked"
[ "$1" = show ] || exit 0
for unit; do :; done
if grep -qx "$unit" "$here/absent"; then echo inactive; echo dead; echo not-found; exit 0; fi
if grep -qx "$unit" "$here/down"; then echo failed; echo failed; else echo active; echo running; fi
echo loaded
if grep -qx "$unit" "$here/static"; then echo static; else echo enabled; fi
"""


class Machine:
    """One root with the stand-ins in front of the real programs."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root = folder / "root"
        self.root.mkdir()
        self.programs = folder / "programs"
        self.programs.mkdir()
        for name in ("systemctl", "systemd-tmpfiles", "udevadm"):
            (self.programs / name).write_text(STAND_IN)
            (self.programs / name).chmod(0o755)
        for name in ("asked", "absent", "down", "static"):
            (self.programs / name).touch()
        monkeypatch.setenv("PATH", f"{self.programs}{os.pathsep}{os.environ['PATH']}")

    def cut_off(self, *files: Wanted, steps: int) -> None:
        """The power goes in the middle of an installation."""
        child = os.fork()
        if child == 0:
            cut_before(steps)
            self.install(*files)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    def install(self, *files: Wanted, **more) -> tuple[Answer, list[str]]:
        """The answer, and what was asked besides the units' states."""
        (self.programs / "asked").write_text("")
        order = Order("tan-an", "may-1", files, root=str(self.root), **more)
        answer = carry_out(order, Services(self.root, running=True, settle_s=0))
        asked = (self.programs / "asked").read_text().splitlines()
        return answer, [one for one in asked if not one.startswith("systemctl show")]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


BROKER = file("/etc/motcua/broker/profile.json", "{}", 0o640, "motcua-broker.service")


def test_only_what_changed_is_restarted_and_in_order(machine: Machine) -> None:
    answer, asked = machine.install(BROKER, *kiosk())
    assert asked == [
        "systemctl daemon-reload",
        "systemctl enable motcua-kiosk-1.service",
        "systemctl restart motcua-broker.service motcua-kiosk-1.service",
    ]
    assert answer.restarted == ("motcua-broker.service", "motcua-kiosk-1.service")
    assert answer.whole
    answer, asked = machine.install(BROKER, *kiosk('{"a": 1}'))
    assert asked == ["systemctl restart motcua-kiosk-1.service"]
    assert machine.install(BROKER, *kiosk('{"a": 1}'))[1] == []


def test_a_unit_that_does_not_come_up_is_told_and_tried_again(machine: Machine) -> None:
    (machine.programs / "down").write_text("motcua-kiosk-1.service\n")
    answer, _ = machine.install(BROKER, *kiosk())
    assert [(one.name, one.what) for one in answer.troubles] == [("unit_down", "motcua-kiosk-1.service")]
    assert (answer.restarted, answer.waiting) == (("motcua-broker.service",), ("motcua-kiosk-1.service",))
    assert read_record(machine.root).restart == ("motcua-kiosk-1.service",)
    (machine.programs / "down").write_text("")
    answer, asked = machine.install(BROKER, *kiosk())
    assert (answer.changes, answer.whole) == ((), True)
    assert [one for one in asked if " restart " in one] == ["systemctl restart motcua-kiosk-1.service"]


def test_a_unit_that_the_machine_does_not_have_is_told_as_that(machine: Machine) -> None:
    (machine.programs / "absent").write_text("chrony.service\n")
    clock = file("/etc/chrony/conf.d/motcua.conf", "", 0o644, "chrony.service")
    answer, _ = machine.install(clock, BROKER)
    assert [(one.name, one.what) for one in answer.troubles] == [("no_unit", "chrony.service")]
    assert answer.restarted == ("motcua-broker.service",)


def test_a_restart_that_was_refused_is_told(machine: Machine) -> None:
    (machine.programs / "systemctl").write_text(STAND_IN.replace("|| exit 0", "|| { echo Access denied >&2; exit 4; }"))
    answer, _ = machine.install(BROKER)
    assert [(one.name, one.words) for one in answer.troubles] == [("command", "Access denied")]
    assert (answer.whole, answer.restarted, answer.waiting) == (False, (), ("motcua-broker.service",))


def test_restarts_can_be_left_to_the_next_time(machine: Machine) -> None:
    answer, asked = machine.install(BROKER, restart=False)
    assert (answer.waiting, asked) == (("motcua-broker.service",), [])
    answer, asked = machine.install(BROKER, dry=True)
    assert (answer.waiting, answer.whole, asked) == (("motcua-broker.service",), False, [])
    answer, asked = machine.install(BROKER)
    assert asked == ["systemctl restart motcua-broker.service"]
    assert answer.whole


def test_a_unit_that_goes_is_stopped_and_not_restarted(machine: Machine) -> None:
    machine.install(BROKER, *kiosk())
    answer, asked = machine.install(BROKER)
    assert asked == ["systemctl disable --now motcua-kiosk-1.service", "systemctl daemon-reload"]
    assert answer.whole


def test_a_unit_that_others_pull_in_is_not_started_by_itself(machine: Machine) -> None:
    (machine.programs / "static").write_text("motcua-broker.service\n")
    assert machine.install(BROKER)[1] == ["systemctl try-restart motcua-broker.service"]


def test_those_who_read_other_files_are_told(machine: Machine) -> None:
    rules = (file("/etc/tmpfiles.d/motcua.conf", ""), file("/etc/udev/rules.d/70-motcua.rules", ""))
    assert machine.install(*rules)[1] == [
        "systemd-tmpfiles --create",
        "udevadm control --reload",
        "udevadm trigger",
    ]


def test_nothing_is_restarted_where_a_command_failed(machine: Machine) -> None:
    (machine.programs / "udevadm").write_text("#!/bin/sh\necho no room >&2\nexit 1\n")
    answer, asked = machine.install(BROKER, file("/etc/udev/rules.d/70-motcua.rules", ""))
    assert [(one.name, one.words) for one in answer.troubles] == [("command", "no room")] * 2
    assert answer.waiting == ("motcua-broker.service",)
    assert [one for one in asked if "restart" in one] == []


def test_a_unit_that_was_put_in_place_and_not_made_known_is_made_known_by_the_next_run(machine: Machine) -> None:
    machine.install(BROKER)
    machine.cut_off(BROKER, *kiosk(), steps=7)
    assert (machine.root / kiosk()[1].path[1:]).exists()
    assert (machine.programs / "asked").read_text() == ""
    answer, asked = machine.install(BROKER, *kiosk())
    assert answer.changes == ()
    assert asked == [
        "systemctl daemon-reload",
        "systemctl enable motcua-kiosk-1.service",
        "systemctl restart motcua-kiosk-1.service",
    ]
    assert answer.whole


def test_what_was_left_for_later_is_enabled_by_the_next_run(machine: Machine) -> None:
    machine.install(*kiosk(), restart=False)
    assert not read_record(machine.root).whole
    asked = machine.install(*kiosk())[1]
    assert "systemctl enable motcua-kiosk-1.service" in asked
    assert asked[-1] == "systemctl restart motcua-kiosk-1.service"


def test_a_systemd_that_does_not_answer_is_told_and_tried_again(machine: Machine) -> None:
    (machine.programs / "systemctl").write_text('#!/bin/sh\n[ "$1" = show ] && exec sleep 60\nexit 0\n')
    order = Order("tan-an", "may-1", (BROKER,), root=str(machine.root))
    answer = carry_out(order, Services(machine.root, running=True, settle_s=0, patience_s=0.2))
    assert {one.name for one in answer.troubles} == {"command"}
    assert (answer.waiting, answer.whole) == (("motcua-broker.service",), False)


USERS = file("/etc/sysusers.d/motcua.conf", "u motcua - -\n")
MAKES_USERS = """\
#!/bin/sh
here=$(dirname "$0")
[ -e "$here/broken" ] && { echo "no room for a user" >&2; exit 1; }
echo "motcua:x:4242:4343::/:/bin/sh" >> "$here/../root/etc/passwd"
echo "motcua:x:4343:" >> "$here/../root/etc/group"
"""


def test_users_that_could_not_be_made_are_made_by_the_next_run(machine: Machine) -> None:
    (machine.root / "etc").mkdir()
    (machine.root / "etc/passwd").write_text("root:x:0:0::/:/bin/sh\n")
    (machine.root / "etc/group").write_text("root:x:0:\n")
    (machine.programs / "systemd-sysusers").write_text(MAKES_USERS)
    (machine.programs / "systemd-sysusers").chmod(0o755)
    (machine.programs / "broken").touch()
    profile = file("/etc/motcua/kiosk-1/profile.json", "{}", 0o640, owner="root:motcua")
    first, _ = machine.install(USERS, profile)
    assert first.whole == (not first.owners)  # only root gives files away, and needs users for that
    (machine.programs / "broken").unlink()
    second, _ = machine.install(USERS, profile)
    assert (second.whole, second.troubles) == (True, ())
