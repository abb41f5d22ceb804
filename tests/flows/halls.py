"""Whole offices for flows."""

import os
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from contract.profile import write_profile
from contract.topics import Role
from demo.daytime import by_day
from demo.hall import WINDOWS, Hall
from demo.person import Person
from demo.screen import VirtualScreen
from demo.sound import SoundRoom
from firmware_config.site_file import read_site
from tests.flows.eavesdropper import Eavesdropper

SITE = Path(__file__).parents[2] / "demo" / "site.toml"


class Open:
    """An open office: its hall, its windows, a person in it, and what was heard between its devices."""

    def __init__(self, hall, screens, room, wire):
        self.hall, self.screens, self.room, self.wire = hall, screens, room, wire
        self.person = Person(hall, screens)
        self.kiosk = hall.device(Role.KIOSK).id
        self.rating = hall.device(Role.RATING).id
        self.hall_board = hall.device(Role.HALL_BOARD).id
        self.counter_board = hall.device(Role.COUNTER_BOARD).id
        self.counter = hall.device(Role.RATING).counter


@contextmanager
def open_office(folder, kind, roles=tuple(Role)):
    """The demo's office on a broker of ``kind``, with the devices of ``roles``."""
    site = by_day(read_site(SITE))
    with ExitStack() as stack:
        played = {*WINDOWS, Role.SPEAKER} & {*roles}
        devices = [one for one in site.devices if one.role in played and one.id != "kiosk-2"]
        screens = {}
        environments = {}
        room = stack.enter_context(SoundRoom()) if Role.SPEAKER in roles else None
        for one in devices:
            if one.role is Role.SPEAKER:
                environments[one.id] = {**os.environ, **room.environment}
            else:
                screens[one.id] = VirtualScreen(*one.screen)
                stack.callback(screens[one.id].stop)
                environments[one.id] = screens[one.id].env
        hall = Hall(site, folder, environments, kind)
        stack.callback(hall.stop)
        wire = Eavesdropper(hall.broker.port)
        stack.callback(wire.stop)
        for profile in folder.glob("*/profile.json"):
            plain = msgspec.json.decode(profile.read_bytes())
            if "account" in plain:
                plain["account"]["port"] = wire.port
                write_profile(profile, plain)
        hall.start()
        yield Open(hall, screens, room, wire)
