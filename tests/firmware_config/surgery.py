"""Where the doctor's tests make people ill: devices by their profiles, and what the doctor says of them."""

import dataclasses
import os
import pickle
import select
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from contract.calling import Calling
from contract.doctor import DoctorProfile
from contract.ids import CounterId, DeviceId, SiteId
from contract.language import load_texts
from contract.profile import Account, BoardProfile, KioskProfile, RatingProfile, Screen, SpeakerProfile, write_profile
from contract.topics import Role
from firmware_config.doctor.command import TEXTS
from firmware_config.doctor.examination import Examination, examine
from firmware_config.doctor.finding import Area, Finding
from firmware_config.doctor.patient import Device, Patient
from firmware_config.doctor.report import as_json, as_text
from firmware_config.doctor.rounds import CHECKS

SITE = SiteId("thu")
WORD = "khong-ai-duoc-thay-mat-khau-nay"
SCREEN = Screen((1080, 1920), (346, 615))
NOBODY = 65534


def account(name: str = "kiosk-1", role: Role = Role.KIOSK, **other: Any) -> Account:
    given = {"host": "127.0.0.1", "port": 9, "password": WORD, **other}
    return Account(SITE, DeviceId(name), role, **given)


def kiosk(state: Path | str = "/", **other: Any) -> KioskProfile:
    mine = {key: other.pop(key) for key in ("host", "port", "password", "ca", "timezone") if key in other}
    return KioskProfile(account(**mine), SCREEN, str(state), **other)


def speaker(**other: Any) -> SpeakerProfile:
    return SpeakerProfile(account("speaker-1", Role.SPEAKER), Calling(), **other)


def patient(*profiles: KioskProfile | RatingProfile | BoardProfile | SpeakerProfile, **other: Any) -> Patient:
    return Patient(tuple(Device(one.account, one) for one in profiles), **other)


def rating() -> RatingProfile:
    return RatingProfile(account("rating-5", Role.RATING), SCREEN, CounterId(5), "/")


def doctor_at(host: str, port: int, password: str = WORD, ca: str = "") -> DoctorProfile:
    return DoctorProfile(SITE, host, port, password, ca=ca)


def written(folder: Path, profile: KioskProfile | SpeakerProfile, **account_: Any) -> Path:
    """The profile as a file, as ``apply`` would write it."""
    changed = dataclasses.replace(profile, account=dataclasses.replace(profile.account, **account_))
    path = folder / changed.account.device / "profile.json"
    write_profile(path, changed)
    return path


def examined(who: Patient, *areas: Area, seconds: float = 8.0) -> Examination:
    """All that is found in these areas; whatever it is, no secret stands in the report."""
    found = examine(who, CHECKS, frozenset(areas), seconds)
    for language in ("vi", "en"):
        texts = load_texts(TEXTS, language)
        for report in (as_text(found, texts), as_text(found, texts, 80, coloured=True), as_json(found, texts)):
            assert WORD not in report
            assert "{" not in as_text(found, texts)
    return found


def findings(who: Patient, *areas: Area, seconds: float = 8.0) -> list[Finding]:
    found = examined(who, *areas, seconds=seconds)
    assert found.unfinished == ()
    return list(found.findings)


def kinds(who: Patient, *areas: Area, seconds: float = 8.0) -> list[str]:
    return [one.kind for one in findings(who, *areas, seconds=seconds)]


def as_nobody(call: Callable[[], Any]) -> Any:
    """What ``call`` gives where it is made by somebody without rights: in a process of its own, which root can make one."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            told = pickle.dumps((True, call()))
        except BaseException:  # noqa: BLE001
            told = pickle.dumps((False, traceback.format_exc()))
        with os.fdopen(theirs, "wb") as out:
            out.write(told)
        sys.stdout.flush()
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as back:
        if not select.select([back], [], [], 60)[0]:
            os.kill(child, signal.SIGKILL)
        told = back.read()
    os.waitpid(child, 0)
    well, given = pickle.loads(told)
    assert well, given
    return given
