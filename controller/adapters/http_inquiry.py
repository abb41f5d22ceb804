"""Makes the questions that the site file describes: the look-up of a file, and the login before it."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from contract.ids import FileCode
from contract.registry import Access, Method, Part, Proof, Registry, Send
from contract.registry_words import fill
from controller.adapters.http_exchange import Inquiry

_TYPES: Final = {Send.JSON: "application/json", Send.FORM: "application/x-www-form-urlencoded"}


def look_up_inquiry(registry: Registry, code: FileCode, token: str, secret: str) -> Inquiry:
    """Where the file stands; ``token`` fills the gap, ``secret`` is the password of ``basic``."""
    values = {"code": str(code), "unit": registry.unit, "token": token}
    headers = {one.name: fill(one.value, values) for one in registry.headers} | proof_headers(
        registry.access, token, secret
    )
    twice = registry.ask_twice or registry.method is Method.GET
    return _inquiry(registry.url, registry.method, registry.send, registry.parameters, values, headers, twice=twice)


def login_inquiry(registry: Registry, secret: str) -> Inquiry:
    """What gets a token. Never asked twice: some registries count the tries."""
    login = registry.login
    values = {"user": registry.access.user, "secret": secret, "unit": registry.unit}
    return _inquiry(login.url, login.method, login.send, login.parameters, values, {}, twice=False)


def proof_headers(access: Access, token: str, secret: str) -> dict[str, str]:
    """What shows who asks."""
    if access.proof is Proof.BEARER:
        return {"Authorization": f"Bearer {token}"}
    if access.proof is Proof.BASIC:
        return {"Authorization": f"Basic {b64encode(f'{access.user}:{secret}'.encode()).decode()}"}
    return {}


def _inquiry(
    url: str,
    method: Method,
    send: Send,
    parts: Iterable[Part],
    values: Mapping[str, str],
    headers: Mapping[str, str],
    *,
    twice: bool,
) -> Inquiry:
    address = fill(url, {name: quote(value, safe="") for name, value in values.items()})
    told = [(one.name, fill(one.value, values)) for one in parts]
    body = None
    if send is Send.QUERY:
        address += ("&" if "?" in address else "?") + urlencode(told) if told else ""
    elif method is Method.POST:
        headers = {"Content-Type": _TYPES[send], **headers}
        body = urlencode(told).encode() if send is Send.FORM else json.dumps(_nested(told)).encode()
    return Inquiry(method, address, {"Accept": "application/json", **headers}, body, twice)


def _nested(told: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """``filter.code`` goes into an object of its own."""
    whole: dict[str, Any] = {}
    for name, value in told:
        *outer, last = name.split(".")
        place = whole
        for one in outer:
            place = place.setdefault(one, {})
        place[last] = value
    return whole
