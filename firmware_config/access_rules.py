"""Rules for whatever the controller asks over HTTP: which headers may be set, and what a proof of who it is needs."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

from contract.registry import Access, Part, Proof
from firmware_config.basic_rules import Faults
from firmware_config.fault import Fault

_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}")
_OURS: Final = {"accept-encoding", "connection", "content-length", "host", "transfer-encoding"}
"""Headers that HTTP itself needs as they are."""


def headers(key: str, given: Iterable[Part]) -> Faults:
    """Names and values that can stand in a request."""
    for place, one in enumerate(given):
        if not _HEADER.fullmatch(one.name) or one.name.lower() in _OURS:
            yield Fault(f"{key}[{place}].name", "header", {"word": one.name})
        if not one.value.isascii() or not one.value.isprintable() or one.value != one.value.strip():
            yield Fault(f"{key}[{place}].value", "header_value")


def access(table: str, given: Access, url: str, *, needs_secret: bool, without_user: str) -> Faults:
    """``table`` has the proof and the ``url`` that it is for; ``without_user`` is the fault of a password without a name."""
    for name in ("secret_file", "certificate", "key", "authority"):
        path = getattr(given, name)
        if path and not PurePosixPath(path).is_absolute():
            yield Fault(f"{table}.access.{name}", "whole_path", {"word": path})
    if given.proof is Proof.BASIC and not given.user:
        yield Fault(f"{table}.access.user", without_user)
    if needs_secret and not given.secret_file:
        yield Fault(f"{table}.access.secret_file", "needs_secret")
    if given.key and not given.certificate:
        yield Fault(f"{table}.access.certificate", "key_alone")
    if url and not url.lower().startswith("https:") and (given.certificate or given.authority):
        yield Fault(f"{table}.url", "needs_https", {"word": url})
