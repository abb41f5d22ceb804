"""``python -m firmware_config``: what an IT officer types, reads and gets."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "firmware_config", *map(str, words)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_says_what_the_file_holds() -> None:
    done = run("check", "demo/site.toml")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Thủ Dầu Một" in done.stdout
    assert "9 lĩnh vực, 9 quầy, 12 cán bộ, 9 thiết bị" in done.stdout


def test_check_of_a_good_file_says_whom_nobody_calls(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    text = (ROOT / "demo" / "site.toml").read_text("utf-8").replace('file = "procedures.toml"', "")
    one_zone = text.replace("id = 4\n", 'id = 4\nzone = "khu-dong"\n', 1)
    path.write_text(one_zone.replace('id = "speaker-1"', 'id = "speaker-1"\nzone = "khu-dong"'), "utf-8")
    done = run("check", path)
    assert (done.returncode, done.stderr) == (0, "")
    fine, heading, remark = done.stdout.splitlines()
    assert fine.startswith("Tệp cấu hình tốt")
    assert heading == "Tệp dùng được, nhưng nên xem lại:"
    assert "counters.1.zone: Không loa nào gọi quầy 1, 2, 3, 5, 6, 7, 8, 9:" in remark


def test_check_tells_all_faults_at_once(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    text = (ROOT / "demo" / "site.toml").read_text("utf-8")
    path.write_text(text.replace('prefix = "C"', 'prefix = "B"').replace("port = 8080", "port = 80800"), "utf-8")
    done = run("--language", "en", "check", path)
    assert done.returncode == 1
    assert done.stdout == ""
    first, second, third, last = done.stderr.splitlines()
    assert "fields.dat-dai.prefix" in first
    assert '"B" is used above already' in first
    told = {line.split(": ")[1] for line in (second, third)}
    assert told == {"web.port", "procedures.file"}
    assert "web.port: 80800 is not possible" in done.stderr
    assert last.startswith("Faults: 3.")


def test_provision_writes_nothing_for_a_file_with_faults(tmp_path: Path) -> None:
    path = tmp_path / "site.toml"
    path.write_text("", "utf-8")
    assert run("provision", path, "--to", tmp_path / "to").returncode == 1
    assert not (tmp_path / "to").exists()


def test_provision(tmp_path: Path) -> None:
    done = run("--language", "en", "provision", "demo/site.toml", "--to", tmp_path / "to", "--var", tmp_path / "var")
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "to" / "kiosk-1" / "profile.json").exists()
    assert (tmp_path / "to" / "broker" / "profile.json").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run("check", tmp_path / "none.toml")
    assert done.returncode == 1
    assert "none.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_use() -> None:
    assert run("frobnicate").returncode == 2
    assert run("provision", "demo/site.toml").returncode == 2
