"""Mail to a real SMTP server: with STARTTLS, with TLS, with and without a password, and what goes wrong."""

import socket
import ssl
import subprocess
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from contract.language import load_texts
from contract.reports import Mail, MailSecurity, Reports
from controller.adapters.smtp_mail import SmtpMail
from controller.core.due import Due, Rhythm
from controller.summary.keeper import MailError, MailTrouble
from demo.brokers import free_port
from tests.office import small_site

TEXTS = load_texts(Path(__file__).parents[3] / "controller" / "texts", "vi")
DAY = date(2026, 11, 23)
DUE = Due(Rhythm.DAILY, DAY, DAY)
SECRET = "hoa sen"
STRANGER = "la@example.vn"


class Postman:
    """What arrived; knows nobody called ``la``."""

    def __init__(self):
        self.letters = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address == STRANGER:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.letters.append((tuple(envelope.rcpt_tos), message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


class TlsController(Controller):
    """Encrypted from the first byte: its own greeting waits for no plain one."""

    def _trigger_server(self):
        with ssl.create_default_context(cafile=self.authority).wrap_socket(
            socket.create_connection((self.hostname, self.port), 5), server_hostname="127.0.0.1"
        ) as probe:
            probe.recv(64)


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("keys")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-keyout", folder / "key.pem", "-out", folder / "certificate.pem", "-subj", "/CN=mail",
         "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


@pytest.fixture
def post(keys, tmp_path):
    """``post(security)`` starts a server and returns it with a mail to it, signed in where the way is private."""
    started = []

    def start(security, *, to=("hoa@example.vn",)):
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(keys / "certificate.pem", keys / "key.pem")
        private = security is not MailSecurity.NONE
        extra = {}
        if private:
            extra = {
                "auth_required": True,
                "authenticator": lambda *given: AuthResult(
                    success=given[-1].password == SECRET.encode(), handled=False
                ),
            }
        kind = TlsController if security is MailSecurity.TLS else Controller
        if security is MailSecurity.STARTTLS:
            extra |= {"tls_context": context, "require_starttls": True}
        postman = Postman()
        server = kind(
            postman, hostname="127.0.0.1", port=free_port(), decode_data=False,
            **({"ssl_context": context, "auth_require_tls": False} if security is MailSecurity.TLS else {}), **extra,
        )  # fmt: skip
        server.authority = keys / "certificate.pem"
        server.start()
        started.append(server)
        secret = tmp_path / "secret"
        secret.write_text(f"{SECRET}\n", "utf-8")
        mail = Mail(
            "127.0.0.1", server.port, security, "motcua" if private else "", str(secret) if private else "",
            "motcua@example.vn", to,
        )  # fmt: skip
        return postman, mail

    yield start
    for server in started:
        server.stop()


@pytest.fixture
def paper(tmp_path):
    file = tmp_path / "2026-11-23-daily.pdf"
    file.write_bytes(b"%PDF-1.4 paper")
    return file


def mailer(mail, keys):
    site = replace(small_site(), reports=Reports(mail=mail))
    return SmtpMail(site, TEXTS, ssl.create_default_context(cafile=keys / "certificate.pem"))


@pytest.mark.parametrize("security", list(MailSecurity))
def test_it_arrives_with_its_paper(post, keys, paper, security):
    postman, mail = post(security)
    mailer(mail, keys).send(DUE, paper)
    ((to, letter),) = postman.letters
    assert to == ("hoa@example.vn",)
    assert letter["Subject"] == TEXTS["summary.subject"].format(office=small_site().name, words="Ngày 23/11/2026")
    assert letter["Message-ID"] == f"<2026-11-23-daily.{small_site().id}@example.vn>"
    (attached,) = letter.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == (paper.name, paper.read_bytes())
    assert "Kính gửi" in letter.get_body().get_content()


def test_a_wrong_password_is_told_and_nothing_leaves(post, keys, paper):
    postman, mail = post(MailSecurity.STARTTLS)
    Path(mail.secret_file).write_text("another", "utf-8")
    assert trouble(mailer(mail, keys), paper) is MailTrouble.LOGIN
    assert postman.letters == []


def test_a_password_with_marks_is_told_without_a_letter_of_it(post, keys, paper):
    postman, mail = post(MailSecurity.STARTTLS)
    Path(mail.secret_file).write_text("mật khẩu", "utf-8")
    with pytest.raises(MailError) as told:
        mailer(mail, keys).send(DUE, paper)
    assert told.value.trouble is MailTrouble.LOGIN
    assert told.value.__suppress_context__
    assert "ậ" not in str(told.value)
    assert postman.letters == []


def test_a_secret_that_cannot_be_read_is_told(post, keys, paper):
    _, mail = post(MailSecurity.STARTTLS)
    Path(mail.secret_file).unlink()
    assert trouble(mailer(mail, keys), paper) is MailTrouble.SECRET


def test_no_password_goes_to_a_server_whose_certificate_is_wrong(post, keys, paper):
    postman, mail = post(MailSecurity.STARTTLS)
    site = replace(small_site(), reports=Reports(mail=mail))
    assert trouble(SmtpMail(site, TEXTS), paper) is MailTrouble.AWAY
    assert postman.letters == []


def test_nor_to_one_that_cannot_be_private(post, keys, paper):
    postman, mail = post(MailSecurity.NONE)
    private = replace(mail, security=MailSecurity.STARTTLS)
    assert trouble(mailer(private, keys), paper) is MailTrouble.LOGIN
    assert postman.letters == []


def test_one_unknown_address_does_not_keep_it_from_the_others(post, keys, paper):
    postman, mail = post(MailSecurity.NONE, to=(STRANGER, "hoa@example.vn"))
    mailer(mail, keys).send(DUE, paper)
    assert [to for to, _ in postman.letters] == [("hoa@example.vn",)]


def test_when_nobody_is_known_that_is_told(post, keys, paper):
    _, mail = post(MailSecurity.NONE, to=(STRANGER,))
    assert trouble(mailer(mail, keys), paper) is MailTrouble.REFUSED


@pytest.mark.parametrize("host", ["127.0.0.1", "mail..example.vn"])
def test_a_server_that_is_away_is_told(keys, paper, host):
    mail = Mail(host, free_port(), MailSecurity.NONE, sender="a@example.vn", to=("b@example.vn",))
    assert trouble(mailer(mail, keys), paper) is MailTrouble.AWAY


def trouble(mail: SmtpMail, paper: Path) -> MailTrouble:
    with pytest.raises(MailError) as told:
        mail.send(DUE, paper)
    return told.value.trouble
