"""``new``: questions answered from a pipe, from a file or at a terminal end with a site file that checks, or with what is wrong."""

import io
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from contract.language import load_texts
from contract.site import OfficerRole
from contract.topics import Role
from firmware_config.__main__ import TEXTS, main
from firmware_config.interview.asking import Asker
from firmware_config.interview.first_secrets import first_password, first_pin
from firmware_config.interview.memory import Memory
from firmware_config.interview.parsing import millimetres, short, short_office
from firmware_config.password import password_line, pin_line
from firmware_config.site_file import read_site

ROOT = Path(__file__).parents[3]
NAME = "Bộ phận Một cửa phường Tân An"


def command(folder: Path | str, *words: str) -> list[str]:
    return [sys.executable, "-m", "firmware_config", "new", str(folder), *words]


def run(folder: Path | str, answers: str, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(folder, *words), input=answers, capture_output=True, text=True, cwd=ROOT, env=os.environ | environment
    )


def answered(**given: str) -> str:
    """The answers in the order of the questions, each with a remark; what is not given takes its default."""
    keys = [
        *(
            "name",
            "id",
            "fields",
            "counters",
            "serves1",
            "serves2",
            "head",
            "head_id",
            "head_password",
            "it",
            "it_password",
        ),
        *(
            "clerk1",
            "clerk1_id",
            "clerk2",
            "workdays",
            "saturday",
            "kiosks",
            "printer",
            "paper",
            "camera",
            "screen",
            "inches",
            "pin",
        ),
        *(
            "boards",
            "board_screen",
            "board_inches",
            "speakers",
            "counter_boards",
            "ratings",
            "keypads",
            "host",
            "broker",
            "tls",
        ),
        *("wifi", "wifi_password", "machine1", "machine2", "machine3", "machine4", "machine5"),
    ]
    assert set(given) <= set(keys), set(given) - set(keys)
    return "".join(f"# {key}\n{given.get(key, '')}\n" for key in keys)


FULL = {
    "name": NAME, "fields": "Hộ tịch, Đất đai", "counters": "2", "serves1": "A", "serves2": "A B", "head": "Nguyễn Thị Hoa",
    "head_password": "một cửa tân an", "clerk1": "Trần Thị Lan", "clerk2": "-", "saturday": "07:30-11:00", "printer": "tcp://192.0.2.9:9100",
    "paper": "58", "camera": "không", "inches": "32", "pin": "280975", "counter_boards": "chữ", "ratings": "màn", "keypads": "có",
    "host": "192.0.2.10", "broker": "mosquitto", "wifi": "mot-cua", "wifi_password": "mat khau dai", "machine1": "192.0.2.11",
    "machine4": "192.0.2.12", "machine5": "192.0.2.13",
}  # fmt: skip


def test_only_the_name_has_to_be_said(tmp_path: Path) -> None:
    done = run(tmp_path / "office", f"{NAME}\n")
    assert (done.returncode, done.stderr) == (0, "")
    site = read_site(tmp_path / "office" / "site.toml")
    assert (site.id, site.name) == ("tan-an", NAME)
    assert [one.role for one in site.devices] == [Role.KIOSK, Role.HALL_BOARD, Role.SPEAKER]
    assert {one.role for one in site.officers} == set(OfficerRole)
    assert len(site.counters) == len(site.fields) == 4
    assert (tmp_path / "office" / "site.toml").stat().st_mode & 0o777 == 0o600


def test_every_answer_stands_in_the_file(tmp_path: Path) -> None:
    done = run(tmp_path, answered(**FULL))
    assert (done.returncode, done.stderr) == (0, "")
    site = read_site(tmp_path / "site.toml")
    assert [one.fields for one in site.counters] == [("ho-tich",), ("ho-tich", "dat-dai")]
    assert [(one.id, one.role) for one in site.officers] == [("hoa", "head"), ("cntt", "it"), ("lan", "clerk")]
    assert site.hours.saturday == ("07:30-11:00",)
    kiosk = site.devices[0]
    assert (kiosk.printer, kiosk.paper_mm, kiosk.camera, kiosk.screen_mm) == (
        "tcp://192.0.2.9:9100",
        58,
        "",
        (398, 708),
    )
    assert [one.id for one in site.devices if one.counter == 2] == ["counter-board-2", "rating-2", "keypad-2"]
    assert (site.broker.kind, site.broker.host, site.broker.port, site.broker.tls) == (
        "mosquitto",
        "192.0.2.10",
        8883,
        True,
    )
    assert (site.web.port, site.web.https_port) == (8080, 8443)
    assert site.wifi.name == "mot-cua"
    machines = {one.id: one.host for one in site.machines}
    assert machines == {
        "may-chu": "192.0.2.10", "may-kiosk-1": "192.0.2.11", "may-rating-1": "192.0.2.12", "may-rating-2": "192.0.2.13",
    }  # fmt: skip
    assert kiosk.machine == "may-kiosk-1"


def test_screens_that_nobody_was_asked_for_are_told_and_marked_in_the_file(tmp_path: Path) -> None:
    done = run(tmp_path, answered(**FULL | {"counter_boards": "màn"}))
    assert (done.returncode, done.stderr) == (0, "")
    assert "Màn hình ở quầy được ghi sẵn: bảng quầy 24 inch 1280x720, máy đánh giá 10 inch 1280x800." in done.stdout
    text = (tmp_path / "site.toml").read_text("utf-8")
    marked = [line.split(" #")[0].strip() for line in text.splitlines() if "# GIẢ ĐỊNH" in line]
    board, terminal = (
        ["screen = [1280, 720]", "screen_mm = [531, 299]"],
        ["screen = [1280, 800]", "screen_mm = [217, 136]"],
    )
    assert marked == [*board, *terminal] * 2
    asked = [one for one in read_site(tmp_path / "site.toml").devices if one.role in {Role.KIOSK, Role.HALL_BOARD}]
    assert len(asked) == 2, "whose screens were asked for, and are not marked"


def test_what_was_made_up_is_shown_once_and_fits(tmp_path: Path) -> None:
    done = run(tmp_path, answered(**FULL | {"pin": ""}))
    shown = dict(re.findall(r"^  (.+?)  +(\S+)$", done.stdout, re.MULTILINE))
    site = read_site(tmp_path / "site.toml")
    hashes = {f"{one.name} ({one.id})": one.password for one in site.officers} | {"PIN kiosk-1": site.devices[0].pin}
    assert set(shown) == set(hashes) - {"Nguyễn Thị Hoa (hoa)"}
    assert all(PasswordHasher().verify(hashes[name], word) for name, word in shown.items())
    assert PasswordHasher().verify(site.officers[0].password, "một cửa tân an")
    text = (tmp_path / "site.toml").read_text("utf-8")
    assert not [word for word in (*shown.values(), "một cửa tân an") if word in text]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_file_says_what_each_key_is(tmp_path: Path, language: str) -> None:
    plain = {"keypads": "no", "counter_boards": "no", "ratings": "no", "printer": "usb", "camera": "0"}
    answers = answered(**{key: one for key, one in FULL.items() if key[:4] not in {"wifi", "mach"}} | plain)
    assert run(tmp_path, answers, "--language", language).returncode == 0
    text = (tmp_path / "site.toml").read_text("utf-8")
    seen, bare = set(), []
    table = "site"
    for line in text.splitlines():
        if line.startswith("["):
            table = line.strip("[]")
        elif (key := line.split(" = ")[0]) != line and (table, key) not in seen:
            seen.add((table, key))
            if " # " not in line and (table, key) not in {
                ("hours", day) for day in ("tuesday", "wednesday", "thursday", "friday")
            }:
                bare.append(f"{table}.{key}")
    assert len(seen) > 30
    assert bare == []


@pytest.mark.parametrize(
    ("wrong", "line", "words"),
    [
        ({"id": "Tân An"}, 4, "Tên ngắn"),
        ({"fields": ","}, 6, "ít nhất một lĩnh vực"),
        ({"counters": "không biết"}, 8, "từ 1 đến 99"),
        ({"serves1": "Z"}, 10, "Không có lĩnh vực"),
        ({"serves2": "A"}, 12, "Chưa có quầy nào phục vụ"),
        ({"head_password": "1234"}, 18, "từ 8 đến 128"),
        ({"workdays": "11:30-07:30"}, 30, "sau giờ mở cửa"),
        ({"printer": "tcp:9100"}, 36, "Địa chỉ máy in"),
        ({"paper": "72"}, 38, "80 hoặc 58"),
        ({"screen": "lớn"}, 42, "như 1080x1920"),
        ({"inches": "1000"}, 44, "từ 3 đến 120"),
        ({"pin": "123456"}, 46, "dễ đoán"),
        ({"counter_boards": "giấy"}, 56, "Chọn một trong"),
        ({"keypads": "có lẽ"}, 60, "có hoặc không"),
        ({"host": "127.0.0.999"}, 62, "không phải tên máy"),
        ({"broker": "moskito"}, 64, "Chọn một trong"),
        ({"wifi_password": "ngắn"}, 70, "8"),
    ],
)
def test_a_wrong_answer_is_told_with_its_line_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wrong: dict[str, str], line: int, words: str
) -> None:
    (tmp_path / "answers").write_text(answered(**FULL | wrong), "utf-8")
    assert main(["new", str(tmp_path / "office"), "--answers", str(tmp_path / "answers")]) == 1
    told = capsys.readouterr().err
    assert f"Dòng {line}," in told
    assert words in told
    assert not (tmp_path / "office").exists()


def test_answers_from_a_file_and_a_folder_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "answers").write_text(f"{NAME}\n", "utf-8")
    done = run("tan-an", "", "--answers", str(tmp_path / "answers"), MOTCUA_OFFICES=str(tmp_path))
    assert done.returncode == 0
    assert read_site(tmp_path / "tan-an" / "site.toml").name == NAME


def test_answers_are_taken_as_people_say_them(tmp_path: Path) -> None:
    said = {
        "fields": "ho tich, đất đai ; Chung thuc", "serves1": "a b", "serves2": "đất đai, c", "clerk1": "Lê Thị Lan", "clerk1_id": "",
        "workdays": "7h30-11h30, 13h30 - 17h", "saturday": "nghỉ", "printer": "192.0.2.9", "paper": "58 mm", "screen": "1080 × 1920",
        "inches": '32"', "host": "192.0.2.10",
    }  # fmt: skip
    done = run(tmp_path, answered(**FULL | said))
    assert (done.returncode, done.stderr) == (0, "")
    site = read_site(tmp_path / "site.toml")
    assert [one.name for one in site.fields] == ["Hộ tịch", "đất đai", "Chứng thực"]
    assert [one.fields for one in site.counters] == [("ho-tich", "dat-dai"), ("dat-dai", "chung-thuc")]
    assert (site.hours.monday, site.hours.saturday) == (("07:30-11:30", "13:30-17:00"), ())
    assert (site.devices[0].printer, site.devices[0].paper_mm, site.devices[0].screen_mm) == (
        "tcp://192.0.2.9:9100", 58, (398, 708),
    )  # fmt: skip


def test_officers_of_one_name_sign_in_by_different_ones(tmp_path: Path) -> None:
    names = "".join(f"{name}\n\n" for name in ("Lê Thị An", "lê thị an", "Đỗ An", "Lê thị An"))
    answers = f"{NAME}\n\nHộ tịch\n4\n\n\n\n\n-\n-\n{names}"
    done = run(tmp_path, answers.replace("-\n-\n", "Bùi Hoa\n\n\n-\n"))
    assert (done.returncode, done.stderr) == (0, "")
    assert [one.id for one in read_site(tmp_path / "site.toml").officers] == ["hoa", "an", "le-thi-an", "do-an", "an-2"]


def test_no_password_is_kept_between_two_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("mật khẩu của mạng\nmot-cua\n"))
    memory = Memory(tmp_path / "answers.txt")
    asker = Asker(load_texts(TEXTS, "vi"), None, memory)
    assert asker.ask("wifi_password", "", str) == "mật khẩu của mạng"
    assert asker.ask("wifi", "", str) == "mot-cua"
    assert "mật khẩu của mạng" not in (tmp_path / "answers.txt").read_text("utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO("mật khẩu khác\n"))
    again = Asker(load_texts(TEXTS, "vi"), None, Memory(tmp_path / "answers.txt"))
    assert again.ask("wifi_password", "", str) == "mật khẩu khác"  # asked anew
    assert again.ask("wifi", "", str) == "mot-cua"


def hall_of(computers: str) -> str:
    """Answers of an office of two kiosks, a TV, a loudspeaker and three counters with screens, up to its computers."""
    people = "\n" * 8
    kiosks = "2\n" + "không\nkhông\n\n\n\n" * 2
    return f"{NAME}\n\nHộ tịch\n3\n\n\n\n{people}\n{kiosks}\n\n\n\nmàn\nmàn\n\n127.0.0.1\n\n\n".replace(
        "127.0.0.1", "192.0.2.10"
    ) + computers.replace(" ", "\n")


def test_devices_share_a_computer_or_have_one_of_their_own(tmp_path: Path) -> None:
    done = run(tmp_path, hall_of("192.0.2.11 riêng kiosk-2 kiosk-2  RIENG \n"))
    assert (done.returncode, done.stderr) == (0, "")
    site = read_site(tmp_path / "site.toml")
    assert [(one.id, one.host) for one in site.machines][:4] == [
        ("may-chu", "192.0.2.10"), ("may-kiosk-1", "192.0.2.11"), ("may-kiosk-2", ""), ("may-rating-1", ""),
    ]  # fmt: skip
    where = {one.id: one.machine for one in site.devices}
    assert where["hall-board-1"] == where["speaker-1"] == "may-kiosk-2"
    assert where["counter-board-1"] == "may-chu"
    displays = {one.id: one.display.output for one in site.devices if one.display.output}
    assert displays == {"kiosk-2": "HDMI-1", "hall-board-1": "HDMI-2"}


def test_touch_panels_that_cannot_be_told_apart_have_computers_of_their_own(tmp_path: Path) -> None:
    done = run(tmp_path, hall_of("192.0.2.11 kiosk-1\n"))
    assert (done.returncode, done.stderr) == (0, "")
    where = {one.id: one.machine for one in read_site(tmp_path / "site.toml").devices}
    assert (where["kiosk-1"], where["kiosk-2"]) == ("may-kiosk-1", "may-kiosk-2")


def test_an_office_that_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text("mine")
    assert run(tmp_path, f"{NAME}\n").returncode == 1
    assert (tmp_path / "site.toml").read_text() == "mine"


def test_at_a_terminal_a_wrong_answer_is_asked_again_and_passwords_are_not_shown(tmp_path: Path) -> None:
    there, here = pty.openpty()
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)  # as a shell leaves it to what runs in front
    process = subprocess.Popen(
        command(tmp_path), stdin=here, stdout=here, stderr=here, cwd=ROOT, start_new_session=True
    )
    signal.signal(signal.SIGINT, ignored)
    os.close(here)
    seen = answer_until(
        there, [("trên biển cửa", ""), ("trên biển cửa", NAME), ("không dấu", "x y"), ("không dấu", "tan-an")]
    )
    assert seen.count("✗") == 2
    seen = answer_until(there, [("Các lĩnh vực", "Hộ tịch"), ("mấy quầy", ""), ("Quầy 1", ""), ("Họ tên trưởng", "")])
    seen = answer_until(there, [("Mật khẩu", "mật khẩu dài"), ("Gõ lại", "mật khẩu dài"), ("Họ tên cán bộ công", "")])
    assert "mật khẩu dài" not in seen
    answer_until(there, [("Mật khẩu của Cán bộ", None)])
    process.send_signal(signal.SIGINT)  # Ctrl-C where nothing is shown
    assert process.wait(20) == 130
    os.close(there)
    assert [one.name for one in tmp_path.iterdir()] == ["answers.txt"]
    assert "mật khẩu dài" not in (tmp_path / "answers.txt").read_text("utf-8")


def test_an_interview_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    kept = Memory(tmp_path / "answers.txt")
    kept.keep("Tên bộ phận như trên biển cửa", NAME)
    kept.keep("Tên ngắn, không dấu", "x y")  # changed by hand, and not rightly
    kept.keep("Có mấy quầy", "1")
    kept.keep("Mật khẩu của Trưởng bộ phận", "?")
    kept.keep("Mật khẩu của Cán bộ công nghệ thông tin", "")
    there, here = pty.openpty()
    process = subprocess.Popen(
        command(tmp_path), stdin=here, stdout=here, stderr=here, cwd=ROOT, start_new_session=True
    )
    os.close(here)
    steps = [("không dấu", "tan-an"), ("Các lĩnh vực", "Hộ tịch"), ("Quầy 1", ""), ("Họ tên trưởng", "")]
    seen = answer_until(there, [*steps, ("Mật khẩu của Trưởng", ""), ("Họ tên cán bộ công", "")])
    assert "Dùng lại 5 câu" in seen
    assert (seen.count("✗"), seen.count(NAME)) == (1, 1)
    assert "Gõ lại" not in seen  # nothing was typed, so nothing has to be typed again
    seen = answer_until(there, [("Họ tên cán bộ ở quầy 1", None)])
    assert "Mật khẩu của Cán bộ công nghệ thông tin" in seen
    process.kill()
    process.wait(20)
    os.close(there)
    again = Memory(tmp_path / "answers.txt")
    assert again.earlier("Mật khẩu của Trưởng bộ phận") == ""
    assert again.earlier("Tên ngắn, không dấu") == "tan-an"
    assert again.earlier("Có mấy quầy") == "1"
    assert again.earlier("Có mấy quầy") is None


def answer_until(terminal: int, steps: list[tuple[str, str | None]]) -> str:
    """Wait for each question, then type; all that was shown on the way."""
    whole = ""
    for question, answer in steps:
        seen = b""
        while question not in seen.decode("utf-8", "replace") or not seen.rstrip().endswith(b":"):
            seen += os.read(terminal, 4096)
        whole += seen.decode("utf-8", "replace")
        if answer is not None:
            os.write(terminal, f"{answer}\n".encode())
    return whole


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Bộ phận một cửa thành phố Thủ Dầu Một", "thu-dau-mot"),
        ("Trung tâm Phục vụ hành chính công xã Cư M'gar", "cu-m-gar"),
        ("Bộ phận một cửa", "mot-cua"),
        ("Đồng Nai", "dong-nai"),
    ],
)
def test_short_names_of_offices(name: str, word: str) -> None:
    assert short_office(name) == word
    assert short(word) == word


def test_a_screens_size_in_millimetres() -> None:
    assert millimetres((1920, 1080), 43) == (952, 535)


def test_made_secrets_are_taken() -> None:
    for _ in range(3):
        pin = first_pin()
        pin_line(pin)
        assert len(set(pin)) >= 4
    password_line(first_password())
    assert len({first_password() for _ in range(50)}) == 50
