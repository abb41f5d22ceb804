"""The configuration over the air: what is wanted of the device, what it takes, and the last good one that it goes back to.

A new one is first tried: it is good once the controller was heard with it, and dropped after ``TRIES`` starts without that.
"""

from .messages import table, whole, words

TRIES = 3
_BOUNDS = {"brightness": (0, 7), "address": (1, 99), "digits": (4, 16), "baud": (1200, 115200)}


class Twin:
    """``profile`` is what the device was flashed with; ``kept`` what ``remember`` gave before the last power cut, or empty."""

    def __init__(self, profile: "dict[str, object]", kept: "dict[str, object]") -> None:
        self._profile = profile
        self._good = table(kept, "good")
        self._next = table(kept, "next")
        self._tries = whole(kept, "tries", 0)
        self._refused: list[dict[str, object]] = []
        self._revision = whole(kept, "revision", 0)
        self.serves = kept.get("serves") is not False
        self._turn = whole(kept, "turn", 0)
        self.restart = False
        """Whether what is wanted needs the device anew."""
        self._dropped = words(kept, "dropped")
        if self._next:
            self._tries += 1
            if self._tries > TRIES:
                self._dropped, self._next, self._tries = words(self._next, "version"), {}, 0
                self._refused = [{"why": "failed"}]

    @property
    def settings(self) -> "dict[str, object]":
        """What runs: the flashed profile with the newest settings that were not dropped laid upon it."""
        running = dict(self._profile)
        for key, value in table(self._next or self._good, "settings").items():
            running[key] = _merged(table(running, key), value) if isinstance(value, dict) else value
        return running

    @property
    def on_trial(self) -> bool:
        """Whether what runs has not yet met the controller."""
        return bool(self._next)

    def proven(self) -> bool:
        """The controller is heard; True where something has to be remembered."""
        if not self._next or self.restart:
            return False
        self._good, self._next, self._tries = self._next, {}, 0
        return True

    def wanted(self, body: "dict[str, object]") -> bool:
        """A ``Wanted``; True where something has to be remembered and reported."""
        revision = whole(body, "revision", 0)
        if revision < max(self._revision, 1):
            self._refused = [{"why": "older" if revision else "malformed"}]
            return True
        newer, version = revision != self._revision, words(body, "version")
        changed = self._duty(table(body, "duty")) or newer
        self._revision = revision
        if version == self._dropped and not newer:
            self._refused = [{"why": "failed"}]
        elif version != words(self._next or self._good, "version"):
            self._take(version, table(body, "settings"))
            changed = True
        else:
            self._refused = self._fitting(table(body, "settings"))[1]
        return changed

    def _take(self, version: str, told: "dict[str, object]") -> None:
        """All of it that fits, or nothing where a value is none for its key."""
        taken, self._refused = self._fitting(told)
        if not [one for one in self._refused if one["why"] == "wrong"]:
            before = self.settings
            self._next, self._tries, self._dropped = {"version": version, "settings": taken}, 0, ""
            self.restart = self.restart or _cold(before) != _cold(self.settings)

    def _duty(self, told: "dict[str, object]") -> bool:
        """The later decision wins, and of two at the same turn the careful one."""
        turn, serves = whole(told, "turn", 0), told.get("serves") is not False
        if (turn, not serves) <= (self._turn, not self.serves):
            return False
        self._turn, self.serves = turn, serves
        return True

    def _fitting(self, told: "dict[str, object]") -> "tuple[dict[str, object], list[dict[str, object]]]":
        taken: dict[str, object] = {}
        refused: list[dict[str, object]] = []
        for key, value in told.items():
            if key not in ("counter", "hardware", "words") or key not in self._profile:
                refused.append({"why": "unknown", "key": key[:32]})
            elif _fits(key, value, self._profile[key]):
                taken[key] = value
            else:
                refused.append({"why": "wrong", "key": key})
        return taken, refused

    def remember(self) -> "dict[str, object]":
        """What must outlive a power cut."""
        return {
            "good": self._good,
            "next": self._next,
            "tries": self._tries,
            "dropped": self._dropped,
            "revision": self._revision,
            "serves": self.serves,
            "turn": self._turn,
        }

    @property
    def running(self) -> str:
        """The version that runs; empty: as it was flashed."""
        return words(self._good if self.restart else self._next or self._good, "version")

    def reported(self, device: str) -> "dict[str, object]":
        """The body of a ``Reported``."""
        waiting, running = self.restart, self.running
        told: dict[str, object] = {
            "device": device,
            "revision": self._revision,
            "running": running,
            "in_step": bool(running) and not waiting and not self._refused,
            "duty": {"serves": self.serves, "turn": self._turn},
        }
        if waiting:
            told["restart"] = ["hardware"]
        if self._refused:
            told["refused"] = self._refused
        return told


def _cold(settings: "dict[str, object]") -> "list[object]":
    """What needs the device anew."""
    hardware = table(settings, "hardware")
    pins = table(hardware, "pins")
    return [settings.get("counter"), hardware.get("baud"), sorted([(name, str(pins[name])) for name in pins])]


def _fits(key: str, value: object, before: object) -> bool:
    if key == "counter":
        return isinstance(value, int) and 1 <= value <= 999
    if not isinstance(value, dict) or not isinstance(before, dict):
        return False
    if key == "words":
        return all(isinstance(one, str) for one in value.values())
    return all(_fits_hardware(one, value[one], before) for one in value)


def _fits_hardware(key: str, value: object, before: "dict[str, object]") -> bool:
    if key == "pins":
        known = table(before, "pins")
        if not isinstance(value, dict) or any(name not in known for name in value):
            return False
        merged = list(_merged(known, value).values())
        return all(isinstance(pin, int) and 0 <= pin <= 48 for pin in merged) and len(set(merged)) == len(merged)
    if key in _BOUNDS:
        least, most = _BOUNDS[key]
        return isinstance(value, int) and least <= value <= most
    return key not in before or value == before[key]


def _merged(below: "dict[str, object]", above: "dict[str, object]") -> "dict[str, object]":
    """Two tables, the upper one laid upon the lower, tables within as well."""
    merged = dict(below)
    for key, value in above.items():
        under = merged.get(key)
        merged[key] = _merged(under, value) if isinstance(under, dict) and isinstance(value, dict) else value
    return merged
