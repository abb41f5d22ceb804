"""The command line speaks the officer's language: its help, and what it says of words that it does not understand."""

import pytest

from firmware_config.__main__ import main


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
