"""Mails with a summary by SMTP; the password is read from its file each time and stands nowhere else."""

import logging
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import ExitStack
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path
from typing import Final

from contract.reports import Mail, MailSecurity
from contract.site import Site
from controller.core.due import Due
from controller.summary.keeper import MailError, MailTrouble

_DEADLINE_S: Final = 30.0
_LOG: Final = logging.getLogger(__name__)


class SmtpMail:
    """To all addresses of the site file in one mail; ``trusted``: whose certificates are right, the machine's own if left out."""

    def __init__(self, site: Site, texts: Mapping[str, str], trusted: ssl.SSLContext | None = None) -> None:
        self._mail: Mail = site.reports.mail
        self._site = site
        self._texts = texts
        self._trusted = trusted

    def send(self, due: Due, file: Path) -> None:
        """Return once the server has taken it; raises MailError."""
        try:
            message = self._message(due, file)
            with self._connection() as server:
                if self._mail.user:
                    self._log_in(server)
                refused = server.send_message(message)
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as fault:
            raise MailError(MailTrouble.LOGIN, f"the mail server does not let us in: {fault}") from fault
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as fault:
            raise MailError(MailTrouble.REFUSED, f"the mail server does not take it: {fault}") from fault
        except (OSError, smtplib.SMTPException, UnicodeError) as fault:  # UnicodeError: a host's name that can be none
            raise MailError(MailTrouble.AWAY, f"{self._mail.host}:{self._mail.port}: {fault}") from fault
        for address in refused:
            _LOG.warning("the mail server does not know %s", address)

    def _message(self, due: Due, file: Path) -> EmailMessage:
        words = self._texts[f"summary.file.{due.rhythm}"].format(since=f"{due.since:%d/%m/%Y}")
        message = EmailMessage()
        message["Subject"] = self._texts["summary.subject"].format(office=self._site.name, words=words)
        message["From"] = self._mail.sender
        message["To"] = ", ".join(self._mail.to)
        message["Date"] = formatdate(localtime=True)
        message["Message-ID"] = f"<{due.name}.{self._site.id}@{self._mail.sender.rpartition('@')[2]}>"
        message.set_content(self._texts["summary.body"].format(office=self._site.name, words=words))
        message.add_attachment(file.read_bytes(), maintype="application", subtype="pdf", filename=file.name)
        return message

    def _connection(self) -> smtplib.SMTP:
        trusted = self._trusted or ssl.create_default_context()
        if self._mail.security is MailSecurity.TLS:
            return smtplib.SMTP_SSL(self._mail.host, self._mail.port, timeout=_DEADLINE_S, context=trusted)
        with ExitStack() as unless_ready:
            server = smtplib.SMTP(self._mail.host, self._mail.port, timeout=_DEADLINE_S)
            unless_ready.callback(server.close)
            if self._mail.security is MailSecurity.STARTTLS:
                server.starttls(context=trusted)
            unless_ready.pop_all()
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        """Servers take plain letters only, and smtplib says so with a piece of the password, which nobody is told."""
        try:
            server.login(self._mail.user, self._secret())
        except UnicodeEncodeError:
            raise MailError(MailTrouble.LOGIN, "the user's name or the password has letters outside ASCII") from None

    def _secret(self) -> str:
        try:
            return Path(self._mail.secret_file).read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as fault:
            raise MailError(MailTrouble.SECRET, f"{self._mail.secret_file}: {fault}") from fault
