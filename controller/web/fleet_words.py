"""The fleet in words, ready for page and terminal: the worst first, each device with what is wrong, what it is, and what it was told to do."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from contract.conditions import Printer
from contract.directives import Deed
from contract.health import Health
from contract.site import Site
from contract.topics import Role
from contract.twin import Reported
from controller.core.errand import DEEDS, Step
from controller.core.twin_standing import Standing
from controller.fleet import Fleet, Heart, Row

State = Mapping[str, object]
_DEEDS: Final = {
    Deed.TEST_PRINT: "test_print",
    Deed.TEST_CALL: "test_call",
    Deed.TEST_BOARD: "test_board",
    Deed.TEST_RATING: "test_rating",
    Deed.RESTART: "restart",
}
_TOLD: Final = frozenset(
    {
        "no_printer",
        "unconfirmed",
        "unpressed",
        "chime_only",
        "delayed",
        "interrupted",
        "unheard",
        "paper_out",
        "cover_open",
        "offline",
        "error",
    }
)
"""Codes of what went wrong with an errand that have words; others are shown as they are."""
_OPEN: Final = frozenset({Step.SENT, Step.BEGUN})
_BAD: Final = frozenset({Step.FAILED, Step.CANNOT, Step.UNANSWERED, Step.LATE})
_RANK: Final = {"bad": 0, "unheard": 1, "out": 2, "fine": 3}


def fleet_words(fleet: Fleet, site: Site, now: datetime, texts: Mapping[str, str]) -> State:
    """Everything that the page shows."""
    rows = sorted((_device(row, now, texts) for row in fleet.rows()), key=lambda row: _RANK[str(row["heat"])])
    heart = _heart(fleet.heart(), now, texts)
    bad = sum(row["heat"] == "bad" for row in (*rows, heart))
    unheard = sum(row["heat"] == "unheard" for row in rows)
    nobody = unheard == len(rows)
    verdict = texts["fleet.nobody"] if nobody else texts["fleet.fine"].format(count=len(rows) - unheard)
    if bad:
        verdict = texts["fleet.bad"].format(count=bad)
    return {
        "stage": "bad" if bad or nobody else "fine",
        "title": f"{verdict} · {site.name}",
        "verdict": verdict,
        "unheard": texts["fleet.some_unheard"].format(count=unheard) if unheard else "",
        "clock": f"{now:%H:%M}",
        "devices": [heart, *rows] if heart["heat"] == "bad" else [*rows, heart],
    }


def _device(row: Row, now: datetime, texts: Mapping[str, str]) -> dict[str, object]:
    device, seen = row.device, row.seen
    online = seen.presence is not None and seen.presence.online
    heat = "bad" if row.troubles else "unheard" if seen.presence is None else "fine"
    if not row.serves:
        heat = "out"
    wrong = [_trouble(row, one, texts) for one in sorted(row.troubles)]
    return {
        "id": device.id,
        "name": texts[f"fleet.role.{device.role}"].format(device=device.id),
        "where": _where(row, texts),
        "heat": heat,
        "state": _state(row, now, texts),
        "wrong": wrong,
        "facts": _facts(row, now, texts),
        "deeds": [[deed.value, texts[f"fleet.deed.{_DEEDS[deed]}"]] for deed in DEEDS[device.role]] if online else [],
        "duty": _duty(row, texts),
        "errand": _errand(row, texts),
        "errand_heat": ""
        if row.step is None
        else "open"
        if row.step in _OPEN
        else "bad"
        if row.step in _BAD
        else "fine",
        "replace": texts["fleet.replace"].format(device=device.id) if seen.presence is not None and not online else "",
    }


def _where(row: Row, texts: Mapping[str, str]) -> str:
    if row.device.counter is not None:
        return texts["page.counter"].format(counter=row.device.counter)
    return row.device.zone


def _state(row: Row, now: datetime, texts: Mapping[str, str]) -> str:
    presence, health = row.seen.presence, row.seen.health
    if presence is None:
        return texts["fleet.never"]
    out = "" if row.serves else f" · {texts['fleet.out']}"
    if presence.online:
        return (texts["fleet.here"].format(time=moment(row.since, now)) if row.since else texts["fleet.here_now"]) + out
    since = row.since or (health.at.astimezone(now.tzinfo) if health and health.at else None)
    return (texts["fleet.gone_since"].format(time=moment(since, now)) if since else texts["fleet.gone"]) + out


def _trouble(row: Row, trouble: str, texts: Mapping[str, str]) -> str:
    """What is wrong, and what to do about it."""
    words = texts[f"fleet.trouble.{trouble}"]
    if trouble == "configuration":
        words = texts[f"fleet.standing.{row.seen.standing}"]
    return f"{words} {texts[f'fleet.advice.{trouble}']}"


def _facts(row: Row, now: datetime, texts: Mapping[str, str]) -> list[list[str]]:
    seen, health = row.seen, row.seen.health
    found: list[tuple[str, str]] = []
    if health:
        found += _health_facts(health, now, texts)
    if seen.presence is None:
        return [[texts[f"fleet.fact.{name}"], told] for name, told in found]
    if row.device.printer:
        found.append(("printer", texts[f"printer.{seen.printer or Printer.UNKNOWN}"]))
    if row.device.camera:
        found.append(("camera", texts[f"fleet.camera.{seen.camera}" if seen.camera else "fleet.camera.asleep"]))
    if row.device.role is Role.SPEAKER and seen.presence:
        found.append(("sound", texts["fleet.sound.silent" if seen.silent else "fleet.sound.fine"]))
    found.append(("configuration", _configuration(row, texts)))
    if health and health.error:
        at = health.error.at
        told = f"{health.error.code} · {moment(at.astimezone(now.tzinfo), now)}" if at else health.error.code
        found.append(("error", told))
    return [[texts[f"fleet.fact.{name}"], told] for name, told in found]


def _health_facts(health: Health, now: datetime, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    found = []
    if health.version:
        words = health.version
        if health.started_at:
            started = moment(health.started_at.astimezone(now.tzinfo), now)
            words = texts["fleet.version_since"].format(version=health.version, time=started)
        found.append(("version", words))
    if health.up_s is not None:
        found.append(("up", _span(timedelta(seconds=health.up_s), texts)))
    if health.temperature_c is not None:
        found.append(("temperature", f"{health.temperature_c:.0f} °C"))
    if health.free_mb is not None:
        found.append(("disk", _disk(health, texts)))
    return found


def _disk(health: Health, texts: Mapping[str, str]) -> str:
    free = health.free_mb or 0
    if not health.disk_mb:
        return texts["fleet.disk_free"].format(free=_size(free))
    return texts["fleet.disk"].format(free=_size(free), all=_size(health.disk_mb))


def _configuration(row: Row, texts: Mapping[str, str]) -> str:
    told = texts[f"fleet.standing.{row.seen.standing}"]
    reported: Reported | None = row.twin.reported if row.twin else None
    if reported is None or row.seen.standing is Standing.IN_STEP:
        return told
    refused = [f"{one.key or '*'}: {texts[f'fleet.why.{one.why}']}" for one in reported.refused]
    keys = [*refused, *reported.waits, *reported.apply]
    return f"{told} ({', '.join(keys)})" if keys else told


def _duty(row: Row, texts: Mapping[str, str]) -> list[str]:
    """The command of the button, and its words; none for small devices without a word for it."""
    return ["out", texts["fleet.take_out"]] if row.serves else ["back", texts["fleet.take_back"]]


def _errand(row: Row, texts: Mapping[str, str]) -> str:
    if row.errand is None or row.step is None:
        return ""
    deed = texts[f"fleet.deed.{_DEEDS[row.errand.deed]}"]
    words = texts[f"fleet.step.{row.step}"]
    trouble = texts[f"fleet.errand_trouble.{row.trouble}"] if row.trouble in _TOLD else row.trouble
    return " · ".join(filter(None, (f"{deed} ({row.errand.at:%H:%M:%S}): {words}", trouble)))


def _heart(heart: Heart, now: datetime, texts: Mapping[str, str]) -> dict[str, object]:
    facts = _health_facts(heart.health, now, texts)
    facts.append(("starts", texts["fleet.starts"].format(count=_lately(heart.starts, now))))
    facts.append(("losses", texts["fleet.losses"].format(count=_lately(heart.losses, now))))
    if heart.backup:
        facts.append(("backup", moment(heart.backup, now)))
    if heart.health.error and heart.health.error.at:
        at = moment(heart.health.error.at.astimezone(now.tzinfo), now)
        facts.append(("error", f"{heart.health.error.code} · {at}"))
    up = texts["fleet.broker_here" if heart.up else "fleet.broker_gone"]
    return {
        "id": heart.health.device,
        "name": texts["fleet.heart"],
        "where": "",
        "heat": "fine" if heart.up and not heart.troubles else "bad",
        "state": up.format(time=moment(heart.since, now)) if heart.since else texts["fleet.broker_never"],
        "wrong": [f"{texts[f'fleet.trouble.{one}']} {texts[f'fleet.advice.{one}']}" for one in sorted(heart.troubles)],
        "facts": [[texts[f"fleet.fact.{name}"], told] for name, told in facts],
        "deeds": [],
        "duty": [],
        "errand": "",
        "errand_heat": "",
        "replace": "",
    }


def _lately(moments: Sequence[datetime], now: datetime) -> int:
    return sum(now - one < timedelta(hours=1) for one in moments)


def moment(at: datetime | None, now: datetime) -> str:
    """``08:05``, or with its day where that is not today."""
    if at is None:
        return ""
    return f"{at:%H:%M}" if at.date() == now.date() else f"{at:%H:%M %d/%m}"


def _span(span: timedelta, texts: Mapping[str, str]) -> str:
    minutes = int(span.total_seconds() // 60)
    if span.days:
        return texts["fleet.days"].format(days=span.days, hours=minutes // 60 % 24)
    return texts["fleet.hours"].format(hours=minutes // 60, minutes=minutes % 60)


def _size(megabytes: int) -> str:
    return f"{megabytes / 1024:.1f} GB".replace(".", ",") if megabytes >= 1024 else f"{megabytes} MB"
