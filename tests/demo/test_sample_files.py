"""The samples are files of the demonstration office, whatever the day."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from contract.file_code import find_file_code
from demo import registry as demo_registry
from demo.camera import DemoCamera, main
from demo.files import sample_files
from demo.registry import DemoRegistry, Mood
from demo.stand_in import tell

SITE = tomllib.loads((Path(__file__).parents[2] / "demo" / "site.toml").read_text("utf-8"))
DAYS = [date(2026, 11, 16) + timedelta(days=shift) for shift in range(14)]


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_codes_are_file_codes_and_differ(today):
    codes = [file.code for file in sample_files(today)]
    assert [find_file_code(code) for code in codes] == codes
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_the_first_waits_to_be_collected_and_the_third_is_late(today):
    files = sample_files(today)
    assert files[0].status == 9
    assert (files[1].status, files[1].due_on > today) == (4, True)
    assert (files[2].status, files[2].due_on < today) == (4, True)
    assert all(file.received_on < file.due_on for file in files)


def test_a_field_of_the_demonstration_site_takes_each_procedure():
    taken = {procedure for field in SITE["fields"] for procedure in field.get("procedures", ())}
    assert {file.procedure for file in sample_files(DAYS[0])} <= taken


def test_camera_and_registry_can_be_told_from_outside():
    with DemoCamera() as camera:
        assert main(["receipt", "1", "--at", camera.address]) == 0
        held = camera.next_picture(0)
        assert main(["clear", "--at", camera.address]) == 0
        assert len(camera.next_picture(0)) < len(held)
        assert main(["mood", "stalled", "--at", camera.address]) == 0
        assert camera.next_picture(0) == b""
        with pytest.raises(ValueError, match="mood/angry"):
            tell(camera.address, "mood/angry")
        with pytest.raises(ValueError, match="show"):
            tell(camera.address, "show", b"not a picture")


def test_the_registry_takes_a_mood_from_outside():
    with DemoRegistry(sample_files(DAYS[0])) as registry:
        assert demo_registry.main(["mood", "busy", "--at", registry.address]) == 0
        assert registry.take_mood() is Mood.BUSY
