"""An offer in words: two short lines beside a field, or one sentence why no number is given and what to do."""

from collections.abc import Mapping
from datetime import datetime

from contract.notices import Door
from contract.wait import wait_words
from kiosk.core.offer import Offer

Texts = Mapping[str, str]


def beside(offer: Offer, texts: Texts, now: datetime) -> tuple[str, str]:
    """The two lines at the right end of a field's row; empty where nothing is known. ``now``: the office's local time."""
    if offer.shut:
        return reason(offer, texts, now), ""
    wait = wait_words(offer.wait, texts) if offer.wait else ""
    if offer.left is not None:
        return texts["home.left"].format(count=offer.left), wait
    if not offer.waiting:
        return texts["home.nobody"] if offer.waiting == 0 else "", wait
    return texts["home.waiting"].format(count=offer.waiting), wait


def reason(offer: Offer, texts: Texts, now: datetime) -> str:
    """Why no number is given, in as few words as fit beside a field's name; empty for an open one."""
    if offer.door is Door.NOT_YET and offer.opens_at:
        return texts["shut.not_yet"].format(when=moment(offer.opens_at, texts, now))
    key = "not_yet_some" if offer.door is Door.NOT_YET else offer.door
    return texts[f"shut.{key}"] if offer.shut else ""


def sentence(offer: Offer, texts: Texts, now: datetime) -> str:
    """Why, and what to do now."""
    return f"{reason(offer, texts, now)}. {advice(offer, texts, now)}"


def heading(offer: Offer, texts: Texts, now: datetime) -> tuple[str, str]:
    """Title and note for an office that gives no numbers at all: why, when again, what to do."""
    if offer.door is Door.NOT_YET:
        return texts["shut.early"], sentence(offer, texts, now)
    why = f"{offer.words}. " if offer.door is Door.HOLIDAY and offer.words else ""
    return reason(offer, texts, now), why + advice(offer, texts, now)


def advice(offer: Offer, texts: Texts, now: datetime) -> str:
    """What to do now: wait here, come back, or ask."""
    if offer.door is Door.NOT_YET:
        return texts["shut.wait"]
    if offer.door in {Door.DAY_OVER, Door.HOLIDAY}:
        return back(offer.opens_at, texts, now)
    return texts["shut.ask"]


def back(opens_at: datetime | None, texts: Texts, now: datetime) -> str:
    """When to come again, where that is known."""
    if opens_at is None:
        return texts["shut.another_day"]
    return texts["shut.back"].format(when=moment(opens_at, texts, now))


def moment(at: datetime, texts: Texts, now: datetime) -> str:
    """The office's local time of ``at`` (aware), with the weekday from tomorrow on and the date from a week on."""
    local = at.astimezone(now.tzinfo)
    days = (local.date() - now.date()).days
    clock = f"{local:%H:%M}"
    if days == 0:
        return clock
    key = "shut.on_weekday" if 0 < days < 7 else "shut.on_date"
    return texts[key].format(time=clock, weekday=texts[f"weekday.{local.isoweekday()}"], date=f"{local:%d/%m}")
