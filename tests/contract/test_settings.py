"""What of a profile travels: everything that it can be changed by, nothing secret, and named alike on both sides."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from contract.codec import MAX_BYTES, decode_notice, encode_notice
from contract.device_profile import device_profile
from contract.profile import Account, KeypadProfile, KioskProfile, NumberBoardProfile, PadProfile, SpeakerProfile
from contract.settings import SETTINGS, UnfitValueError, differing, overlaid, seals, settings, version
from contract.settings_sense import check_sense
from contract.twin import Wanted
from firmware_config.site_file import read_site

SITE = read_site(Path(__file__).parents[2] / "demo" / "site.toml")
OFFICES = sorted((Path(__file__).parents[2] / "demo" / "offices").glob("*.toml"))
SECRETS = {"password", "wifi", "pin", "phone_key", "state", "trace", "account"}


def profile_of(device, site=SITE):
    account = Account(site.id, device.id, device.role, "10.0.0.1", 1883, "the password", site.timezone)
    return device_profile(site, device, account, "/var/lib/motcua/x", "the phone key")


PROFILES = {device.id: profile_of(device) for device in SITE.devices}
KIOSK = next(one for one in PROFILES.values() if isinstance(one, KioskProfile))
SPEAKER = next(one for one in PROFILES.values() if isinstance(one, SpeakerProfile))


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_over_the_air_and_back_it_is_the_same(profile):
    wanted = decode_notice(encode_notice(Wanted(1, version(profile), settings(profile), seals(profile))))
    assert isinstance(wanted, Wanted)
    assert overlaid(profile, wanted.settings) == (profile, ())
    assert version(profile) == wanted.version


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_no_secret_travels(profile):
    payload = encode_notice(Wanted(1, version(profile), settings(profile), seals(profile)))
    assert not SECRETS & set(settings(profile))
    for secret in ("the password", "the phone key", "/var/lib"):
        assert secret.encode() not in payload
    if isinstance(profile, KioskProfile):
        assert not profile.pin or profile.pin.encode() not in payload


@pytest.mark.parametrize("kind", SETTINGS)
def test_every_key_of_a_profile_travels_or_is_known_to_stay(kind):
    keys = {one.name for one in fields(kind)}
    assert set(SETTINGS[kind]) <= keys
    assert keys - set(SETTINGS[kind]) <= SECRETS


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_small_device_gets_little(profile):
    payload = encode_notice(Wanted(1, version(profile), settings(profile), seals(profile)))
    is_small = isinstance(profile, KeypadProfile | PadProfile | NumberBoardProfile)
    assert len(payload) <= (600 if is_small else MAX_BYTES // 16)


def test_another_name_for_every_other_content():
    others = [
        replace(KIOSK, paper_mm=58),
        replace(KIOSK, pin="$argon2id$other"),
        replace(KIOSK, phone_key="" if KIOSK.phone_key else "key"),
        replace(KIOSK, account=replace(KIOSK.account, timezone="Asia/Tokyo")),
        replace(KIOSK, camera="rtsp://it:secret@10.0.0.7/1"),
    ]
    assert len({version(one) for one in (KIOSK, *others)}) == 6
    alike = [replace(KIOSK, state="/elsewhere"), replace(KIOSK, account=replace(KIOSK.account, password="x", port=9))]
    assert {version(one) for one in alike} == {version(KIOSK)}


def test_two_seconds_are_two_seconds_however_they_are_written():
    said = SPEAKER.announcing
    two, also_two = (
        replace(SPEAKER, announcing=replace(said, repeat_after_s=one, volumes={"07:00": one - 2})) for one in (2, 2.0)
    )
    assert version(two) == version(also_two)
    assert version(overlaid(SPEAKER, settings(two))[0]) == version(two)
    assert version(replace(SPEAKER, announcing=replace(said, repeat_after_s=2.5))) != version(two)


def test_a_camera_whose_address_holds_a_password_stays_at_home():
    kiosk = replace(KIOSK, camera="rtsp://it:secret@10.0.0.7/1")
    assert "camera" not in settings(kiosk)
    assert "camera" in seals(kiosk)
    assert "secret" not in json.dumps([settings(kiosk), seals(kiosk)])
    assert overlaid(kiosk, settings(kiosk))[0].camera == kiosk.camera
    assert settings(replace(KIOSK, camera="http://10.0.0.7/a@b"))["camera"] == "http://10.0.0.7/a@b"


def test_nobody_is_told_over_the_air_which_program_to_run():
    assert "piper_program" not in settings(SPEAKER)["voices"]
    told = {"voices": {**settings(SPEAKER)["voices"], "piper_program": "/tmp/evil", "pitch": 50}}
    changed, _ = overlaid(SPEAKER, told)
    assert (changed.voices.piper_program, changed.voices.pitch) == (SPEAKER.voices.piper_program, 50)
    assert differing(SPEAKER, changed) == ("voices",)


@pytest.mark.parametrize("place", ["/etc/passwd", "/dev/../etc/passwd", "printer", "tcp://", "/dev/", 5, None])
def test_nobody_is_told_over_the_air_to_print_into_a_file(place):
    with pytest.raises(UnfitValueError, match="printer"):
        overlaid(KIOSK, {"printer": place})
    at_home = replace(KIOSK, printer="/srv/pipe")
    assert overlaid(at_home, settings(at_home))[0] == at_home


@pytest.mark.parametrize("place", ["", "/dev/usb/lp0", "/dev/motcua/printer", "tcp://10.0.0.9:9100"])
def test_where_a_printer_may_be(place):
    assert overlaid(KIOSK, {"printer": place})[0].printer == place


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("screen", {"pixels": [0, 1920], "millimetres": [346, 615]}),
        ("screen", {"pixels": [1080, 1920], "millimetres": [346, 0]}),
        ("screen", {"pixels": [1080, 1920], "millimetres": [346, 615], "bottom_mm": -1}),
        ("screen", {"pixels": [1080], "millimetres": [346, 615]}),
        ("printer", "printer"),
        ("printer_model", "typewriter"),
        ("paper_mm", 57),
        ("file_code", "(" * 9),
        ("file_code", "a" * 300),
        ("web", "javascript:1"),
        ("speech", {"keys": {"next": ["any key"]}}),
    ],
)
def test_no_kiosk_lives_with_it(key, value):
    with pytest.raises(UnfitValueError) as fault:
        check_sense(overlaid(KIOSK, {key: value})[0])
    assert fault.value.key in {key, "printer_model"}


@pytest.mark.parametrize("office", OFFICES, ids=lambda path: path.stem)
def test_what_real_offices_want_makes_sense(office):
    site = read_site(office) if office.stem.count(".") == 0 else SITE
    for device in site.devices:
        check_sense(profile_of(device, site))
