"""``plan``: says what ``apply`` would change on which machine and device, and changes nothing there."""

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from contract.topics import CONTROLLER
from firmware_config.command_line import program
from firmware_config.commands import FAULTY, FINE, which
from firmware_config.fault import SiteFileError
from firmware_config.named_files import named_files
from firmware_config.office import Office, every_office, find_office
from firmware_config.releases import newest
from firmware_config.rollout import Outcome, Way, survey
from firmware_config.targets import TargetError
from firmware_config.telling import MOST, told_plan, told_release
from firmware_config.wanted import Plan, wanted


def arguments(parser: ArgumentParser) -> None:
    """Which machines."""
    which.arguments(parser)
    parser.add_argument("--all", action="store_true", help="option.all")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """1 where a machine could not be asked, or something stands in the way."""
    if given.all:
        return max(_one(office, given, texts) for office in every_office())
    return _plan(find_office(given.office), given, texts)


def _one(office: Office, given: Namespace, texts: Mapping[str, str]) -> int:
    """One of many: its faults keep no other waiting."""
    try:
        return _plan(office, given, texts)
    except SiteFileError as fault:
        print("\n".join(fault.lines(texts)), flush=True)
        return FAULTY


def _plan(office: Office, given: Namespace, texts: Mapping[str, str]) -> int:
    plan = wanted(office)
    found = tell_plan(plan, which.way_of(given), texts)
    bad = any(isinstance(one, TargetError) or one.troubles for one in found.values())
    if not bad and pending(found):
        print(texts["plan.next"].format(program=program()) + f" {given.office}".rstrip())
    return FAULTY if bad else FINE


def tell_plan(plan: Plan, way: Way, texts: Mapping[str, str]) -> dict[str, Outcome]:
    """Ask every machine and print what it said. Raises TargetError for a machine that the office does not have."""
    last = newest(plan.office)
    since = told_release(last, texts) if last else texts["release.none"]
    print(texts["plan.head"].format(name=plan.site.name, since=since))
    devices = (CONTROLLER, *(one.id for one in plan.site.devices))
    found = {}
    named = named_files(plan.site)
    for name, outcome in survey(plan, way):
        most = None if way.every_file else MOST
        print("\n".join(told_plan(name, outcome, devices, named.get(name, {}), texts, most)), flush=True)
        found[name] = outcome
    left = [name for name in (last.machines if last else ()) if name not in plan.trees]
    if left:
        print(texts["plan.left"].format(machines=", ".join(left)))
    return found


def pending(found: Mapping[str, Outcome]) -> bool:
    """Whether there is anything to install."""
    return any(not isinstance(one, TargetError) and not one.whole for one in found.values())
