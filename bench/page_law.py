"""What holds for every answer of the pages, whatever was asked and whoever asked it."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import parse_qs, urlsplit

import requests

PROGRAMS: Final = ("/kiosk/phone", "/sms/status", "/join")
"""Asked by programs that prove themselves in the request."""
_PUBLIC: Final = ("/static", "/procedures", "/photo")
_HEADERS: Final[Mapping[str, str]] = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "X-Permitted-Cross-Domain-Policies": "none",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_POLICY: Final[Mapping[str, str]] = {
    "default-src": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "form-action": "'none'",
}
_INSIDE: Final = ("Traceback (most", 'File "/', "site-packages", "/usr/lib/python", "$argon2")
_BEGINS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "text/html": lambda body: body.lstrip().lower().startswith(b"<!doctype html>"),
    "application/json": lambda body: not body or _is_json(body),
    "application/pdf": lambda body: body.startswith(b"%PDF"),
    "image/svg+xml": lambda body: body.startswith(b"<svg"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": lambda body: body.startswith(b"PK"),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asked: ``own`` where a page of this office did, as far as the browser's headers tell; ``secrets`` are nobody's business."""

    own: bool
    texts: Mapping[str, Mapping[str, str]]
    secrets: Sequence[str]


def faults(answer: requests.Response, reader: Reader) -> Iterator[str]:
    """Everything in ``answer`` that should not be; nothing where all is well."""
    if answer.status_code >= 500:
        yield f"status {answer.status_code}"
    yield from _headers(answer)
    yield from _body(answer, reader)
    yield from _cookies(answer)
    yield from _redirect(answer)
    yield from _elsewhere(answer, reader)
    if answer.status_code >= 400:
        yield from _language(answer, reader)


def _headers(answer: requests.Response) -> Iterator[str]:
    held = answer.headers
    for name, value in _HEADERS.items():
        if held.get(name) != value:
            yield f"{name}: {held.get(name)}"
    policy = dict(one.strip().partition(" ")[::2] for one in held.get("Content-Security-Policy", "").split(";"))
    for name, value in _POLICY.items():
        if policy.get(name) != value:
            yield f"Content-Security-Policy, {name}: {policy.get(name)}"
    if "unsafe" in held.get("Content-Security-Policy", "") or "camera=()" not in held.get("Permissions-Policy", ""):
        yield "a page may do what none of ours does"
    if {"server", "x-injected", "access-control-allow-origin"} & {one.lower() for one in held}:
        yield f"headers {sorted(held)}"
    public = answer.ok and urlsplit(answer.url).path.startswith(_PUBLIC)
    if not public and held.get("Cache-Control") != "no-store":
        yield f"Cache-Control: {held.get('Cache-Control')}"
    if answer.status_code == 405 and not held.get("Allow"):
        yield "405 without Allow (RFC 9110, 15.5.6)"


def _body(answer: requests.Response, reader: Reader) -> Iterator[str]:
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    if answer.content and not kind:
        yield "a body of no type"
    fits = _BEGINS.get(kind)
    if fits is not None and not fits(answer.content):
        yield f"no {kind}: {answer.content[:80]!r}"
    if kind.startswith(("text/", "application/json")):
        for one in (*_INSIDE, *reader.secrets):
            if one.encode() in answer.content:
                yield f"tells {one!r}"
    if kind == "text/html" and b"<script>alert" in answer.content:
        yield "markup of a stranger"


def _cookies(answer: requests.Response) -> Iterator[str]:
    for line in answer.raw.headers.getlist("Set-Cookie"):
        for one in SimpleCookie(line).values():
            if not one["httponly"] or one["samesite"].lower() != "strict" or one["path"] != "/":
                yield f"a cookie that others can read or send: {line}"


def _redirect(answer: requests.Response) -> Iterator[str]:
    to = answer.headers.get("Location")
    if to is None:
        return
    if not to.startswith("/") or to.startswith(
        ("//", "/\\")
    ):  # without a host, for a proxy may have taken the https off
        yield f"leads to {to}"


def _elsewhere(answer: requests.Response, reader: Reader) -> Iterator[str]:
    """A page of somebody else presses no button."""
    method, path = answer.request.method, urlsplit(answer.url).path
    if reader.own or method == "GET" or path in PROGRAMS:
        return
    if answer.status_code not in {403, 431}:
        yield f"a page from elsewhere was listened to: {answer.status_code}"


def _language(answer: requests.Response, reader: Reader) -> Iterator[str]:
    """Whoever cannot have something is told so in the own language, by words of ours."""
    asked = parse_qs(urlsplit(answer.url).query, keep_blank_values=True).get("lang", ["vi"])[-1]
    language = asked if asked in reader.texts else "vi"
    said = answer.text
    if answer.headers.get("Content-Type") == "application/json":
        found = json.loads(said)
        said = found.get("text", "") if isinstance(found, dict) else ""
    elif f'<html lang="{language}">' not in said:
        yield f"not in {language}: {answer.headers.get('Content-Type')} {said[:80]!r}"
        return
    own = [one for key, one in reader.texts[language].items() if key.startswith(("fault.", "refused.", "rate."))]
    if not any(re.search(_pattern(one), said) for one in own):
        yield f"in words that are none of ours: {said[:80]!r}"


def _pattern(text: str) -> str:
    """Of words with gaps; quotes and the like stand escaped in a page."""
    return ".*".join(re.escape(one) for one in re.split(r"{[a-z]+}|['\"&<>]", text))


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True
