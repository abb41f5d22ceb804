"""Rules of a site about words to phones: a gateway that can be asked, templates whose gaps are known, and no secret in the file."""

import json
import re
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from contract.gateway_presets import GAPS, PRESETS, WORD_GAPS
from contract.phone_messages import Form, Gateway, Messages, StatusMessages
from contract.registry import Method, Proof
from contract.registry_words import fill, gaps, steps
from contract.site import Site
from firmware_config.access_rules import access, headers
from firmware_config.basic_rules import Faults, address, some_words, twice, within
from firmware_config.fault import Fault, nearest
from firmware_config.registry_rules import SECRET

_GAP: Final = re.compile(r"\w*", re.ASCII)
"""What stands in braces and was meant as a gap; a JSON object is none."""
_JSON_SECRET: Final = re.compile(r'"([^"]+)"\s*:\s*"([^"{}]+)"')
_FORM_SECRET: Final = re.compile(r"(?:^|&)([^=&]+)=([^&{}]+)(?=&|$)")
_LONGEST_WORDS: Final = 300
"""Characters of approved words before their gaps are filled."""


def messages(site: Site) -> Faults:
    """Every fault of the tables."""
    given = site.messages
    yield from _limits(given)
    yield from _status(given.status, given)
    for name in ("near", "call"):
        words = getattr(given, name)
        yield from _gaps(f"messages.{name}", words, WORD_GAPS)
        if len(words) > _LONGEST_WORDS:
            yield Fault(f"messages.{name}", "words_long", {"length": len(words), "longest": _LONGEST_WORDS})
    yield from _access(given)
    yield from _headers(given)
    if given.url or given.on:
        yield from _url(given.url)
    if given.on:
        yield from _body(given)
        yield from _templates(given)
    if given.on and not given.near_ahead and not given.near_minutes and not given.on_call:
        yield Fault("messages.on_call", "never_sent")


def _limits(given: Messages) -> Faults:
    yield from within("messages.deadline_s", given.deadline_s, 0.5, 30)
    yield from within("messages.tries", given.tries, 1, 5)
    yield from within("messages.near_ahead", given.near_ahead, 0, 50)
    yield from within("messages.near_minutes", given.near_minutes, 0, 120)
    yield from within("messages.per_visit", given.per_visit, 1, 20)
    yield from within("messages.per_minute", given.per_minute, 1, 600)
    yield from within("messages.per_day", given.per_day, 1, 100_000)
    if given.good is not None:
        try:
            steps(given.good)
        except ValueError:
            yield Fault("messages.good", "path", {"word": given.good})


def _status(given: StatusMessages, all_of_them: Messages) -> Faults:
    yield from within("messages.status.per_phone", given.per_phone, 1, 100)
    yield from within("messages.status.per_minute", given.per_minute, 1, 600)
    for name in ("secret_name", "sender_name", "text_name"):
        yield from some_words(f"messages.status.{name}", getattr(given, name))
    if given.secret_file and not PurePosixPath(given.secret_file).is_absolute():
        yield Fault("messages.status.secret_file", "whole_path", {"word": given.secret_file})
    if given.secret_file and not given.reply and not all_of_them.on:
        yield Fault("messages.status.reply", "no_way_back")
    yield from _gaps("messages.status.reply", given.reply, ("text",))
    if given.reply and "text" not in gaps(given.reply):
        yield Fault("messages.status.reply", "text_nowhere")


def _url(url: str) -> Faults:
    if not address(url, "http", "https"):
        yield Fault("messages.url", "address", {"word": url})
    elif gaps(urlsplit(url).netloc):
        yield Fault("messages.url", "gap_in_host", {"word": url})
    yield from _gaps("messages.url", url, GAPS)
    yield from _no_secret("messages.url", _FORM_SECRET.findall(urlsplit(url).query))


def _gaps(key: str, text: str, known: tuple[str, ...]) -> Faults:
    for gap in gaps(text):
        if _GAP.fullmatch(gap) and gap not in known:
            words = {"word": gap, "known": ", ".join(f"{{{one}}}" for one in known)}
            yield Fault(key, "gap", words, nearest(gap, known))


def _body(given: Messages) -> Faults:
    preset = PRESETS[given.kind]
    form, body = given.form or preset.form, given.body or preset.body
    where = (given.url, *(one.value for one in given.headers))
    sent = (*where, body) if given.method is Method.POST else where
    if not any({"phone", "phone_84"} & set(gaps(text)) for text in sent):
        yield Fault("messages.body", "phone_nowhere")
    yield from _gaps("messages.body", body, GAPS)
    if form is Form.JSON and given.method is Method.POST:
        yield from _no_secret("messages.body", _JSON_SECRET.findall(body))
        try:
            json.loads(fill(body, dict.fromkeys(GAPS, "x")))
        except ValueError:
            yield Fault("messages.body", "no_json")
    else:
        yield from _no_secret("messages.body", _FORM_SECRET.findall(body))


def _no_secret(key: str, named: list[tuple[str, str]]) -> Faults:
    for name, value in named:
        if value and SECRET.fullmatch(name):
            yield Fault(key, "secret_there", {"word": name})


def _templates(given: Messages) -> Faults:
    if given.kind is not Gateway.ZALO or given.body:
        return
    for name, used in (
        ("template_near", given.near_ahead or given.near_minutes),
        ("template_call", given.on_call or given.on_recall),
    ):
        if used and not getattr(given, name):
            yield Fault(f"messages.{name}", "needs_template")


def _headers(given: Messages) -> Faults:
    yield from twice("messages.headers", "name", [one.name for one in given.headers])
    yield from headers("messages.headers", given.headers)
    for place, one in enumerate(given.headers):
        key = f"messages.headers[{place}]"
        yield from _gaps(f"{key}.value", one.value, GAPS)
        if not gaps(one.value):
            yield from _no_secret(f"{key}.value", [(one.name, one.value)])


def _access(given: Messages) -> Faults:
    preset = PRESETS[given.kind].headers if given.on else ()
    texts = (given.url, given.body, *(one.value for one in given.headers or preset))
    needed = given.access.proof is not Proof.NONE or any("secret" in gaps(text) for text in texts)
    yield from access("messages", given.access, given.url, needs_secret=needed, without_user="needs_user_there")
