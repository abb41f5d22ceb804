"""Which ways out a PulseAudio or PipeWire server has now: headphones that come and go, and the kiosk's loudspeaker.

``pactl subscribe`` tells that something changed, ``pactl list`` what there is; both are processes with a time limit, because a
library call into a hanging server cannot be ended.
"""

import json
import logging
import os
import select
import subprocess
import threading
from collections.abc import Callable
from typing import Any, Final

from kiosk.core.hearing import Outlets

_LOG: Final = logging.getLogger(__name__)
DEFAULT: Final = "default"
"""In the site file: whatever sink the machine's user has."""
_DEADLINE_S: Final = 2.0
_HEARD_S: Final = 0.2
_AGAIN_S: Final = 5.0
"""Between two tries to reach a sound server that is away."""
_EVENTS: Final = ("sink #", "card #", "server")


def pulse_name(sink: str) -> str:
    """A sink of the site file as ``pacat`` takes it."""
    return "" if sink == DEFAULT else sink


class PulseOutlets:
    """``headphones`` and ``sound``: sinks of the site file, empty for none. ``told`` on this thread, on every change.

    Headphones are plugged in when their sink is there and none of its headphone ports is known to be empty: a USB headset
    brings its sink, a jack only changes its port.
    """

    def __init__(self, headphones: str, sound: str, told: Callable[[Outlets], None], server: str = "") -> None:
        self._headphones, self._sound, self._told = headphones, sound, told
        self._pactl = ["pactl", *([f"--server={server}"] if server else [])]
        self._latest = Outlets()
        self._stopping = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._lock = threading.Lock()
        self._away = False
        self._thread = threading.Thread(target=self._run, name="outlets", daemon=True)

    def start(self) -> None:
        """Watch from now on, in the background."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no more."""
        with self._lock:
            self._stopping.set()
            if self._process:
                self._process.kill()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._watch()
            except (OSError, ValueError, subprocess.SubprocessError) as fault:
                self._lost(str(fault))
            self._stopping.wait(_AGAIN_S)

    def _watch(self) -> None:
        """Until the server goes; what is there already is looked at first."""
        with self._lock:
            if self._stopping.is_set():
                return
            self._process = subprocess.Popen(
                [*self._pactl, "subscribe"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                env=_plain(),
            )
        process = self._process
        try:
            assert process.stdout
            self._look_until_heard(process.stdout.fileno())
            for line in process.stdout:
                if any(f"on {event}" in line for event in _EVENTS):
                    self._look()
        finally:
            process.kill()
            process.wait()
            if process.stdout:
                process.stdout.close()
        self._lost("the sound server went")

    def _look_until_heard(self, heard: int) -> None:
        """Look until the subscription tells of anything, such as of the looking itself, and once more: nothing slips between."""
        while not self._stopping.is_set():
            self._look()
            if select.select([heard], [], [], _HEARD_S)[0]:
                break
        self._look()

    def _look(self) -> None:
        listed = subprocess.run(
            [*self._pactl, "-f", "json", "list", "sinks"],
            capture_output=True,
            timeout=_DEADLINE_S,
            check=True,
            env=_plain(),
        )
        sinks = {sink["name"]: sink for sink in json.loads(listed.stdout)}
        if self._away:
            _LOG.info("the sound server is there again")
        self._away = False
        headphones = sinks.get(self._headphones) if self._headphones else None
        self._tell(Outlets(headphones is not None and _plugged(headphones), self._there(sinks)))

    def _there(self, sinks: dict[str, Any]) -> bool:
        return bool(sinks) if self._sound == DEFAULT else self._sound in sinks

    def _lost(self, why: str) -> None:
        if not self._away and not self._stopping.is_set():
            _LOG.warning("the kiosk has no voice: %s", why)
        self._away = True
        self._tell(Outlets())

    def _tell(self, outlets: Outlets) -> None:
        if outlets != self._latest and not self._stopping.is_set():
            self._latest = outlets
            self._told(outlets)


def _plugged(sink: dict[str, Any]) -> bool:
    """Its headphone ports, or all where none is called so; a port that does not know counts as there."""
    ports = sink.get("ports") or []
    jacks = [port for port in ports if "headphone" in f"{port.get('name')} {port.get('type')}".lower()] or ports
    return not jacks or any(port.get("availability") != "not available" for port in jacks)


def _plain() -> dict[str, str]:
    """Events in English, whatever language the machine has."""
    return {**os.environ, "LC_ALL": "C"}
