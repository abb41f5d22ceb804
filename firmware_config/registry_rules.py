"""Rules of a site about its file registry: addresses, gaps, paths and dates that work, and no secret in the file."""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from contract.registry import Login, Method, OwnerProof, Part, Proof, Reading, Registry, Send
from contract.registry_words import check_date_form, gaps, steps
from contract.site import Site
from firmware_config.access_rules import access, headers
from firmware_config.basic_rules import Faults, address, some_words, twice, within
from firmware_config.fault import Fault, nearest

SECRET: Final = re.compile(
    r"(.*[-_])?(authorization|cookie|(api|access|auth)[-_]?(key|token)|token|session|secret|pass(word|wd)?|mat[-_]?khau)",
    re.IGNORECASE,
)
_OF_QUESTION: Final = ("code", "unit", "token")
_OF_LOGIN: Final = ("user", "secret", "unit")
LONGEST_REASON: Final = 60
"""Characters that fit onto a kiosk's screen beside all else, in the largest letters."""
LONGEST_NAME: Final = 40
"""Characters within the kiosk's question for the last digits."""
_WAYS: Final = (
    "good",
    "records",
    "code",
    "status",
    "procedure",
    "received_on",
    "department",
    "missing",
    "missing_name",
    "due_on",
    "new_due_on",
    "reason",
    "fee",
)


def registry(site: Site) -> Faults:
    """Every fault of the tables; most mean nothing to an office without a registry, but stand in its file all the same."""
    asked = site.registry
    yield from within("registry.deadline_s", asked.deadline_s, 0.1, 4.5)
    yield from within("registry.cache_s", asked.cache_s, 0, 300)
    if asked.url:
        yield from _url("registry.url", asked.url, _OF_QUESTION)
        if not any("code" in gaps(text) for text in (asked.url, *(one.value for one in asked.parameters))):
            yield Fault("registry.url", "code_nowhere")
    yield from _question("registry", asked, _OF_QUESTION)
    yield from _headers(asked.headers)
    yield from _access(asked)
    yield from _login(asked.login)
    yield from _reading(asked.answer)
    yield from _proof(asked.proof)
    yield from _led_to(site)


def _url(key: str, text: str, known: tuple[str, ...]) -> Faults:
    if not address(text, "http", "https"):
        yield Fault(key, "address", {"word": text})
    elif gaps(urlsplit(text).netloc):
        yield Fault(key, "gap_in_host", {"word": text})
    yield from _gaps(key, text, known)


def _gaps(key: str, text: str, known: tuple[str, ...]) -> Faults:
    for gap in gaps(text):
        if gap not in known:
            words = {"word": gap, "known": ", ".join(f"{{{one}}}" for one in known)}
            yield Fault(key, "gap", words, nearest(gap, known))


def _question(key: str, asked: Registry | Login, known: tuple[str, ...]) -> Faults:
    if asked.method is Method.GET and asked.send is not Send.QUERY and asked.parameters:
        yield Fault(f"{key}.send", "get_sends", {"word": asked.send})
    yield from _parts(f"{key}.parameters", asked.parameters, known)
    names = {one.name for one in asked.parameters}
    for place, one in enumerate(asked.parameters):
        inside = [name for name in names if one.name.startswith(f"{name}.")]
        if asked.send is Send.JSON and (inside or not all(one.name.split("."))):
            yield Fault(f"{key}.parameters[{place}].name", "name_path", {"word": one.name})


def _parts(key: str, parts: tuple[Part, ...], known: tuple[str, ...]) -> Faults:
    yield from twice(key, "name", [one.name for one in parts])
    for place, one in enumerate(parts):
        yield from some_words(f"{key}[{place}].name", one.name)
        yield from _gaps(f"{key}[{place}].value", one.value, known)
        if one.value and not gaps(one.value) and SECRET.fullmatch(one.name.rpartition(".")[2]):
            yield Fault(f"{key}[{place}].value", "secret_here", {"word": one.name})


def _headers(given: tuple[Part, ...]) -> Faults:
    yield from _parts("registry.headers", given, _OF_QUESTION)
    yield from headers("registry.headers", given)


def _access(asked: Registry) -> Faults:
    given = asked.access
    by_login = "secret" in {gap for one in asked.login.parameters for gap in gaps(one.value)}
    needed = by_login if asked.login.url and given.proof is not Proof.BASIC else given.proof is not Proof.NONE
    yield from access("registry", given, asked.url, needs_secret=needed, without_user="needs_user")


def _login(login: Login) -> Faults:
    if login.url:
        yield from _url("registry.login.url", login.url, _OF_LOGIN)
    yield from _question("registry.login", login, _OF_LOGIN)
    yield from _way("registry.login.token", login.token)
    if not login.token:
        yield Fault("registry.login.token", "path", {"word": ""})


def _way(key: str, path: str) -> Faults:
    try:
        steps(path)
    except ValueError:
        yield Fault(key, "path", {"word": path})


def _reading(reading: Reading) -> Faults:
    for name in _WAYS:
        yield from _way(f"registry.answer.{name}", getattr(reading, name))
    if not reading.status:
        yield Fault("registry.answer.status", "path", {"word": ""})
    for place, number in enumerate(reading.unknown_statuses):
        if number not in range(400, 500) or number in {401, 429}:
            yield Fault(f"registry.answer.unknown_statuses[{place}]", "http_status", {"word": number})
    for place, form in enumerate(reading.dates):
        try:
            check_date_form(form)
        except ValueError:
            yield Fault(f"registry.answer.dates[{place}]", "date_form", {"word": form})
    yield from _mapping(reading)


def _proof(proof: OwnerProof) -> Faults:
    """Fewer digits are soon guessed; more nobody has in mind."""
    yield from _way("registry.proof.path", proof.path)
    yield from within("registry.proof.digits", proof.digits, 4, 6)
    yield from _line("registry.proof.name", proof.name, LONGEST_NAME)


def _led_to(site: Site) -> Faults:
    """Where holders of receipts are sent, and whom they may ask."""
    known = [one.id for one in site.fields]
    for name in ("collect_field", "pay_field"):
        wanted = getattr(site.registry, name)
        if wanted is not None and wanted not in known:
            yield Fault(f"registry.{name}", "unknown_field", {"word": wanted}, nearest(wanted, known))
    yield from _line("registry.contact", site.registry.contact, LONGEST_REASON)


def _line(key: str, words: str, longest: int) -> Faults:
    if words:
        yield from some_words(key, words)
    if len(words) > longest:
        yield Fault(key, "reason_long", {"longest": longest})


def _mapping(reading: Reading) -> Faults:
    yield from _said("statuses", (one.said for one in reading.statuses))
    for place, one in enumerate(reading.statuses):
        yield from within(f"registry.answer.statuses[{place}].status", one.status, 1, 10)
    yield from _said("reasons", (one.said for one in reading.reasons))
    for place, cause in enumerate(reading.reasons):
        yield from some_words(f"registry.answer.reasons[{place}].text", cause.text)
        if len(cause.text) > LONGEST_REASON:
            yield Fault(f"registry.answer.reasons[{place}].text", "reason_long", {"longest": LONGEST_REASON})
    if reading.missing_name and not reading.missing:
        yield Fault("registry.answer.missing_name", "name_of_nothing")
    if reading.reason and not reading.reasons:
        yield Fault("registry.answer.reason", "needs_reasons")


def _said(table: str, words: Iterable[str]) -> Faults:
    said = [one.strip().casefold() for one in words]
    yield from twice(f"registry.answer.{table}", "said", said)
    for place, word in enumerate(said):
        yield from some_words(f"registry.answer.{table}[{place}].said", word)
