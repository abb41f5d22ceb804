"""The fleet in words, ready for page and terminal: the worst first, each device with what is wrong, what it is, and what it was told to do."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from contract.conditions import Printer
from contract.directives import Deed
from contract.health import EVERY_S
from contract.site import Site
from contract.topics import Role
from contract.twin import Reported
from controller.core.errand import DEEDS, Step
from controller.core.twin_standing import Standing
from controller.fleet import Fleet, Row
from controller.web.fleet_figures import health_facts, moment, span
from controller.web.heart_words import heart_rows

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
_SILENT: Final = 4 * timedelta(seconds=EVERY_S)
"""Who is there and has not told its health for so long has more wrong with it than it says."""
_OPEN: Final = frozenset({Step.SENT, Step.BEGUN})
_BAD: Final = frozenset({Step.FAILED, Step.CANNOT, Step.UNANSWERED, Step.LATE})
_RANK: Final = {"bad": 0, "unheard": 1, "out": 2, "fine": 3}


def fleet_words(fleet: Fleet, site: Site, now: datetime, texts: Mapping[str, str]) -> State:
    """Everything that the page shows."""
    all_rows = fleet.rows()
    rows = sorted((_device(row, now, texts) for row in all_rows), key=lambda row: _RANK[str(row["heat"])])
    heart = sorted(heart_rows(fleet.heart(), now, texts), key=lambda row: _RANK[str(row["heat"])])
    bad = sum(row["heat"] == "bad" for row in (*rows, *heart))
    new = [row for row in all_rows if _is_new(row)]
    never = sum(row.serves for row in new)  # a spare that is out of service is nobody's concern
    nobody = len(new) == len(rows)
    fine = texts["fleet.fine_here" if new else "fleet.fine"].format(count=len(rows) - len(new))
    verdict = texts["fleet.nobody"] if nobody else fine
    if bad:
        verdict = texts["fleet.bad"].format(count=bad)
    broken = [row for row in heart if row["heat"] == "bad"]
    return {
        "stage": "bad" if bad or nobody else "fine",
        "title": f"{verdict} · {site.name}",
        "verdict": verdict,
        "unheard": texts["fleet.some_unheard"].format(count=never) if never else "",
        "clock": f"{now:%H:%M}",
        "devices": [*broken, *rows, *(row for row in heart if row["heat"] != "bad")],
    }


def _is_new(row: Row) -> bool:
    """Whether it was never seen, in this run or before."""
    return row.seen.presence is None and not row.sighting.seen


def _device(row: Row, now: datetime, texts: Mapping[str, str]) -> dict[str, object]:
    device, seen = row.device, row.seen
    online = seen.presence is not None and seen.presence.online
    heat = "bad" if row.troubles else "unheard" if seen.presence is None else "fine"
    if not (row.linked and row.fresh):
        heat = "unheard"  # nobody knows; the broker's own row says what to do
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
        "deeds": [[deed.value, texts[f"fleet.deed.{_DEEDS[deed]}"]] for deed in DEEDS[device.role]]
        if online and row.linked
        else [],
        "duty": _duty(row, texts),
        "errand": _errand(row, now, texts),
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
    out = "" if row.serves else f" · {texts['fleet.out']}"
    if _is_new(row):
        return texts["fleet.never"] + out
    if not row.linked:
        return texts["fleet.unsure"] + out
    if presence is None or not row.fresh:
        return texts["fleet.not_yet"] + out
    if presence.online:
        return (texts["fleet.here"].format(time=moment(row.since, now)) if row.since else texts["fleet.here_now"]) + out
    said = min(health.at.astimezone(now.tzinfo), now) if health and health.at else None
    since = row.since or said
    return (texts["fleet.gone_since"].format(time=moment(since, now)) if since else texts["fleet.gone"]) + out


def _trouble(row: Row, trouble: str, texts: Mapping[str, str]) -> str:
    """What is wrong, and what to do about it."""
    words = texts[f"fleet.trouble.{trouble}"]
    if trouble == "configuration":
        words = texts[f"fleet.standing.{row.seen.standing}"]
        if row.seen.standing is Standing.REFUSED:
            return f"{words} {texts['fleet.advice_refused']}"
    if trouble == "clock" and row.seen.ahead_s is not None:
        key = "fleet.clock_ahead" if row.seen.ahead_s > 0 else "fleet.clock_behind"
        words = texts[key].format(span=span(timedelta(seconds=abs(row.seen.ahead_s)), texts))
    return f"{words} {texts[f'fleet.advice.{trouble}']}"


def _facts(row: Row, now: datetime, texts: Mapping[str, str]) -> list[list[str]]:
    seen, health = row.seen, row.seen.health
    found: list[tuple[str, str]] = []
    if told_at := _told_at(row, now):
        found.append(("told", moment(told_at, now)))
    if health:
        found += health_facts(health, now, texts)
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


def _told_at(row: Row, now: datetime) -> datetime | None:
    """When it said all this, where that is no longer so: it is away, or there and silent."""
    if row.seen.presence is None or row.told_at is None:
        return None
    is_old = not row.seen.presence.online or not row.linked or now - row.told_at >= _SILENT
    return row.told_at if is_old else None


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


def _errand(row: Row, now: datetime, texts: Mapping[str, str]) -> str:
    if row.errand is None or row.step is None:
        return ""
    deed = texts[f"fleet.deed.{_DEEDS[row.errand.deed]}"]
    words = texts[f"fleet.step.{row.step}"]
    trouble = texts[f"fleet.errand_trouble.{row.trouble}"] if row.trouble in _TOLD else row.trouble
    at = row.errand.at.astimezone(now.tzinfo)
    time = f"{at:%H:%M:%S}" if at.date() == now.date() else f"{at:%H:%M:%S %d/%m}"
    return " · ".join(filter(None, (f"{deed} ({time}): {words}", trouble)))
