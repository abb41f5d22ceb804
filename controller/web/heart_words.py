"""Controller and broker in words: two rows of the fleet's page that are no devices."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from contract.broker_topics import BROKER
from contract.fleet import Trouble
from contract.health import Health
from controller.fleet import Heart
from controller.web.fleet_figures import health_facts, moment, span

Fact = tuple[str, str]


def heart_rows(heart: Heart, now: datetime, texts: Mapping[str, str]) -> list[dict[str, object]]:
    """The controller, then the broker."""
    facts = health_facts(heart.health, now, texts)
    facts.append(("starts", texts["fleet.starts"].format(count=_lately(heart.starts, now))))
    if heart.backup:
        facts.append(("backup", moment(heart.backup, now)))
    up = texts["fleet.here_now"]
    own = _row(heart.health.device, "fleet.controller", up, heart.troubles, (*facts, *_error(heart.health, now)), texts)
    words = texts["fleet.broker_here" if heart.up else "fleet.broker_gone"].format(time=moment(heart.since, now))
    said = words if heart.since else texts["fleet.broker_never"]
    return [own, _row(BROKER, "fleet.broker", said, heart.of_broker, _broker(heart, now, texts), texts)]


def _broker(heart: Heart, now: datetime, texts: Mapping[str, str]) -> Sequence[Fact]:
    told, health = heart.broker, heart.broker.health
    facts: list[Fact] = [("told", moment(told.at, now))] if told.at and not heart.up else []
    if told.version:
        ran = span(timedelta(seconds=told.up_s), texts) if told.up_s is not None else ""
        words = texts["fleet.version_running"].format(version=told.version, span=ran) if ran else told.version
        facts.append(("version", words))
    if told.connected is not None:
        facts.append(("connected", str(told.connected)))
    if told.received is not None and told.sent is not None:
        facts.append(("load", texts["fleet.load"].format(received=round(told.received), sent=round(told.sent))))
    if told.dropped:
        facts.append(("dropped", str(told.dropped)))
    if heart.shares_machine:
        facts.append(("machine", texts["fleet.same_machine"]))
    elif health:
        facts += [one for one in health_facts(health, now, texts) if one[0] != "version"]
    else:
        facts.append(("machine", texts["fleet.other_machine"]))
    facts.append(("losses", texts["fleet.losses"].format(count=_lately(heart.losses, now))))
    return (*facts, *(_error(health, now) if health else ()))


def _error(health: Health, now: datetime) -> list[Fact]:
    if not (health.error and health.error.at):
        return []
    return [("error", f"{health.error.code} · {moment(health.error.at.astimezone(now.tzinfo), now)}")]


def _row(
    who: str,
    name: str,
    state: str,
    troubles: frozenset[Trouble],
    facts: Sequence[Fact],
    texts: Mapping[str, str],
) -> dict[str, object]:
    return {
        "id": who,
        "name": texts[name],
        "where": "",
        "heat": "bad" if troubles else "fine",
        "state": state,
        "wrong": [f"{texts[f'fleet.trouble.{one}']} {texts[f'fleet.advice.{one}']}" for one in sorted(troubles)],
        "facts": [[texts[f"fleet.fact.{fact}"], told] for fact, told in facts],
        "deeds": [],
        "duty": [],
        "errand": "",
        "errand_heat": "",
        "replace": "",
    }


def _lately(moments: Sequence[datetime], now: datetime) -> int:
    return sum(timedelta() <= now - one < timedelta(hours=1) for one in moments)
