"""Faults about summaries, mail and indices."""

from pathlib import Path

import pytest

from contract.reports import Basis, MailSecurity
from firmware_config.fault import SiteFileError
from firmware_config.site_file import read_site

SITE_TEXT = (Path(__file__).parents[2] / "demo" / "site.toml").read_text("utf-8").partition("[reports]")[0]


def written(tmp_path: Path, more: str) -> Path:
    path = tmp_path / "site.toml"
    path.write_text(f"{SITE_TEXT}\n{more}\n", "utf-8")
    return path


def test_an_office_without_the_table_gets_summaries_and_sends_none(tmp_path: Path) -> None:
    given = read_site(written(tmp_path, "")).reports
    assert (given.daily, given.weekly, given.mail.host, given.indices) == (True, True, "", ())


def test_mail_and_indices_are_read(tmp_path: Path) -> None:
    mail = (
        '[reports.mail]\nhost = "smtp.example.vn"\nsecurity = "tls"\nport = 465\nuser = "motcua"\n'
        'secret_file = "/etc/motcua/mail"\nsender = "a@example.vn"\nto = ["b@example.vn"]\n'
    )
    index = '[[reports.indices]]\nnumber = 4\nname = "Số nơi"\nbasis = "transfers"\nfull = 10\nhalf = 25\n'
    given = read_site(written(tmp_path, mail + index)).reports
    assert (given.mail.security, given.mail.to) == (MailSecurity.TLS, ("b@example.vn",))
    assert (given.indices[0].basis, given.indices[0].half) == (Basis.TRANSFERS, 25)


def test_every_fault_is_told(tmp_path: Path) -> None:
    wrong = """
[reports]
hour = 24
folder = "bao-cao"
language = "ede"
[reports.mail]
host = "smtp.example.vn"
port = 0
sender = "nobody"
to = ["b@example.vn", "c d@example.vn"]
user = "motcua"
security = "none"
secret_file = "secret"
[[reports.indices]]
number = 1
name = " "
reasons = ["cho-lua"]
otherwise = 3
[[reports.indices]]
number = 1
name = "Số nơi"
basis = "transfers"
full = 25
half = 25
[[reports.indices]]
number = 0
name = "Đúng hẹn"
basis = "within_target"
full = 101
"""
    with pytest.raises(SiteFileError) as told:
        read_site(written(tmp_path, wrong))
    assert {(fault.key, fault.name) for fault in told.value.faults} == {
        ("reports.hour", "range"),
        ("reports.folder", "whole_path"),
        ("reports.language", "unknown_word"),
        ("reports.mail.port", "range"),
        ("reports.mail.sender", "mail_address"),
        ("reports.mail.to[1]", "mail_address"),
        ("reports.mail.security", "mail_open"),
        ("reports.mail.secret_file", "whole_path"),
        ("reports.indices[0].name", "no_words"),
        ("reports.indices[0].reasons[0]", "unknown_word"),
        ("reports.indices[0].otherwise", "range"),
        ("reports.indices[1].number", "twice"),
        ("reports.indices[1].half", "index_flat"),
        ("reports.indices[2].number", "range"),
        ("reports.indices[2].full", "range"),
    }


def test_mail_needs_somebody_and_a_user_needs_a_secret(tmp_path: Path) -> None:
    mail = '[reports.mail]\nhost = "smtp.example.vn"\nsender = "a@example.vn"\nuser = "motcua"\n'
    with pytest.raises(SiteFileError) as told:
        read_site(written(tmp_path, mail))
    assert {(fault.key, fault.name) for fault in told.value.faults} == {
        ("reports.mail.to", "mail_nobody"),
        ("reports.mail.secret_file", "mail_secret"),
    }
