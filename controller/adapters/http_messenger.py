"""Messages to phones through any gateway that takes an HTTP request: the site file's templates, filled in and sent.

What a gap is filled with is always written so that it cannot leave its place: percent-encoded in an address and a form, escaped in JSON, and
without line ends in a header. Nothing of a message is logged.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote, quote_plus

import msgspec

from contract.gateway_presets import PRESETS
from contract.phone_messages import Form, Messages, StatusMessages
from contract.phone_number import international
from contract.registry import Access, Method, Registry
from contract.registry_words import fill, steps
from controller.adapters.http_access import HttpAccess
from controller.adapters.http_exchange import Exchanges, Inquiry, NoAnswerError, Papers, Reply
from controller.adapters.http_inquiry import proof_headers
from controller.adapters.json_value import at, value_of, word_of
from controller.core.near_turn import Word
from controller.message_ports import MessageNotSentError, PhoneMessage

_LOG: Final = logging.getLogger(__name__)
_TYPES: Final = {Form.JSON: "application/json", Form.FORM: "application/x-www-form-urlencoded"}
_BROKEN: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class HttpMessenger:
    """The gateway of ``[messages]``, which is on. Thread-safe; keeps no connection, no cookie and no message."""

    def __init__(self, settings: Messages, clock: Callable[[], float] = time.monotonic) -> None:
        access, preset = settings.access, PRESETS[settings.kind]
        self._settings = settings
        self._form = settings.form or preset.form
        self._body = settings.body or preset.body
        self._headers = settings.headers or preset.headers
        self._good = steps(preset.good if settings.good is None else settings.good)
        self._exchanges = Exchanges(Papers(access.certificate, access.key, access.authority))
        self._access = HttpAccess(Registry(settings.url, access=access), self._exchanges, clock)

    def send(self, message: PhoneMessage) -> None:
        """One try; raises MessageNotSentError."""
        try:
            secret = self._access.secret()
            reply = self._exchanges.ask(self._inquiry(message, secret), self._settings.deadline_s)
        except NoAnswerError as fault:
            raise MessageNotSentError(str(fault)) from None
        self._check(reply)

    def _inquiry(self, message: PhoneMessage, secret: str) -> Inquiry:
        settings, values = self._settings, self._values(message, secret)
        headers = {one.name: fill(one.value, _each(values, _in_header)) for one in self._headers}
        headers |= proof_headers(settings.access, secret, secret)
        body = None
        if settings.method is Method.POST:
            write = _in_json if self._form is Form.JSON else quote_plus
            headers = {"Content-Type": _TYPES[self._form], **headers}
            body = fill(self._body, _each(values, write)).encode()
        address = fill(settings.url, _each(values, _in_address))
        return Inquiry(settings.method, address, {"Accept": "application/json", **headers}, body, any_success=True)

    def _values(self, message: PhoneMessage, secret: str) -> dict[str, str]:
        settings = self._settings
        template = settings.template_near if message.kind is Word.NEAR else settings.template_call
        return {
            **message.values,
            "phone": message.phone,
            "phone_84": international(message.phone),
            "text": message.text,
            "kind": message.kind,
            "id": message.id,
            "template": template,
            "user": settings.access.user,
            "secret": secret,
        }

    def _check(self, reply: Reply) -> None:
        """Gateways say no with a status, or with a word in an answer that looks well."""
        if not 200 <= reply.status < 300:
            raise MessageNotSentError(f"status {reply.status}")
        if not self._good:
            return
        try:
            word = word_of(value_of(at(msgspec.Raw(reply.body), self._good)))
        except _BROKEN as fault:
            raise MessageNotSentError(f"the gateway answers nonsense ({type(fault).__name__})") from None
        if word not in self._settings.good_words:
            told = word if word is not None and word.lstrip("-").isdecimal() and len(word) <= 8 else "another word"
            raise MessageNotSentError(
                f"the gateway says no ({told})"
            )  # a code, never its sentence: it may hold the number


def gateway_secret(settings: StatusMessages) -> Callable[[], str]:
    """Reads what a gateway has to show, anew each time; empty where the file cannot be read, so that nobody gets in."""
    access = HttpAccess(Registry(access=Access(secret_file=settings.secret_file)), Exchanges(), time.monotonic)

    def read() -> str:
        try:
            return access.secret()
        except NoAnswerError as fault:
            _LOG.warning("status text messages: %s", fault)
            return ""

    return read


def _each(values: Mapping[str, str], write: Callable[[str], str]) -> dict[str, str]:
    return {name: write(value) for name, value in values.items()}


def _in_json(value: str) -> str:
    return json.dumps(value)[1:-1]


def _in_address(value: str) -> str:
    return quote(value, safe="")


def _in_header(value: str) -> str:
    """Printable ASCII, which every server reads alike; the words of a message belong into the body."""
    return "".join(letter for letter in value if letter.isascii() and letter.isprintable())
