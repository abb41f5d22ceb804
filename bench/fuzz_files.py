"""Fuzzing of files that people and programs write: site file, procedures, schedule, voice pack, and what programs remember."""

import contextlib
import json
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Final

from bench.fuzz_chance import WORDS, any_bytes, as_json, bent, garbled, made, odd, shape_of
from bench.fuzz_run import Case
from bench.tap import SITE
from contract.controller_profile import ControllerProfile
from contract.credentials import Credentials
from contract.errors import ProfileError
from contract.ids import DeviceId
from contract.joining import Offer, offer_text, read_offer
from contract.language import load_texts
from contract.profile import read_profile
from contract.site import Procedures
from contract.twin_file import TwinFile
from contract.twin_rules import TwinBook
from controller.adapters.json_fleet import read_alarms, read_errands
from controller.adapters.json_twins import JsonTwins
from controller.core.errand import Errand
from firmware_config.__main__ import TEXTS
from firmware_config.fault import SiteFileError
from firmware_config.office import Office
from firmware_config.procedures_file import read_catalogue
from firmware_config.releases import releases
from firmware_config.site_file import read_site
from queue_display.adapters.toml_schedule import read_schedule
from voice.adapters.pack_folder import PackFolder
from voice.core.pack_card import PackError

_PROCEDURES: Final = SITE.parent / "procedures.toml"
_VALUES: Final = (
    b"true", b"-1", b"0", b"1e400", b"nan", b"[]", b"{}", b'""', b"1979-05-27", b"07:30:00", b"25:00", b"[[1]]", b'"\\uD800"', b"0x",
    b"9" * 40, b"9" * 5000, b"[" * 4000, b"a.b.c = 1", b"[[counters]]", b"[site", b'"""', b'"vi"', b'"Asia"', b'"http://[::1"',
)  # fmt: skip
_SCHEDULE: Final = b"""[[show]]
what = ["a.png", "b.mp4"]
from = 2026-12-24
until = "2026-12-31"
days = ["monday", "friday"]
hours = ["07:30-11:30", "13:30-24:00"]
seconds = 12
"""
_CARD: Final = b"""name = "hoa"
speaker = "Hoa"
language = "vi"
date = "2026-11-22"

[clips]
"m\xe1\xbb\x9di" = "moi.wav"
"s\xe1\xbb\x91" = "so.wav"
"""
_TABLE: Final = 'mã thủ tục;tên thủ tục;lĩnh vực;giấy tờ cần mang\n1.004;Khai sinh;ho-tich;"a\nb"\n'.encode()


def site_file(folder: Path) -> Case:
    """A site file is read, or every fault of it is told in both languages: SiteFileError."""
    good, path = SITE.read_bytes(), folder / "site.toml"
    words = [load_texts(TEXTS, language) for language in ("vi", "en")]

    def case(chance: Random) -> None:
        path.write_bytes(_bent_toml(chance, good))
        try:
            read_site(path)
        except SiteFileError as faults:
            for texts in words:
                faults.lines(texts)

    return case


def procedures(folder: Path) -> Case:
    """A catalogue of procedures as TOML or as a table: read, or refused with its faults."""
    site, here = read_site(SITE), folder / "site.toml"
    here.write_bytes(SITE.read_bytes())
    texts, good = load_texts(TEXTS, "vi"), _PROCEDURES.read_bytes()[:6000].rpartition(b"\n[[")[0]

    def case(chance: Random) -> None:
        name = chance.choice(("p.toml", "p.csv", "P.CSV"))
        data = _bent_toml(chance, good) if name == "p.toml" else garbled(chance, _TABLE * chance.randint(1, 3))
        (folder / name).write_bytes(data)
        try:
            read_catalogue(replace(site, procedures=Procedures(file=name)), here)
        except SiteFileError as faults:
            faults.lines(texts)

    return case


def schedule(folder: Path) -> Case:
    """A board's schedule never raises: it tells its faults."""

    def case(chance: Random) -> None:
        (folder / "schedule.toml").write_bytes(_bent_toml(chance, _SCHEDULE))
        read_schedule(folder)

    return case


def voice_pack(folder: Path) -> Case:
    """A pack's card and clips: PackError for a card that is none, and a clip that cannot be played is told."""
    clip = b"RIFF\x2c\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x22\x56\x00\x00\x44\xac\x00\x00\x02\x00\x10\x00data\x08\x00\x00\x00"

    def case(chance: Random) -> None:
        (folder / "pack.toml").write_bytes(_bent_toml(chance, _CARD))
        (folder / "moi.wav").write_bytes(garbled(chance, clip + bytes(range(8))))
        with contextlib.suppress(PackError):
            PackFolder(folder).load()

    return case


def memory(folder: Path) -> Case:
    """What programs find of their own after a power cut or a bad disk: releases, offers, twins, alarms, credentials, profiles."""
    office = Office(folder)
    release = folder / "releases" / "0001"
    release.mkdir(parents=True)
    told = {
        "format": 1, "number": 1, "at": "2026-11-22T08:00:00", "by": "an", "digest": "0", "site_file": "site.toml", "named": {},
        "back_to": 0, "machines": {"m": "begun"},
    }  # fmt: skip
    offer = json.loads(offer_text(Offer(DeviceId("kiosk-1"), "K74QPMT9WX", 2e9, b"x")))
    kinds = {kind: shape_of(kind) for kind in (TwinBook, Errand, Credentials, ControllerProfile)}

    def write(chance: Random, name: str, value: object) -> Path:
        path = folder / name
        data = as_json(chance, bent(chance, value) if chance.random() < 0.7 else value)
        path.write_bytes(any_bytes(chance) if chance.randrange(8) == 0 else data)
        return path

    def case(chance: Random) -> None:
        match chance.randrange(6):
            case 0:
                write(chance, "releases/0001/info.json", told)
                for one in releases(office):
                    _ = one.words, one.site_copy
            case 1:
                read_offer(write(chance, "K7.json", offer))
            case 2:
                write(chance, "twin.json", made(chance, kinds[TwinBook]))
                TwinFile(str(folder)).read()
            case 3:
                write(
                    chance,
                    "twins.json",
                    {"kiosk-1": {"revision": 1, "version": "x", "duty": {"serves": True}, "by": ""}},
                )
                JsonTwins(folder).read()
            case 4:
                write(chance, "alarms.json", [odd(chance)])
                read_alarms(folder)
                write(chance, "errands.json", {"kiosk-1": made(chance, kinds[Errand])})
                read_errands(folder)
            case _:
                kind = chance.choice((Credentials, ControllerProfile))
                path = write(chance, "profile.json", made(chance, kinds[kind]))
                with contextlib.suppress(ProfileError):
                    read_profile(path, kind)

    return case


def _bent_toml(chance: Random, good: bytes) -> bytes:
    """With values, keys and lines exchanged, or bytes garbled."""
    if chance.randrange(12) == 0:
        return any_bytes(chance)
    if chance.random() < 0.3:
        return garbled(chance, good)
    lines = good.split(b"\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        key = lines[at].partition(b"=")[0]
        value = chance.choice((*_VALUES, json.dumps(chance.choice(WORDS)).encode()))
        lines[at] = chance.choice(
            (key + b"= " + value, b"", lines[chance.randrange(len(lines))], lines[at] + b"\n" + lines[at])
        )
    return b"\n".join(lines)
