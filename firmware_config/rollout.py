"""Asks and installs all machines of an office side by side; one that fails keeps nobody else waiting."""

import base64
import getpass
import hashlib
import socket
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from contract.machines import Machine
from contract.site import Site
from firmware_config.named_files import named_files
from firmware_config.office import Office
from firmware_config.on_machine.order import Answer, Order, Wanted
from firmware_config.targets import Target, TargetError
from firmware_config.targets.local_root import LocalRoot
from firmware_config.targets.ssh_machine import SshMachine
from firmware_config.this_computer import this_computer
from firmware_config.tree import InstalledFile
from firmware_config.wanted import Plan

_AT_ONCE: Final = 8
SSH_CONFIG: Final = "ssh_config"
"""In the office's folder, where it has one: what ssh is told in place of the officer's own configuration."""

Outcome = Answer | TargetError


@dataclass(frozen=True, slots=True)
class Way:
    """How machines are installed.

    ``machines``: only these; ``root``: a folder of this computer in place of the machine itself, with one below it for each machine where the
    office has several.
    """

    machines: Collection[str] = ()
    root: Path | None = None
    restart: bool = True
    take_over: bool = False
    every_file: bool = False
    """Whether to list all files that would change, however many."""
    contents: bool = False
    """Whether to ask for what stands in files that would change; never for secret ones."""


class _ByHand:
    """A machine that this computer does not reach: its files are carried there."""

    def carry_out(self, order: Order) -> Answer:
        raise TargetError("by_hand", order.machine)


def chosen(plan: Plan, way: Way) -> tuple[str, ...]:
    """Machines that are meant, in the order of the site file. Raises TargetError for a name that no machine has."""
    for name in way.machines:
        if name not in plan.trees:
            raise TargetError("no_machine", name, ", ".join(plan.trees))
    return tuple(name for name in plan.trees if name in (way.machines or plan.trees))


def survey(plan: Plan, way: Way) -> Iterator[tuple[str, Outcome]]:
    """What would change on each machine, one after the other as the site file has them."""
    return _each(plan, way, dry=True, release="")


def install(plan: Plan, way: Way, release: str) -> Iterator[tuple[str, Outcome]]:
    """Install each; ``release`` is what the machine remembers of it."""
    return _each(plan, way, dry=False, release=release)


def order_of(site: Site, machine: str, files: tuple[InstalledFile, ...], release: str, way: Way, *, dry: bool) -> Order:
    """An order without contents where nothing is to be written."""
    listed = tuple(
        Wanted(
            one.path, hashlib.sha256(one.content).hexdigest(), one.mode, one.owner, one.units,
            "" if dry else base64.b64encode(one.content).decode(),
        )
        for one in files
    )  # fmt: skip
    named = tuple(path for path in named_files(site).get(machine, ()) if path.startswith("/"))
    show = tuple(one.path for one in files if way.contents and not one.secret)
    return Order(
        site.id,
        machine,
        listed,
        release,
        dry=dry,
        restart=way.restart,
        take_over=way.take_over,
        show=show,
        named=named,
    )


def officer() -> str:
    """Who sits at this computer."""
    return f"{getpass.getuser()}@{socket.gethostname()}"


def _each(plan: Plan, way: Way, *, dry: bool, release: str) -> Iterator[tuple[str, Outcome]]:
    targets = _targets(plan, way)

    def ask(name: str) -> Outcome:
        try:
            return targets[name].carry_out(order_of(plan.site, name, plan.trees[name], release, way, dry=dry))
        except TargetError as fault:
            return fault

    with ThreadPoolExecutor(_AT_ONCE) as several:
        yield from zip(targets, several.map(ask, targets), strict=True)


def _targets(plan: Plan, way: Way) -> dict[str, Target]:
    machines = {str(one.id): one for one in plan.site.machines}
    here = this_computer(plan.site)
    if way.root:
        several = len(plan.trees) > 1
        return {name: LocalRoot(way.root / name if several else way.root) for name in chosen(plan, way)}
    return {name: _target(plan.office, machines.get(name), here=name == here) for name in chosen(plan, way)}


def _target(office: Office, machine: Machine | None, *, here: bool) -> Target:
    if machine is None or here:
        return LocalRoot()
    if not machine.host:
        return _ByHand()
    config = office.folder / SSH_CONFIG
    return SshMachine(machine.host, machine.user, config if config.exists() else None)
