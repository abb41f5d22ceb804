"""``rollback``: puts the site file of the release before, or of a named one, back into its place and installs it.

Passwords and certificates stay today's: what was shut out since then stays shut out.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping

from firmware_config.applying import apply_plan
from firmware_config.commands import FAULTY, FINE, which
from firmware_config.commands.apply import agreed
from firmware_config.commands.plan import pending, tell_plan
from firmware_config.going_back import before, put_back
from firmware_config.office import find_office
from firmware_config.releases import newest, releases
from firmware_config.site_file import read_site
from firmware_config.telling import told_release
from firmware_config.wanted import wanted


def arguments(parser: ArgumentParser) -> None:
    """Which release, and which machines."""
    which.arguments(parser)
    parser.add_argument("--release", type=int, metavar="NUMBER", default=0, help="option.release")
    parser.add_argument("--yes", action="store_true", help="option.yes")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """1 where there is no such release, or a machine was not installed whole. Raises SiteFileError where its site file is not understood today."""
    office = find_office(given.office)
    known = releases(office)
    goal = next((one for one in known if one.number == given.release), None) if given.release else before(known)
    if goal is None:
        print(
            texts["rollback.none" if not given.release else "rollback.unknown"].format(number=given.release),
            file=sys.stderr,
        )
        print("\n".join(told_release(one, texts) for one in known), file=sys.stderr)
        return FAULTY
    print(texts["rollback.to"].format(release=told_release(goal, texts)))
    read_site(goal.site_copy)
    if not (given.yes or agreed(texts)):
        print(texts["apply.left"])
        return FAULTY
    aside = put_back(office, goal)
    if aside:
        print(texts["rollback.aside"].format(folder=aside))
    plan = wanted(office)
    way = which.way_of(given)
    found = tell_plan(plan, way, texts)
    last = newest(office)
    if not pending(found) and last and last.digest == goal.digest:
        return FINE
    return apply_plan(plan, way, texts, goal.number)
