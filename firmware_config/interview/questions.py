"""The hall: the office's name, its fields, counters and officers, and its hours."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from firmware_config.hours_rules import span_meant
from firmware_config.interview.asking import AnswerError, Asker
from firmware_config.interview.draft import Draft
from firmware_config.interview.first_secrets import first_password
from firmware_config.interview.parsing import parts, short, short_office, yes
from firmware_config.password import password_line

_T = TypeVar("_T")
_WORKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")
_LETTERS: Final = "ABCDEGHKLMNPQRSTVXYFIJOUWZ"
"""Of the Vietnamese alphabet first."""


class Questions:
    """What all of them need: somebody who asks, and the file in the making."""

    def __init__(self, asker: Asker, draft: Draft) -> None:
        self.asker = asker
        self.draft = draft
        self.texts = asker.texts

    def ask(self, question: str, default: str, put: Callable[[str], None], *keys: str, **gaps: object) -> None:
        """``put`` writes the answer into the draft; then the rules say whether these keys are right."""

        def taken(answer: str) -> None:
            put(answer)
            for fault in self.draft.faults(*keys):
                raise self.asker.refusal(fault)

        self.asker.ask(question, default, taken, **gaps)

    def count(self, question: str, default: int, most: int, least: int = 0) -> int:
        """A whole number."""

        def taken(answer: str) -> int:
            if not (answer.isascii() and answer.isdecimal()) or not least <= int(answer[:9]) <= most:
                raise AnswerError(self.texts["ask.number"].format(value=answer, least=least, most=most))
            return int(answer)

        return self.asker.ask(question, str(default), taken)

    def choice(self, question: str, words: dict[str, _T], **gaps: object) -> _T:
        """One of some words, the first by default; a word may be cut short."""

        def taken(answer: str) -> _T:
            if yes(answer) is False and self.texts["ask.no"] in words:
                return words[self.texts["ask.no"]]
            named = {short(word): word for word in words}
            found = [word for name, word in named.items() if name.startswith(short(answer) or "-")]
            if not found:
                raise AnswerError(self.texts["fault.unknown_word"].format(word=answer, known=", ".join(words)))
            return words[found[0]]

        return self.asker.ask(question, next(iter(words)), taken, **gaps)

    def agreed(self, question: str, *, default: bool, **gaps: object) -> bool:
        """Yes or no."""

        def taken(answer: str) -> bool:
            said = yes(answer)
            if said is None:
                raise AnswerError(self.texts["ask.yes_or_no"])
            return said

        return self.asker.ask(question, self.texts["ask.yes" if default else "ask.no"], taken, **gaps)


class HallQuestions(Questions):
    """In the order of the file."""

    def all(self) -> None:
        """Everything but devices and networks."""
        tables = self.draft.tables
        self.asker.say("about_office")
        self.ask("name", "", lambda answer: tables.update(name=answer), "name")
        self.ask("id", short_office(tables["name"]), lambda answer: tables.update(id=answer), "id")
        self.asker.say("about_fields")
        self.ask("fields", self.texts["ask.usual_fields"], self._fields, "fields")
        self._counters()
        self._officers()
        self._hours()

    def _fields(self, answer: str) -> None:
        usual = {short(name): name for name in parts(self.texts["ask.usual_fields"])}
        names = [usual.get(short(name), name) for name in parts(answer)]  # the usual ones also without their marks
        if len(names) > len(_LETTERS):
            raise AnswerError(self.texts["fault.range"].format(value=len(names), least=1, most=len(_LETTERS)))
        self.draft.tables["fields"] = [
            {
                "id": short(name),
                "name": name,
                "prefix": letter,
                "seat": "",
                "quota": 0,
                "target_wait_min": 20,
                "service_min": 10.0,
            }
            for name, letter in zip(names, _LETTERS, strict=False)
        ]
        self.draft.tables["counters"] = [{"id": 1, "fields": [short(name) for name in names]}]

    def _counters(self) -> None:
        fields = self.draft.tables["fields"]
        told = ", ".join(f"{one['prefix']} = {one['name']}" for one in fields)
        self.asker.say("about_counters", fields=told)
        number = self.count("counters", len(fields), 99, least=1)
        counters: list[dict[str, Any]] = []
        self.draft.tables["counters"] = counters
        for place in range(number):
            counters.append({"id": place + 1, "fields": [], "zone": ""})
            usual = (
                ", ".join(one["prefix"] for one in fields[place % len(fields) :: number])
                or fields[place % len(fields)]["prefix"]
            )
            last = ("fields",) if place == number - 1 else ()
            self.ask("counter", usual, self._serves, f"counters[{place}].fields", *last, number=place + 1)

    def _serves(self, answer: str) -> None:
        """By letter, short name or name."""
        fields = self.draft.tables["fields"]
        known = {word.lower(): one["id"] for one in fields for word in (one["prefix"], one["id"], one["name"])}
        words = parts(answer.replace(" ", ",") if len(answer.replace(",", " ").split()[0]) == 1 else answer)
        self.draft.tables["counters"][-1]["fields"] = [known.get(word.lower(), word) for word in words]

    def _officers(self) -> None:
        self.asker.say("about_officers")
        self.draft.tables["officers"] = []
        self._officer("head", self.texts["ask.usual_head"], "truong")
        self._officer("it", self.texts["ask.usual_it"], "cntt")
        for counter in self.draft.tables["counters"]:
            usual = self.texts["ask.usual_clerk"].format(number=counter["id"])
            self._officer("clerk", usual, f"quay-{counter['id']}", number=counter["id"])

    def _officer(self, role: str, usual: str, usual_id: str, **gaps: object) -> None:
        officers = self.draft.tables["officers"]
        key = f"officers[{len(officers)}]"
        name = self.asker.ask(role, usual, str, **gaps)
        if yes(name) is False:
            return
        officers.append({"id": usual_id, "name": name, "role": role})
        if name != usual:
            usual_id = self._free_id(name)
            self.ask(
                "officer_id",
                usual_id,
                lambda answer: officers[-1].update(id=answer),
                f"{key}.id",
                f"{key}.name",
                name=name,
            )
        if role == "clerk":
            chosen = first_password()
            line = password_line(chosen)
        else:
            line, chosen = self.asker.ask_secret("password", password_line, first_password, name=name)
        officers[-1]["password"] = line.split('"')[1]
        if chosen:
            self.draft.secrets[f"{name} ({officers[-1]['id']})"] = chosen

    def _free_id(self, name: str) -> str:
        """By the given name, which stands last; the whole name, or a number, where others have it."""
        taken = {one["id"] for one in self.draft.tables["officers"]}
        numbered = (f"{short(name.rsplit(maxsplit=1)[-1])}-{number}" for number in range(2, 200))
        return next(one for one in (short(name.rsplit(maxsplit=1)[-1]), short(name), *numbered) if one not in taken)

    def _hours(self) -> None:
        self.asker.say("about_hours")
        hours: dict[str, list[str]] = {}
        self.draft.tables["hours"] = hours
        keys = [f"hours.{day}" for day in _WORKDAYS]
        self.ask(
            "workdays",
            "07:30-11:30, 13:30-17:00",
            lambda answer: hours.update(dict.fromkeys(_WORKDAYS, _spans(answer))),
            *keys,
        )
        self.ask(
            "saturday", self.texts["ask.closed"], lambda answer: hours.update(saturday=_spans(answer)), "hours.saturday"
        )


def _spans(answer: str) -> list[str]:
    """Also as they are said: ``7h30-11h30, 13h30-17h``."""
    words = [span_meant(one) or one for one in parts(answer)]
    return words if any(one.isdigit() for one in answer) else []
