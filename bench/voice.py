"""``voice``: from a call to the first sample in an idle zone, by source of the voice, and what a storm over three zones came to.

Everything real: keypads, controller, broker, three loudspeakers, and three sinks of a private sound server that are recorded.
"""

import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import median
from threading import Thread
from typing import Final

import numpy as np

from bench.table import Row, percentile, times_floor
from bench.voice_storm import storm_rows
from contract.commands import Finish
from contract.ids import CounterId
from contract.site import Site
from contract.voices import Voices
from demo.call_storm import call_text
from demo.heard_calls import as_sounded
from demo.hum_voice import write_hum
from demo.machine_pack import machine_pack
from demo.sound import RATE, Recording, Samples
from demo.zoned_hall import ZONES, ZonedHall, zoned_site
from voice.adapters.pack_folder import PackFolder
from voice.adapters.pack_voice import PackVoice
from voice.adapters.pulse_player import PulsePlayer
from voice.core.sound import Sound
from voice.ports import PlayerError

_ROUNDS: Final = 40
_LOUD: Final = 200
_SILENT_S: Final = 0.8
_PACKET_S: Final = 0.02
_WAIT_S: Final = 60.0
_PIPER: Final = Path(sys.prefix) / "piper" / "bin" / "piper"


def measure() -> list[Row]:
    """About nine minutes."""
    with tempfile.TemporaryDirectory(prefix="motcua-bench-") as name:
        folder = Path(name)
        pack = machine_pack(folder / "pack")
        return [*_starts(folder, pack), *storm_rows(folder, pack)]


def _starts(folder: Path, pack: Path) -> list[Row]:
    """One source a zone; floor and ours take turns, and a zone is silent before each."""
    sources = {"recorded clips": Voices(packs={"vi": str(pack)}), "espeak-ng": Voices()}
    if _PIPER.exists():
        sources["Piper, with a model that hums"] = Voices(
            piper={"vi": str(write_hum(folder))}, piper_program=str(_PIPER)
        )
    by_zone = dict(zip(ZONES, sources, strict=False))
    site = _with_sources(zoned_site(1, 60, Voices()), {zone: sources[one] for zone, one in by_zone.items()})
    bare: dict[str, list[float]] = {zone: [] for zone in by_zone}
    ours: dict[str, list[float]] = {zone: [] for zone in by_zone}
    gaps: dict[str, list[float]] = {zone: [] for zone in by_zone}
    whole = Sound(
        RATE, as_sounded(PackVoice(PackFolder(pack).load()[0]).render(call_text("B012", CounterId(1))).pcm).tobytes()
    )
    random = Random(1)
    with ZonedHall(site, folder / "starts") as hall:
        hall.fill(_ROUNDS + 1)
        counters = {hall.zone_of(one.id): one.id for one in hall.hall.site.counters}
        for turn in range(_ROUNDS + 1):
            there = {zone: _bare(hall, zone, whole, random) for zone in by_zone}
            _silence(hall, by_zone, random)
            here = {zone: _called(hall, zone, counters[zone], random) for zone in by_zone}
            _silence(hall, by_zone, random)
            if turn:  # the first is not counted
                for zone in by_zone:
                    bare[zone].append(there[zone])
                    ours[zone].append(here[zone][0])
                    gaps[zone].append(_gap_ms(hall.ears[zone].samples()[here[zone][1] :]))
    return [row for zone, source in by_zone.items() for row in _start_rows(source, bare[zone], ours[zone], gaps[zone])]


def _start_rows(source: str, bare: list[float], ours: list[float], gaps: list[float]) -> list[Row]:
    name = f"call to first sample, {source}"
    return [
        times_floor(
            f"{name}, p95",
            percentile(ours, 95),
            percentile(bare, 95),
            2.0,
            "the bare player on the same buffer, p95, ms",
        ),
        times_floor(f"{name}, p50", median(ours), median(bare), 2.0, "the same, p50, ms"),
        Row(f"{name}, p95", round(percentile(ours, 95), 1), "ms"),
        Row(f"silence between chime and words, {source}, p95", round(percentile(gaps, 95), 1), "ms"),
    ]


def _bare(hall: ZonedHall, zone: str, whole: Sound, random: Random) -> float:
    """The bare player: ms to its first sample."""
    begins = _silence(hall, [zone], random)[zone]
    player = PulsePlayer(zone, hall.room.server)
    playing = Thread(target=_play, args=(player, whole))
    at = time.monotonic()
    playing.start()
    there = _heard_at(hall.ears[zone], begins)[0] - at
    player.hush()
    playing.join()
    return there * 1000


def _called(hall: ZonedHall, zone: str, counter: CounterId, random: Random) -> tuple[float, int]:
    """A call: ms to its first sample, and which one that is."""
    begins = _silence(hall, [zone], random)[zone]
    at = time.monotonic()
    hall.call(counter)
    heard_at, first = _heard_at(hall.ears[zone], begins)
    hall.press(counter, Finish(counter, hall.serving(counter), whole=True))
    return (heard_at - at) * 1000, first


def _play(player: PulsePlayer, whole: Sound) -> None:
    try:
        player.play([whole])
    except PlayerError:  # hushed once it was heard
        return


def _silence(hall: ZonedHall, zones: Iterable[str], random: Random) -> Mapping[str, int]:
    """Wait until these zones do not sound any more; the number of samples of each so far.

    A moment more, by chance, since packets come every 20 ms.
    """
    tail = round(_SILENT_S * RATE)
    for zone in zones:
        if not hall.ears[zone].wait_for(
            lambda heard: len(heard) > tail and not (np.abs(heard[-tail:]) > _LOUD).any(), _WAIT_S
        ):
            raise TimeoutError(f"{zone} is never silent")
    time.sleep(random.uniform(0, _PACKET_S))
    return {zone: len(hall.ears[zone].samples()) for zone in zones}


def _heard_at(ear: Recording, begins: int) -> tuple[float, int]:
    """``time.monotonic`` when the first loud sample after ``begins`` arrived, and which one it is."""
    if not ear.wait_for(lambda heard: bool((np.abs(heard[begins:]) > _LOUD).any()), _WAIT_S):
        raise TimeoutError("nothing is heard")
    first = begins + int(np.argmax(np.abs(ear.samples()[begins:]) > _LOUD))
    return ear.heard_at(first), first


def _gap_ms(call: Samples) -> float:
    """The longest silence within the first two seconds of a call: that between chime and words."""
    loud = np.flatnonzero(np.abs(call[: 2 * RATE]) > _LOUD)
    return float(np.diff(loud).max(initial=0)) / RATE * 1000


def _with_sources(site: Site, voices: Mapping[str, Voices]) -> Site:
    devices = tuple(replace(one, voices=voices.get(one.zone)) for one in site.devices)
    return replace(site, devices=devices)
