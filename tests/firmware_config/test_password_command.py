"""``python -m firmware_config password``: typed twice and never shown, or from a pipe; only the hash comes out."""

import os
import pty
import select
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from controller.adapters.argon2_passwords import is_password
from firmware_config.password import BadPasswordError, password_line

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "firmware_config", "--language", "en", "password"]


def piped(words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(COMMAND, cwd=ROOT, input=words, capture_output=True, text=True)


def test_a_piped_password_becomes_the_line_of_the_site_file() -> None:
    done = piped("hoa sen trang\nsecond line\n")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert is_password(tomllib.loads(line)["password"], "hoa sen trang")


@pytest.mark.parametrize(("words", "said"), [("", "8 to 128"), ("ngan\n", "8 to 128"), ("aaaabbbb\n", "too easy")])
def test_a_bad_password_is_refused_in_words(words: str, said: str) -> None:
    done = piped(words)
    assert (done.returncode, done.stdout) == (1, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("abcdefg", "length"),
        ("ab" * 65, "length"),
        ("abcabcabc", "simple"),
        (" abcdefgh", "unreadable"),
        ("abcdefgh ", "unreadable"),
        ("abcd\tefgh", "unreadable"),
        ("abcd\x00efgh", "unreadable"),
    ],
)
def test_what_is_no_password(word: str, name: str) -> None:
    with pytest.raises(BadPasswordError) as caught:
        password_line(word)
    assert str(caught.value) == name


def test_the_same_password_never_has_the_same_line() -> None:
    assert password_line("hoa sen trang") != password_line("hoa sen trang")


def test_accents_are_one_letter_however_they_were_typed() -> None:
    line = password_line("so\u0302ng be\u0301 xanh")
    assert is_password(tomllib.loads(line)["password"], "sông bé xanh")


class Terminal:
    """A person at a terminal: waits for words on it, then types."""

    def __init__(self) -> None:
        self.shown = ""
        self.pid, self.line = pty.fork()
        if self.pid == 0:
            os.chdir(ROOT)
            os.execv(COMMAND[0], COMMAND)

    def see(self, words: str) -> None:
        deadline = time.monotonic() + 60
        while words not in self.shown:
            assert select.select([self.line], [], [], deadline - time.monotonic())[0], self.shown
            self.shown += os.read(self.line, 1024).decode()

    def type(self, words: str) -> None:
        os.write(self.line, f"{words}\n".encode())

    def leave(self) -> int:
        _, status = os.waitpid(self.pid, 0)
        os.close(self.line)
        return os.waitstatus_to_exitcode(status)


def test_at_a_terminal_it_is_typed_twice_and_not_shown() -> None:
    terminal = Terminal()
    terminal.see("password:")
    terminal.type("hoa sen trang")
    terminal.see("Once more:")
    terminal.type("hoa sen trang")
    terminal.see("Copy the line above")
    assert terminal.leave() == 0
    assert "hoa sen" not in terminal.shown
    assert 'password = "$argon2id$' in terminal.shown


def test_at_a_terminal_a_slip_is_noticed() -> None:
    terminal = Terminal()
    terminal.see("password:")
    terminal.type("hoa sen trang")
    terminal.see("Once more:")
    terminal.type("hoa sen trag")
    terminal.see("not the same")
    assert terminal.leave() == 1
    assert "argon2" not in terminal.shown
