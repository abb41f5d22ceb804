"""Reference pages made from the code: the site file, the topics with their messages, and the refusals.

``python -m firmware_config reference --to docs/reference`` writes them; a test compares them with what stands there.
"""

import ast
import dataclasses
import inspect
import re
from collections.abc import Iterator
from enum import EnumType, StrEnum
from types import ModuleType, UnionType
from typing import Any, Final, Union, get_args, get_origin

from contract import (
    announcing,
    backups,
    broker,
    calling,
    commands,
    conditions,
    counter_board,
    directives,
    file_details,
    hall_board,
    home_assistant,
    hours,
    machines,
    notices,
    procedure,
    rating,
    registry,
    site,
    small_device,
    suggestion_topics,
)
from contract import fleet as running
from contract import phone_messages as to_phones
from contract import reports as head_reports
from contract import speech as kiosk_speech
from contract import voices as hall_voices
from contract.commands import Command
from contract.ids import CounterId, DeviceId, SiteId
from contract.notices import Notice
from contract.topics import CONTROLLER, Role, Topics, covers, grants
from firmware_config.asyncapi import document as asyncapi
from firmware_config.doctor.page import doctor_page
from firmware_config.procedure_rows import TITLES
from firmware_config.procedure_rules import LONGEST_KEYWORD, LONGEST_LINE, LONGEST_NAME, MOST_LINES
from firmware_config.refusals_page import refusals_page

_MADE: Final = "<!-- Made from the code by `make reference`; change the docstrings there. -->\n"
_INTRODUCTION: Final = (
    "MQTT 3.1.1, QoS 1, clean sessions. Payloads are JSON: "
    '`{"schema": 1, "type": "TakeTicket", "request": "...", "body": {...}}`; `request` stands in commands only.\n'
)
_PROCEDURES: Final = f"""\
An office's catalogue of procedures, named by `[procedures] file` of the site file and checked with it; `demo/procedures.toml` is a whole
one. The controller serves it, every kiosk keeps a copy and fetches a newer one by itself.

- **TOML**: one `[[procedures]]` each, with the keys below. **CSV**: one row each, with the keys or their Vietnamese titles in the first
  row, in any order; semicolon, comma or tab between cells; a list has one item a line within its cell (Alt+Enter in Excel), `sample` its
  words with commas or spaces between.
- UTF-8, with or without a byte order mark; in Excel "CSV UTF-8". Anything else is refused with its probable name.
- A name has at most {LONGEST_NAME} characters, a sentence {LONGEST_LINE}, a keyword {LONGEST_KEYWORD}, a part {MOST_LINES} sentences;
  the whole catalogue at most 4 MB.
- Search needs no marks, forgives one wrong letter in a word, and looks into names, keywords, fields and all five parts, in this order.
"""


def pages() -> dict[str, str]:
    """Markdown by file name."""
    return {
        "site-file.md": site_page(),
        "messages.md": messages_page(),
        "refusals.md": f"{_MADE}{refusals_page()}",
        "procedures-file.md": procedures_page(),
        "../doctor.md": doctor_page(),
        "asyncapi.yaml": asyncapi.page(),
    }


def site_page() -> str:
    """Every table and key of the site file."""
    parts = [f"{_MADE}# The site file\n", "One office in one TOML file; `demo/site.toml` is a whole one.\n"]
    for kind in sorted(
        (
            *_tables(site),
            *_tables(broker),
            *reversed(_tables(hours)),
            *reversed(_tables(suggestion_topics)),
            calling.Calling,
            *reversed(_tables(rating)),
            *reversed(_tables(kiosk_speech)),
            *reversed(_tables(hall_voices)),
            *reversed(_tables(registry)),
            *reversed(_tables(to_phones)),
            *reversed(_tables(head_reports)),
            *_tables(announcing),
            *reversed(_tables(hall_board)),
            *reversed(_tables(counter_board)),
            *reversed(_tables(machines)),
            *_tables(running),
            *_tables(backups),
            *_tables(small_device),
            home_assistant.HomeAssistant,
        ),
        key=lambda kind: kind is not site.Site,
    ):
        doc = (kind.__doc__ or "").split("\n")[0]
        title, _, words = doc.partition(": ") if doc.startswith("`") else ("The file's own keys", "", doc)
        parts.append(f"## {title.replace('``', '`')}\n\n{_cell(words[:1].upper() + words[1:])}\n")
        meanings = dict(_attribute_docs(kind))
        parts.append("| key | kind | if left out | meaning |\n|---|---|---|---|")
        parts += [
            f"| `{one.name}` | {_kind(one.type)} | {_default(one)} | {_cell(meanings.get(one.name, ''))} |"
            for one in dataclasses.fields(kind)
        ]
        parts.append("")
    return "\n".join(
        (
            *parts,
            *_words(
                site,
                announcing,
                rating,
                registry,
                to_phones,
                head_reports,
                hall_board,
                counter_board,
                machines,
                running,
                small_device,
            ),
        )
    )


def _tables(module: ModuleType) -> list[Any]:
    return [
        kind for kind in vars(module).values() if dataclasses.is_dataclass(kind) and kind.__module__ == module.__name__
    ]


def procedures_page() -> str:
    """Every key of the file of procedures, and how a table has them."""
    meanings = dict(_attribute_docs(procedure.Procedure))
    titles = {key: title for title, key in TITLES.items()}
    rows = (
        f"| `{one.name}` | {titles[one.name]} | {_kind(one.type)} | {'may be left out' if _left_out(one) else '**must be there**'} "
        f"| {_cell(meanings[one.name])} |"
        for one in dataclasses.fields(procedure.Procedure)
    )
    parts = f"The five parts are {', '.join(f'`{part}`' for part in procedure.Part)}."
    head = "| key | title of the column | kind | | meaning |\n|---|---|---|---|---|"
    return "\n".join((f"{_MADE}# The file of procedures\n", _PROCEDURES, head, *rows, "", parts, ""))


def _left_out(one: "dataclasses.Field[Any]") -> bool:
    return one.default is not dataclasses.MISSING


def messages_page() -> str:
    """Topics, who may use them, and every message."""
    parts = [
        f"{_MADE}# Topics and messages\n",
        _INTRODUCTION,
        "| topic | written by | read by |\n|---|---|---|",
    ]
    parts += [f"| `{topic}` | {_who('publish', topic)} | {_who('subscribe', topic)} |" for topic in _topics()]
    for title, kinds in (("Commands", get_args(Command)), ("Notices", get_args(Notice))):
        parts += [f"\n## {title}\n", *(_message(kind) for kind in kinds)]
    return "\n".join((*parts, *_words(commands, notices, conditions, directives, file_details)))


def _words(*modules: ModuleType) -> Iterator[str]:
    yield "## Words with a fixed meaning\n"
    for module in modules:
        for kind in _enumerations(module):
            meanings = dict(_attribute_docs(kind))
            told = "; ".join(f"`{one}`: {meanings[one.name].rstrip('.')}" for one in kind if one.name in meanings)
            words = ", ".join(f"`{one}`" for one in kind)
            yield f"- **{kind.__name__}**: {_cell(inspect.getdoc(kind) or '')} {words}{f' ({_cell(told)})' if told else ''}"
    yield ""


def _enumerations(module: ModuleType) -> list[type[StrEnum]]:
    return [
        kind
        for kind in vars(module).values()
        if isinstance(kind, EnumType) and issubclass(kind, StrEnum) and kind.__module__ == module.__name__
    ]


def _message(kind: Any) -> str:
    fields = "\n".join(f"- `{one.name}`: {_kind(one.type)}" for one in dataclasses.fields(kind))
    return f"### {kind.__name__}\n\n{_cell(inspect.getdoc(kind) or '')}\n\n{fields}\n"


_COUNTER: Final = CounterId(5)
_DEVICES: Final = {role: DeviceId(f"{role.replace('_', '-')}") for role in Role} | {Role.CONTROLLER: CONTROLLER}


def _topics() -> list[str]:
    at = Topics(SiteId("SITE"))
    ways = (at.command, at.answer, at.presence, at.wanted, at.reported, at.health, at.directive)
    own = [way(device) for device in _DEVICES.values() for way in ways]
    used = [topic for topic in own if _who("publish", topic) != "nobody" and _who("subscribe", topic) != "nobody"]
    return [
        *used,
        at.office,
        at.pulse,
        at.board,
        at.outlook,
        at.counter(_COUNTER),
        at.rating(_COUNTER),
        at.announcement("ZONE"),
        at.emergency,
    ]


def _who(way: str, topic: str) -> str:
    roles = [
        str(role)
        for role, device in _DEVICES.items()
        if any(
            covers(one, topic)
            for one in getattr(grants(SiteId("SITE"), role, device, _COUNTER if role in _AT_COUNTER else None), way)
        )
    ]
    return ", ".join(roles) or "nobody"


_AT_COUNTER: Final = (Role.RATING, Role.COUNTER_BOARD, Role.KEYPAD, Role.PAD)


def _attribute_docs(kind: type) -> Iterator[tuple[str, str]]:
    """A class's attributes, or an enumeration's words, with the string that follows each."""
    (body,) = [node for node in ast.parse(inspect.getsource(kind)).body if isinstance(node, ast.ClassDef)]
    for one, after in zip(body.body, body.body[1:], strict=False):
        names = [one.target] if isinstance(one, ast.AnnAssign) else one.targets if isinstance(one, ast.Assign) else []
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            yield from ((name.id, str(after.value.value)) for name in names if isinstance(name, ast.Name))


def _kind(hint: Any) -> str:
    """A type's name, the same on every Python."""
    if get_origin(hint) in (Union, UnionType):
        return " or ".join(_kind(one) for one in get_args(hint))
    if get_origin(hint) is tuple:
        return f"list of {_kind(get_args(hint)[0])}"
    if get_origin(hint) is dict:
        return f"table of {_kind(get_args(hint)[1])}"
    return "none" if hint is type(None) else f"`{hint.__name__}`"


def _default(one: "dataclasses.Field[Any]") -> str:
    if one.default is not dataclasses.MISSING:
        return "-" if one.default in ("", None, ()) else f"`{_toml(one.default)}`".replace("|", "\\|")
    if one.default_factory is dict:
        return "-"
    return "all its defaults" if one.default_factory is not dataclasses.MISSING else "**must be there**"


def _toml(value: Any) -> str:
    """As it would stand in the file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if dataclasses.is_dataclass(value):
        keys = ((one.name, getattr(value, one.name)) for one in dataclasses.fields(value))
        return f"{{ {', '.join(f'{name} = {_toml(one)}' for name, one in keys)} }}"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _cell(words: str) -> str:
    return re.sub(r"\s+", " ", words).replace("``", "`").replace("|", "\\|").strip()
