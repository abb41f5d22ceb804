"""The computer itself: memory that is left, and how hot it is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from firmware_config.doctor.finding import Area, Finding, Told
from firmware_config.doctor.patient import Patient

AREAS: Final = (Area.MACHINE,)
_LOW_KB: Final = 150_000
"""Less than a window needs."""
_HOT_C: Final = 80.0
"""Small computers slow themselves down from 80 °C on (raspberrypi.com, "frequency management and thermal control")."""
_SENSIBLE_C: Final = 150.0


def look(patient: Patient, until: float) -> Iterator[Told]:  # noqa: ARG001
    """Of the machine at which it is asked."""
    if not (patient.devices or patient.installed):
        return
    yield Area.MACHINE
    memory = _memory(patient.places.proc)
    available = memory.get("MemAvailable")
    if available is not None and available < min(_LOW_KB, memory.get("MemTotal", _LOW_KB) // 10):
        yield Finding("memory_low", {"free_mb": available >> 10, "all_mb": memory.get("MemTotal", 0) >> 10})
    hottest = max(_temperatures(patient.places.sys), default=0.0)
    if hottest >= _HOT_C:
        yield Finding("machine_hot", {"degrees": round(hottest)})


def _memory(proc: Path) -> dict[str, int]:
    """Kilobytes by name (proc(5), /proc/meminfo)."""
    try:
        lines = (proc / "meminfo").read_text("ascii").splitlines()
    except OSError:
        return {}
    return {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines) if rest.split()}


def _temperatures(sys: Path) -> Iterator[float]:
    for zone in sys.glob("class/thermal/thermal_zone*/temp"):
        try:
            degrees = int(zone.read_text("ascii")) / 1000
        except (OSError, ValueError):
            continue
        if 0 < degrees < _SENSIBLE_C:
            yield degrees
