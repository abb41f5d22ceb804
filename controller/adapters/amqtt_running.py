"""The embedded broker as it runs: until it is stopped, with the accounts that its profile has at the moment."""

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from amqtt.errors import BrokerError

from contract.alive import TURN_S, tell_alive
from contract.broker_topics import EVERY_S
from contract.errors import CallAPersonError
from contract.profile import BrokerProfile
from contract.profile_watch import ProfileWatch
from controller.adapters.amqtt_broker import HallBroker

_LOG: Final = logging.getLogger(__name__)
_LOOK_S: Final = 0.5
"""Seconds between two looks at the profile."""


class AddressTakenError(CallAPersonError):
    """The broker cannot listen at its address: another program does, or the machine does not have it."""


def run_broker(
    profile: BrokerProfile, stop: threading.Event, ready: Callable[[], None] = lambda: None, place: Path | None = None
) -> None:
    """Serve until ``stop`` is set; ``ready`` is called when devices can connect. Raises AddressTakenError.

    ``place`` is where the profile lies: accounts that change there are adopted while it runs. Where it is to listen elsewhere it ends, and
    whoever started it starts it anew.
    """
    logging.getLogger("amqtt").setLevel(logging.CRITICAL)  # it logs what is raised as well
    logging.getLogger("transitions").setLevel(logging.WARNING)
    asyncio.run(_serve(profile, stop, ready, place))


async def _serve(profile: BrokerProfile, stop: threading.Event, ready: Callable[[], None], place: Path | None) -> None:
    broker = HallBroker(profile)
    try:
        await broker.start()
    except BrokerError as fault:
        if not isinstance(fault.__cause__, OSError):
            raise
        raise AddressTakenError(f"{profile.host}:{profile.port}: {fault.__cause__.strerror}") from fault
    ready()
    broker.counts.begin()
    telling = asyncio.create_task(_tell_figures(broker))
    living = asyncio.create_task(_tell_of_life())
    watching = asyncio.create_task(_watch(broker, ProfileWatch(place, BrokerProfile, profile), stop)) if place else None
    try:
        await asyncio.get_running_loop().run_in_executor(None, stop.wait)
    finally:
        if watching:
            watching.cancel()
        living.cancel()
        telling.cancel()
        broker.counts.end()
        await broker.shutdown()


async def _tell_of_life() -> None:
    """Tell systemd while the loop turns."""
    while True:
        tell_alive()
        await asyncio.sleep(TURN_S)


async def _tell_figures(broker: HallBroker) -> None:
    """How the broker fares, for the page of the fleet."""
    while True:
        await broker.tell_figures()
        await asyncio.sleep(EVERY_S)


async def _watch(broker: HallBroker, watch: ProfileWatch[BrokerProfile], stop: threading.Event) -> None:
    """Until another address is asked for."""
    while True:
        await asyncio.sleep(_LOOK_S)
        before, changed = watch.content, watch.look()
        if changed is None:
            continue
        if _without_accounts(before) != _without_accounts(changed):
            _LOG.warning("the broker is to listen otherwise from now on, and ends to be started anew")
            stop.set()
            return
        await broker.adopt(changed)
        _LOG.info("%d accounts from now on", len(changed.passwords))


def _without_accounts(profile: BrokerProfile) -> BrokerProfile:
    return replace(profile, passwords={}, publish={}, subscribe={})
