"""Hall boards of offices of every size, lying and standing: every call of a storm stands there whole, and nothing covers anything."""

import shutil

import numpy as np
import pytest
from PIL import Image

from contract.hall_board import HallBoard
from contract.ids import CounterId, DeviceId, FieldId
from contract.look import DARK
from contract.notices import Call, Presence, Wait
from contract.profile import Screen
from tests.screens.board_notices import HALL, board, call, office, outlook, profile
from tests.screens.driven import ROOT, Driven
from tests.screens.test_board_hall import colour, tallest

STANDING = Screen((1080, 1920), (680, 1210))
LINES = (
    "Chuẩn bị sẵn giấy tờ và phiếu số trước khi đến quầy.",
    "Người cao tuổi, người khuyết tật, phụ nữ có thai hoặc có con nhỏ được mời trước.",
)
CONTROLLER = Presence(DeviceId("controller"), online=True)
_BESIDE_WORDS = 60
"""A column of pixels between the edge of the newest call's ground and its words."""
FIELDS = {3: 4, 8: 8, 43: 23}
NEWEST_MM = 100
"""Twice a two-hundredth of ten metres, by which people with reduced sight read (DIN 1450 asks for less)."""
LEAST_MM = {3: 50, 8: 40, 43: 22}
"""Of calls that came at once: the same from ten, eight and, of forty-three, four and a half metres."""


@pytest.fixture(
    scope="module",
    params=[(HALL, "vi"), (HALL, "en"), (STANDING, "vi"), (STANDING, "en")],
    ids=["lying-vi", "lying-en", "standing-vi", "standing-en"],
)
def shown(request, tmp_path_factory):
    screen, language = request.param
    folder = tmp_path_factory.mktemp("board")
    shutil.copytree(ROOT / "demo" / "media", folder / "media")
    path, trace = profile(folder, screen, shows=HallBoard(ticker=LINES))
    with Driven("board_driver.py", screen.pixels, trace, str(path), "--language", language) as window:
        window.see("HallView")
        window.say("link up")
        window.say("presence", CONTROLLER)
        window.name = f"{screen.pixels[0]}-{language}"
        window.pixels_per_mm = screen.pixels[0] / screen.millimetres[0]
        yield window


def storm(counters: int, *, wide: bool) -> list[Call]:
    """Every counter calls somebody within a moment."""
    calls = []
    for counter in range(1, counters + 1):
        field = counter % FIELDS[counters]
        number = f"W{counter % 10}{counter % 7}8" if wide else f"{chr(65 + field)}{counter * 7 % 1000:03}"
        told = call("A001", counter)
        calls.append(Call(told.visit + number, number, FieldId(f"f{field}"), CounterId(counter), told.called_at, 1))
    return calls


@pytest.mark.parametrize(
    ("counters", "wide", "media"),
    [(3, False, True), (3, True, False), (8, False, True), (8, True, True), (8, True, False), (43, False, True), (43, True, False)],
)  # fmt: skip
def test_every_call_of_a_storm_stands_there_whole(shown, counters, wide, media):
    fields = FIELDS[counters]
    waiting = [999 if wide else place % 13 for place in range(fields)]
    shown.say("office", office(wide=wide, fields=fields, counters=counters))
    shown.say("notice", outlook(*[Wait(7000, 9000, 11000)] * fields))
    shown.say("media on" if media else "media off")
    calls = storm(counters, wide=wide)
    shown.say("notice", board(*calls[:2], waiting=waiting))
    assert shown.faults() == []
    shown.say("notice", board(*calls, waiting=waiting))
    numbers = {f"{one.number}>{one.counter}" for one in calls}
    sight = shown.see("HallView", state="new")
    while not numbers <= seen_on(sight):
        sight = shown.see("HallView", state="new")
    assert int(sight.facts["cells"]) >= len(sight.facts["rows"].split())
    assert shown.faults() == []
    picture = shown.picture(f"board-{shown.name}-{counters}{'-wide' * wide}{'-media' * media}")
    if not wide:
        least, per_mm = LEAST_MM[counters], shown.pixels_per_mm
        assert tallest(picture, colour(DARK.done), colour(DARK.on_press)) / per_mm >= NEWEST_MM
        below = below_the_newest(picture)
        assert max(tallest(below, colour(DARK.panel), colour(ink)) for ink in (DARK.done, DARK.ink)) / per_mm >= least


def test_the_only_picture_stays_where_the_office_has_more_counters_now(tmp_path):
    (tmp_path / "media").mkdir()
    Image.new("RGB", (400, 300), "#204080").save(tmp_path / "media" / "a.png")
    path, trace = profile(tmp_path, HALL, shows=HallBoard())
    with Driven("board_driver.py", HALL.pixels, trace, str(path)) as window:
        window.say("link up")
        window.say("presence", CONTROLLER)
        window.say("office", office(fields=4, counters=3))
        window.say("notice", board(call("A001", 1), waiting=[0] * 4))
        assert int(window.see("HallView", media="shown", frames="1").facts["cells"]) < 9
        window.say("office", office(fields=4, counters=30))
        window.say("notice", board(call("A002", 2), waiting=[0] * 4))
        sight = window.see("HallView", number="A002")
        assert (int(sight.facts["cells"]) > 9, sight.facts["frames"]) == (True, "1")


def below_the_newest(picture):
    """The rows of the screen below the ground of the newest call, which alone is whole beside its words."""
    pixels = np.asarray(picture).astype(int)
    lit = np.abs(pixels[:, _BESIDE_WORDS] - colour(DARK.done)).sum(axis=1) < 60
    first = np.flatnonzero(lit)[0]
    return pixels[first + np.flatnonzero(~lit[first:])[0] :]


def seen_on(sight) -> set[str]:
    on_top = f"{sight.facts['number']}>{sight.facts['counter']}"
    return {row.rstrip("*") for row in sight.facts["rows"].split()} | {on_top}
