"""Installing on a machine: whole files, only what differs, nothing left behind, and finished by the next run whenever it was cut off."""

import base64
import fcntl
import os
import signal
from pathlib import Path

import pytest

from firmware_config.on_machine.installation import carry_out
from firmware_config.on_machine.order import Answer, Order, Trouble, Wanted, as_text, read_answer, read_order
from firmware_config.on_machine.record import read_record
from tests.firmware_config.on_machine.small_orders import PROFILE, TEXT, UNIT, file, kiosk, order
from tests.firmware_config.power_cut import cut_before


def told(answer: Answer) -> list[tuple[str, str]]:
    return [(one.path, one.change) for one in answer.changes]


def below(root: Path) -> dict[str, bytes]:
    """Files that were installed, without what the installer keeps for itself."""
    files = (one for one in root.rglob("*") if one.is_file() and not one.is_symlink())
    return {f"/{one.relative_to(root)}": one.read_bytes() for one in files if "var/lib/motcua" not in str(one)}


def test_files_stand_whole_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    first = carry_out(order(tmp_path, *kiosk()))
    assert (told(first), first.troubles, first.whole) == ([(PROFILE, "new"), (UNIT, "new")], (), True)
    assert below(tmp_path) == {PROFILE: b"{}", UNIT: TEXT.encode()}
    assert (tmp_path / PROFILE[1:]).stat().st_mode & 0o777 == 0o640
    before = {one: one.stat().st_mtime_ns for one in tmp_path.rglob("*") if one.is_file() and one.name != ".lock"}
    second = carry_out(order(tmp_path, *kiosk()))
    assert (told(second), second.whole, second.before) == ([], True, ("tan-an", "may-1", ""))
    assert {one: one.stat().st_mtime_ns for one in before} == before


def test_a_dry_order_changes_nothing_and_needs_no_contents(tmp_path: Path) -> None:
    bare = tuple(Wanted(one.path, one.digest, one.mode, one.owner, one.units) for one in kiosk())
    answer = carry_out(order(tmp_path, *bare, dry=True))
    assert told(answer) == [(PROFILE, "new"), (UNIT, "new")]
    assert answer.waiting == ("motcua-kiosk-1.service",)
    assert list(tmp_path.iterdir()) == []


def test_only_what_differs_is_written_and_what_is_no_longer_wanted_goes(tmp_path: Path) -> None:
    carry_out(order(tmp_path, *kiosk(), file("/etc/motcua/pad-1/profile.json", "{}")))
    stays = (tmp_path / UNIT[1:]).stat().st_ino
    answer = carry_out(order(tmp_path, *kiosk('{"a": 1}')))
    assert told(answer) == [(PROFILE, "content"), ("/etc/motcua/pad-1/profile.json", "gone")]
    assert below(tmp_path) == {PROFILE: b'{"a": 1}', UNIT: TEXT.encode()}
    assert not (tmp_path / "etc/motcua/pad-1").exists()
    assert (tmp_path / UNIT[1:]).stat().st_ino == stays


def test_rights_alone_are_put_right(tmp_path: Path) -> None:
    carry_out(order(tmp_path, *kiosk()))
    (tmp_path / PROFILE[1:]).chmod(0o666)
    answer = carry_out(order(tmp_path, *kiosk()))
    assert told(answer) == [(PROFILE, "rights")]
    assert (tmp_path / PROFILE[1:]).stat().st_mode & 0o777 == 0o640


def test_a_file_changed_by_hand_is_told_and_put_aside(tmp_path: Path) -> None:
    carry_out(order(tmp_path, *kiosk()))
    (tmp_path / PROFILE[1:]).write_text("mine")
    plan = carry_out(order(tmp_path, *kiosk(), dry=True, show=(PROFILE,)))
    assert [(one.edited, base64.b64decode(one.old)) for one in plan.changes] == [(True, b"mine")]
    assert carry_out(order(tmp_path, *kiosk())).whole
    assert (tmp_path / "var/lib/motcua/.aside" / PROFILE[1:]).read_text() == "mine"
    assert (tmp_path / "var/lib/motcua/.aside").stat().st_mode & 0o777 == 0o700


def test_what_stands_in_a_file_is_told_only_where_it_was_asked_for(tmp_path: Path) -> None:
    carry_out(order(tmp_path, *kiosk()))
    answer = carry_out(order(tmp_path, *kiosk("{ }"), dry=True))
    assert [one.old for one in answer.changes] == [""]


def test_nothing_changes_where_one_file_cannot_be_written(tmp_path: Path) -> None:
    carry_out(order(tmp_path, *kiosk()))
    (tmp_path / "etc/blocked").write_text("a file, no folder")
    before = below(tmp_path)
    answer = carry_out(order(tmp_path, *kiosk('{"a": 1}'), file("/etc/blocked/x", "x")))
    assert [one.name for one in answer.troubles] == ["not_written"]
    assert not answer.whole
    assert below(tmp_path) == before


@pytest.mark.parametrize("steps", range(1, 12))
def test_a_cut_in_the_middle_is_finished_by_the_next_run(tmp_path: Path, steps: int) -> None:
    """Killed before each rename and each removal, one after the other."""
    carry_out(order(tmp_path, *kiosk(), file("/etc/motcua/pad-1/profile.json", "{}")))
    child = os.fork()
    if child == 0:
        cut_before(steps)
        carry_out(order(tmp_path, *kiosk('{"a": 1}')))
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) in {-signal.SIGKILL, 0}
    now = below(tmp_path)[PROFILE]
    assert now in {b"{}", b'{"a": 1}'}
    plan = carry_out(order(tmp_path, *kiosk('{"a": 1}'), dry=True))
    assert [one.path for one in plan.changes if one.edited] == []
    assert plan.whole or plan.waiting == ("motcua-kiosk-1.service",)
    assert carry_out(order(tmp_path, *kiosk('{"a": 1}'))).whole
    assert below(tmp_path) == {PROFILE: b'{"a": 1}', UNIT: TEXT.encode()}
    assert carry_out(order(tmp_path, *kiosk('{"a": 1}'), dry=True)).whole


def test_what_was_left_beside_by_a_cut_is_swept_away(tmp_path: Path) -> None:
    for name in (".profile.json.motcua-new", ".old.motcua-new"):
        left = tmp_path / "etc/motcua/kiosk-9" / name
        left.parent.mkdir(parents=True, exist_ok=True)
        left.write_text("a password")
    (tmp_path / "etc/systemd/system").mkdir(parents=True)
    (tmp_path / "etc/systemd/system/.gone.service.motcua-new").write_text("x")
    assert carry_out(order(tmp_path, *kiosk())).whole
    assert list(tmp_path.rglob("*.motcua-new")) == []


def test_units_are_enabled_and_go_with_their_files(tmp_path: Path) -> None:
    """Without a running systemd: the links alone."""
    carry_out(
        order(tmp_path, *kiosk(), file("/etc/systemd/system/motcua-plain.service", "[Service]\nExecStart=/bin/true\n"))
    )
    wants = tmp_path / "etc/systemd/system/multi-user.target.wants"
    assert [one.name for one in wants.iterdir()] == ["motcua-kiosk-1.service"]
    done = carry_out(order(tmp_path, kiosk()[0]))
    assert done.whole
    assert not wants.exists() or list(wants.iterdir()) == []


def test_a_machine_of_another_office_is_not_taken_unasked(tmp_path: Path) -> None:
    carry_out(order(tmp_path, *kiosk()))
    other = Order("di-an", "may-1", kiosk("{ }"), root=str(tmp_path))
    refused = carry_out(other)
    assert [(one.name, one.words) for one in refused.troubles] == [("foreign", "tan-an/may-1")]
    assert below(tmp_path)[PROFILE] == b"{}"
    taken = carry_out(Order("di-an", "may-1", kiosk("{ }"), root=str(tmp_path), take_over=True))
    assert taken.whole
    assert read_record(tmp_path).site == "di-an"


def test_two_at_once_do_not_get_into_each_others_way(tmp_path: Path) -> None:
    carry_out(order(tmp_path, *kiosk()))
    with (tmp_path / "var/lib/motcua/.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert [one.name for one in carry_out(order(tmp_path, *kiosk("{ }"))).troubles] == ["busy"]
    assert below(tmp_path)[PROFILE] == b"{}"


def test_no_link_leads_out_of_the_root(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "root/etc").mkdir(parents=True)
    (tmp_path / "root/etc/motcua").symlink_to(outside)
    for path in (PROFILE, "/etc/../../x"):
        answer = carry_out(order(tmp_path / "root", file(path, "{}")))
        assert [one.name for one in answer.troubles] == ["machine"]
    assert list(outside.iterdir()) == []


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / PROFILE[1:]).mkdir(parents=True)
    answer = carry_out(order(tmp_path, *kiosk()))
    assert answer.troubles == (Trouble("machine", PROFILE, "is a folder"),)


def test_a_content_that_was_damaged_on_the_way_is_not_installed(tmp_path: Path) -> None:
    good = file(PROFILE, "{}")
    answer = carry_out(order(tmp_path, Wanted(PROFILE, good.digest, 0o640, "root:root", content="e30K")))
    assert [one.name for one in answer.troubles] == ["not_written"]
    assert below(tmp_path) == {}


def test_orders_and_answers_come_through_whole(tmp_path: Path) -> None:
    sent = order(tmp_path, *kiosk(), show=(PROFILE,))
    assert read_order(as_text(sent)) == sent
    answer = carry_out(sent)
    assert read_answer(as_text(answer)) == answer
    for text in ("", "[]", '{"format": 2}', '{"format": 1}'):
        with pytest.raises((ValueError, KeyError, TypeError)):
            read_answer(text)


def test_a_system_in_a_folder_has_its_own_users(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/passwd").write_text("root:x:0:0::/:/bin/sh\nmotcua:x:4242:4343::/:/bin/sh\n")
    (tmp_path / "etc/group").write_text("root:x:0:\nmotcua:x:4343:\n")
    good = file(PROFILE, "{}", 0o640, owner="root:motcua")
    done = carry_out(order(tmp_path, good))
    assert done.whole
    assert done.owners == (os.geteuid() == 0)
    if not done.owners:
        return  # only root gives files away
    now = (tmp_path / PROFILE[1:]).stat()
    assert (now.st_uid, now.st_gid) == (0, 4343)
    os.chown(tmp_path / PROFILE[1:], 4242, 4343)
    assert told(carry_out(order(tmp_path, good))) == [(PROFILE, "rights")]
    nobody = carry_out(order(tmp_path, file(PROFILE, "{}", owner="root:staff")))
    assert [(one.name, one.words) for one in nobody.troubles] == [("no_owner", "staff")]
