"""The command line speaks the officer's language: its help, and what it says of words that it does not understand."""

from pathlib import Path

import pytest

from contract.language import load_texts
from firmware_config.__main__ import TEXTS, main
from firmware_config.system_words import system_words


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("chek", 'Không có "chek". Có: new, check,'),
        ("chek", 'Có phải ý anh/chị là "check"?'),
        ("check tan-an phu-hoa", "Không hiểu: phu-hoa."),
        ("apply --machine", "Sau --machine cần ghi thêm một giá trị."),
        ("doctor --seconds lâu", 'Sau --seconds cần một số, không phải "lâu".'),
        ("replace", "Còn thiếu: device"),
        ("--language en chek", 'There is no "chek". There are: new,'),
        ("--language en replace", "Still needed: device"),
        ("replace", "Xem cách dùng: "),
    ],
)
def test_what_is_not_understood_is_told(capsys: pytest.CaptureFixture[str], typed: str, told: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(typed.split())
    assert ended.value.code == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("typed", [[], ["--language", "vi"], ["--help"]])
def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str], typed: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(typed)
    assert ended.value.code == (0 if "--help" in typed else 2)
    shown = capsys.readouterr().out
    assert shown.startswith("Cách dùng: ")
    assert "positional" not in shown
    assert shown.count("tùy chọn") == 1


def test_the_help_of_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["plan", "--help", "--language", "en"])
    shown = capsys.readouterr().out
    assert shown.startswith("Usage: ")
    assert shown.count("options:") == 1
    assert "show this help" in shown


@pytest.mark.parametrize(
    ("language", "told"), [("vi", "không có tệp hoặc thư mục này"), ("en", "there is no such file or folder")]
)
def test_what_the_system_says_is_told_in_the_officers_language(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str, told: str
) -> None:
    assert main(["new", str(tmp_path / "office"), "--answers", str(tmp_path / "none"), "--language", language]) == 1
    assert told in capsys.readouterr().err
    (tmp_path / "site.toml").write_text('[procedures]\nfile = "none.toml"\n')
    assert main(["check", str(tmp_path), "--language", language]) == 1
    assert told in capsys.readouterr().err
    assert system_words(OSError(4242, "odd"), load_texts(TEXTS, language)) == "odd"
