"""Rules of a site about summaries, their mail and the indices: mail that can leave, points that can be given."""

import re
from pathlib import PurePosixPath
from typing import Final

from contract.reports import Basis, Index, Mail, MailSecurity
from contract.site import Site
from firmware_config.basic_rules import Faults, some_words, twice, within
from firmware_config.fault import Fault, nearest

_ADDRESS: Final = re.compile(r"[^@\s<>,;\"]{1,64}@[A-Za-z0-9]([A-Za-z0-9.\-]{0,251}[A-Za-z0-9])?")
_LANGUAGES: Final = ("vi", "en")
_MOST_POINTS: Final = 2


def reports(site: Site) -> Faults:
    """Every fault of the tables."""
    given = site.reports
    yield from within("reports.hour", given.hour, 0, 23)
    if given.folder and not PurePosixPath(given.folder).is_absolute():
        yield Fault("reports.folder", "whole_path", {"word": given.folder})
    if given.language not in _LANGUAGES:
        values = {"word": given.language, "known": ", ".join(_LANGUAGES)}
        yield Fault("reports.language", "unknown_word", values, nearest(given.language, _LANGUAGES))
    yield from _mail(given.mail)
    yield from twice("reports.indices", "number", [one.number for one in given.indices])
    known = [one.id for one in site.rating.reasons]
    for place, one in enumerate(given.indices):
        yield from _index(f"reports.indices[{place}]", one, known)


def _mail(mail: Mail) -> Faults:
    yield from within("reports.mail.port", mail.port, 1, 65535)
    if not mail.host:
        return
    if not _ADDRESS.fullmatch(mail.sender):
        yield Fault("reports.mail.sender", "mail_address", {"word": mail.sender})
    if not mail.to:
        yield Fault("reports.mail.to", "mail_nobody")
    for place, one in enumerate(mail.to):
        if not _ADDRESS.fullmatch(one):
            yield Fault(f"reports.mail.to[{place}]", "mail_address", {"word": one})
    if bool(mail.user) != bool(mail.secret_file):
        yield Fault("reports.mail.secret_file", "mail_secret")
    elif mail.user and mail.security is MailSecurity.NONE:
        yield Fault("reports.mail.security", "mail_open")
    if mail.secret_file and not PurePosixPath(mail.secret_file).is_absolute():
        yield Fault("reports.mail.secret_file", "whole_path", {"word": mail.secret_file})


def _index(key: str, index: Index, known: list[str]) -> Faults:
    yield from within(f"{key}.number", index.number, 1, 99)
    yield from some_words(f"{key}.name", index.name)
    for name in ("very_satisfied", "satisfied", "neutral", "otherwise"):
        yield from within(f"{key}.{name}", getattr(index, name), 0, _MOST_POINTS)
    for number, reason in enumerate(index.reasons):
        if reason not in known:
            yield Fault(
                f"{key}.reasons[{number}]",
                "unknown_word",
                {"word": reason, "known": ", ".join(known)},
                nearest(reason, known),
            )
    for name in ("full", "half"):
        yield from within(f"{key}.{name}", getattr(index, name), 0, 100)
    if index.basis is not Basis.RATINGS and index.full == index.half:
        yield Fault(f"{key}.half", "index_flat")
