"""Alerts by HTTP: one POST of JSON each, that chat services and monitoring take alike."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Final

from contract.fleet import Fleet
from controller.adapters.http_exchange import Exchanges, Inquiry, NoAnswerError
from controller.alert_line import Alert, AlertNotSentError

_DEADLINE_S: Final = 10.0
_LONGEST_SECRET: Final = 4096


def webhook(settings: Fleet, deadline_s: float = _DEADLINE_S) -> Callable[[Alert], None]:
    """Sends one alert, or raises AlertNotSentError. The secret's file is read every time, so that it can be changed."""
    exchanges = Exchanges()

    def send(alert: Alert) -> None:
        headers = {"Content-Type": "application/json", "Accept": "*/*"} | _name(alert) | _proof(settings)
        body = json.dumps(alert, ensure_ascii=False).encode()
        try:
            reply = exchanges.ask(Inquiry("POST", settings.webhook, headers, body, any_success=True), deadline_s)
        except NoAnswerError as fault:
            raise AlertNotSentError(str(fault)) from None
        if not 200 <= reply.status < 300:
            raise AlertNotSentError(f"status {reply.status}")

    return send


def _name(alert: Alert) -> dict[str, str]:
    """By which a receiver knows one that it has taken already: the IETF's draft of ``Idempotency-Key``, a string of RFC 8941."""
    digest = hashlib.sha256(alert["id"].encode()).hexdigest()
    return {"Idempotency-Key": f'"{digest}"'}


def _proof(settings: Fleet) -> dict[str, str]:
    if not settings.secret_file:
        return {}
    try:
        secret = Path(settings.secret_file).read_text("utf-8")[:_LONGEST_SECRET].strip()
    except (OSError, ValueError) as fault:
        raise AlertNotSentError(f"the file of the secret cannot be read ({type(fault).__name__})") from None
    return {"Authorization": f"Bearer {secret}"}
