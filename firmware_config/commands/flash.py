"""``flash``: MicroPython, our programs and one device's profile onto a board on USB, and read back."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from contract.ids import DeviceId
from contract.site import Site
from contract.small_device import Chip
from firmware_config.commands import FAULTY, FINE
from firmware_config.commands.revoke import unknown_device
from firmware_config.flashing import BoardError
from firmware_config.flashing.content import board_files, small_profile
from firmware_config.flashing.esptool_firmware import words_of, write_firmware
from firmware_config.flashing.firmware import LEAST, PAGES, firmware
from firmware_config.flashing.mpremote_board import MpremoteBoard, OnBoard, digests, left_over
from firmware_config.flashing.serial_ports import check_port, serial_ports
from firmware_config.flashing.tools import ESPTOOL, MPREMOTE, program
from firmware_config.keep import Keep
from firmware_config.loss import UnknownDeviceError, loss_of
from firmware_config.office import find_office
from firmware_config.site_file import read_site

FIRMWARE: Final = "firmware"
"""Folder in an office's folder in which ``flash`` looks for MicroPython."""


def arguments(parser: ArgumentParser) -> None:
    """Which device, at which port, with what."""
    parser.add_argument("device", help="option.device")
    parser.add_argument("office", nargs="?", default="", help="option.office")
    parser.add_argument("--port", default="", help="option.port")
    parser.add_argument("--firmware", type=Path, metavar="FILE", help="option.firmware")
    parser.add_argument("--dry-run", action="store_true", help="option.dry_run")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """Every fault in words that say what to do."""
    office = find_office(given.office)
    site = read_site(office.site_file)
    try:
        device = loss_of(site, given.device).device
        keep = Keep(office.keep)
        chip = small_profile(site, keep, device).hardware.chip
        image = firmware(given.firmware, chip) if given.firmware else None
        _Flashing(site, keep, device, chip, texts).flash(given.port, image, office.folder / FIRMWARE, dry=given.dry_run)
    except UnknownDeviceError as fault:
        print(unknown_device(fault, texts), file=sys.stderr)
    except BoardError as fault:
        print(texts[f"flash.{fault.name}"].format(what=fault.what, words=fault.words), file=sys.stderr)
    else:
        return FINE
    return FAULTY


class _Flashing:
    """Of one device. Raises BoardError."""

    def __init__(self, site: Site, keep: Keep, device: DeviceId, chip: Chip, texts: Mapping[str, str]) -> None:
        self._files = board_files(site, keep, device)
        self._device, self._chip, self._texts = device, chip, texts

    def flash(self, port: str, image: Path | None, folder: Path, *, dry: bool) -> None:
        """``image``: MicroPython to write first; without one it is written from ``folder`` where the board has none."""
        program(MPREMOTE)
        port = port or self._chosen()
        check_port(port)
        board = MpremoteBoard(port)
        found = None if image else self._found(board)
        if found is None:
            image = image or self._from(folder, port)
            self._say("firmware", what=image.name, words=port)
            if dry:
                self._say("would", words=" ".join((ESPTOOL, *words_of(port, self._chip, image))))
                self._say("would_write", words=len(self._files))
                return
            write_firmware(port, self._chip, image)
            found = board.look()
        self._programs(board, found, dry=dry)

    def _programs(self, board: MpremoteBoard, found: OnBoard, *, dry: bool) -> None:
        if found.owed and found.device not in {"", self._device}:
            raise BoardError("owed", found.device, str(found.owed))
        wanted = digests(self._files)
        old = left_over(found, self._files, self._device)
        changed = [name for name, digest in wanted.items() if found.files.get(name) != digest]
        if not changed and not old:
            self._say("same", what=self._device, words=board.port)
            return
        if dry:
            self._say("would_write", words=len(changed))
            for name in (*changed, *old):
                print("  - " + name if name in old else "  + " + name)
            return
        self._say("writing", what=len(changed), words=board.port)
        board.sleep()
        board.remove(old)
        main = list(self._files)[-1]
        board.write({name: self._files[name] for name in (*(one for one in changed if one != main), main)})
        stands = board.look().files
        if wrong := [name for name, digest in wanted.items() if stands.get(name) != digest]:
            raise BoardError("not_whole", board.port, ", ".join(wrong))
        board.restart()
        self._say("done", what=self._device, words=len(wanted))

    def _found(self, board: MpremoteBoard) -> OnBoard | None:
        """None where there is no MicroPython that is new enough."""
        try:
            found = board.look()
        except BoardError as fault:
            if fault.name != "mute":
                raise
            return None
        return found if found.version >= LEAST else None

    def _from(self, folder: Path, port: str) -> Path:
        if not folder.is_dir():
            raise BoardError("needs_firmware", port, f"{PAGES[self._chip]} → {folder}")
        return firmware(folder, self._chip)

    def _chosen(self) -> str:
        """The only port, or the one that the officer says."""
        ports = serial_ports()
        if not ports:
            raise BoardError("no_port")
        if len(ports) == 1:
            return ports[0].path
        for place, one in enumerate(ports, 1):
            print(f"  {place}. {one.path}  {one.name}".rstrip())
        if not sys.stdin.isatty():
            raise BoardError("several", ", ".join(one.path for one in ports))
        typed = input(self._texts["flash.which"] + " ").strip()
        if not typed.isdigit() or not 1 <= int(typed) <= len(ports):
            raise BoardError("several", ", ".join(one.path for one in ports))
        return ports[int(typed) - 1].path

    def _say(self, name: str, **values: object) -> None:
        print(self._texts[f"flash.{name}"].format(**values), flush=True)
