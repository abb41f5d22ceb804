"""``python -m demo``: a whole office on this machine; with a screen its windows, without one the visit that plays itself."""

import argparse
import dataclasses
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Final

from contract.ids import DeviceId
from contract.language import load_texts
from contract.procedure import Catalogue
from contract.site import Device, Site
from contract.topics import Role
from demo.camera import receipt_view
from demo.crowd import Crowd, second_kiosk
from demo.files import sample_files
from demo.hall import WINDOWS, Hall
from demo.officer import PASSWORD, clerk_of, head_of
from demo.screen import ScreenError, VirtualScreen
from demo.sheet import draw_sheet
from demo.sound import SoundRoom, available
from demo.visit import PlayedVisit, say_to_person, write_story
from firmware_config.__main__ import TEXTS
from firmware_config.fault import SiteFileError
from firmware_config.procedures_file import read_catalogue
from firmware_config.site_file import read_site

SITE: Final = Path(__file__).parent / "site.toml"
_NEXT_RECEIPT_S: Final = 20.0
_SIZES: Final = {Role.COUNTER_BOARD: 400, Role.RATING: 400}
_PLACES: Final = {
    Role.KIOSK: (10, 40),
    Role.HALL_BOARD: (380, 40),
    Role.COUNTER_BOARD: (380, 410),
    Role.RATING: (800, 410),
}
"""Longer side and place of the windows on a desk's screen of 1366 x 768 or more, in pixels."""
_PLAYED: Final = tuple(role for role in Role if role not in {Role.CONTROLLER, Role.KEYPAD, Role.PAD})
_HALL: Final = (Role.HALL_BOARD, Role.COUNTER_BOARD, Role.SPEAKER)
"""Switched on when the morning has begun, else they would still be showing and saying its calls."""


def play(site: Site, catalogue: Catalogue, folder: Path) -> int:
    """The visit, offscreen; 0 when every step came."""
    began = time.monotonic()
    missing = [str(role) for role in _PLAYED if role not in {one.role for one in site.devices}]
    if missing:
        print(f"The visit needs devices that this site file does not have: {', '.join(missing)}.", file=sys.stderr)
        return 1
    _clear(folder)
    crowd_at = second_kiosk(site)
    with ExitStack() as stack:
        say_to_person("starting the office: broker, controller, kiosk, boards, rating terminal, printer, registry")
        room = stack.enter_context(SoundRoom())
        windowed = [one for one in site.devices if one.role in WINDOWS and one.id != crowd_at]
        screens = {one.id: VirtualScreen(*one.screen) for one in windowed}
        for screen in screens.values():
            stack.callback(screen.stop)
        environments: dict[DeviceId, Mapping[str, str]] = {device: screen.env for device, screen in screens.items()}
        for one in site.devices:
            if one.role is Role.SPEAKER:
                environments[one.id] = {**os.environ, **room.environment}
        hall = Hall(site, folder / "office", environments, catalogue=catalogue)
        stack.callback(hall.stop)
        hall.start(later=_HALL)
        try:
            crowd = stack.enter_context(Crowd(hall, crowd_at)) if crowd_at else None
            if crowd:
                say_to_person("a morning's people take numbers at the second kiosk; some are called")
                crowd.arrive()
            for role in _HALL:
                hall.start_device(hall.device(role))
            move_on = crowd.move_on if crowd else None
            story = PlayedVisit(hall, screens, room.record, folder, say_to_person, move_on).play()
        except (ScreenError, RuntimeError, OSError) as fault:
            print(f"The visit stopped: {fault}\nSee the logs in {folder / 'office'}.", file=sys.stderr)
            return 1
        write_story(folder, story)
        draw_sheet(folder).save(folder / "sheet.png")
        say_to_person("stopping everything")
    print(f"The visit is over: {time.monotonic() - began:.0f} s. Look into {folder}:")
    print("  " + "  ".join(sorted(path.name for path in folder.iterdir() if path.is_file())))
    print(f"  .venv/bin/python -m controller visit {story['number']} --state {hall.state}")
    return 0


def show(site: Site, catalogue: Catalogue, folder: Path, stop: threading.Event) -> int:
    """Windows on this screen, until Ctrl+C."""
    _clear(folder)
    crowd_at = second_kiosk(site)
    with ExitStack() as stack:
        environment: Mapping[str, str] = os.environ
        if not available():
            room = stack.enter_context(SoundRoom())
            environment = {**os.environ, **room.environment}
            print("No sound server here: the calls are played to nobody.")
        small = dataclasses.replace(site, devices=tuple(_smaller(one) for one in site.devices))
        shown = [one for one in small.devices if one.role in {*WINDOWS, Role.SPEAKER} and one.id != crowd_at]
        places = {one.id: _PLACES[one.role] for one in shown if one.role in _PLACES}
        hall = Hall(
            small, folder / "office", {one.id: environment for one in shown}, places=places, catalogue=catalogue
        )
        stack.callback(hall.stop)
        say_to_person("starting the office")
        hall.start()
        if crowd_at:
            with Crowd(hall, crowd_at) as crowd:
                crowd.arrive()
        print(f"\n  counters and phones   {hall.pages}")
        for counter in site.counters:
            print(
                f"  counter {counter.id:<13} {hall.pages}/counter/{counter.id}   officer {clerk_of(site, counter.id)}"
            )
        print(f"  the head's page       {hall.pages}/head   officer {head_of(site) or '-'}")
        print(f"  password of everybody {PASSWORD}")
        print(f"  printed tickets       {folder / 'office' / 'printed'}")
        print("\nTouch the kiosk; a receipt lies before its camera, another every 20 s. Ctrl+C ends everything.")
        _lay_receipts(hall, stop)
        say_to_person("stopping everything")
    return 0


def _clear(folder: Path) -> None:
    """Away with what an earlier run left; nothing else of the folder is touched."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "office", ignore_errors=True)
    for left in (*folder.glob("*.png"), folder / "call.wav", folder / "visit.json"):
        left.unlink(missing_ok=True)


def _lay_receipts(hall: Hall, stop: threading.Event) -> None:
    number, today = 0, date.today()  # noqa: DTZ011 - a demo's day
    while True:
        hall.camera.show(receipt_view(number % len(sample_files(today)) + 1, hall.site.name, today))
        number += 1
        if stop.wait(_NEXT_RECEIPT_S):
            return
        for device in hall.ended():
            print(f"{device} ended by itself; its last words are in {hall.folder / device / 'log'}")


def _smaller(device: Device) -> Device:
    """A window that fits a desk's screen beside others; every size follows the millimetres, so it is the same picture."""
    width, height = device.screen
    scale = _SIZES.get(device.role, 620) / max(width, height)
    return dataclasses.replace(device, screen=(round(width * scale), round(height * scale)))


def main() -> int:
    """Parse the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--site", type=Path, default=SITE, help="site file (demo/site.toml)")
    parser.add_argument("--folder", type=Path, default=Path("var/demo"), help="where everything is left")
    parser.add_argument("--alone", action="store_true", help="play the visit offscreen even where there is a screen")
    given = parser.parse_args()
    try:
        site = read_site(given.site)
        catalogue = read_catalogue(site, given.site)
    except SiteFileError as faults:
        print("\n".join(faults.lines(load_texts(TEXTS, "vi"))), file=sys.stderr)
        return 1
    stop = threading.Event()
    alone = given.alone or not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.default_int_handler)
    folder = given.folder.absolute()
    try:
        return play(site, catalogue, folder) if alone else show(site, catalogue, folder, stop)
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130 if alone else 0


if __name__ == "__main__":
    sys.exit(main())
