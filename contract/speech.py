"""How a kiosk speaks, as the site file says it: where the voice comes out, and the few keys that can be felt."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Deed(StrEnum):
    """What a key does; the names are those of the site file."""

    PREVIOUS = "previous"
    NEXT = "next"
    CHOOSE = "choose"
    BACK = "back"
    OVER = "over"
    REPEAT = "repeat"
    PAUSE = "pause"
    LOUDER = "louder"
    SOFTER = "softer"
    FASTER = "faster"
    SLOWER = "slower"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class TactileKeys:
    """``[devices.speech.keys]``: a tactile keypad, wired as a USB keyboard; either of several keys does the same."""

    previous: tuple[str, ...] = ("up", "kp_8")
    """Back to the choice before."""
    next: tuple[str, ...] = ("down", "kp_2")
    """On to the next choice."""
    choose: tuple[str, ...] = ("enter", "kp_enter", "kp_5")
    """Press what was said last."""
    back: tuple[str, ...] = ("left", "kp_4")
    """One step back."""
    over: tuple[str, ...] = ("home", "kp_7")
    """Start over."""
    repeat: tuple[str, ...] = ("space", "kp_star")
    """Say it again."""
    pause: tuple[str, ...] = ("dot", "kp_dot")
    """Stop speaking, and go on."""
    louder: tuple[str, ...] = ("plus", "kp_plus")
    """Louder, up to a limit."""
    softer: tuple[str, ...] = ("minus", "kp_minus")
    """Softer."""
    faster: tuple[str, ...] = ("9", "kp_9")
    """Faster speech."""
    slower: tuple[str, ...] = ("slash", "kp_slash")
    """Slower speech."""
    dark: tuple[str, ...] = ("0", "kp_0")
    """A black screen that nobody can read over a shoulder; once more, or a touch, and it is light again."""

    def named(self, deed: Deed) -> tuple[str, ...]:
        """The keys of a deed."""
        names: tuple[str, ...] = getattr(self, deed.value)
        return names


@dataclass(frozen=True, slots=True)
class Speech:
    """``[devices.speech]`` of a kiosk: it reads its screens aloud where it has a way out."""

    headphones: str = ""
    """PulseAudio or PipeWire sink of the jack or USB headset; speech begins when one is plugged in. Empty for none."""
    sound: str = ""
    """Sink of the kiosk's loudspeaker, behind the button "Nghe"; ``default`` for the machine's own, empty for none."""
    clips: str = ""
    """Folder with a folder of recorded sentences for each language; empty: the voice of espeak-ng says everything."""
    keys: TactileKeys = TactileKeys()
    """Which keys of the keypad do what."""


KEYS: Final = MappingProxyType(
    {
        **{chr(97 + at): 4 + at for at in range(26)},
        **{digit: 30 + at for at, digit in enumerate("1234567890")},
        **{f"kp_{digit}": 89 + at for at, digit in enumerate("1234567890")},
        **{f"f{at + 1}": 58 + at for at in range(12)},
        "enter": 40,
        "escape": 41,
        "backspace": 42,
        "tab": 43,
        "space": 44,
        "minus": 45,
        "plus": 46,
        "dot": 55,
        "slash": 56,
        "insert": 73,
        "home": 74,
        "page_up": 75,
        "delete": 76,
        "end": 77,
        "page_down": 78,
        "right": 79,
        "left": 80,
        "down": 81,
        "up": 82,
        "kp_slash": 84,
        "kp_star": 85,
        "kp_minus": 86,
        "kp_plus": 87,
        "kp_enter": 88,
        "kp_dot": 99,
    }
)
"""Usage numbers by name (USB, "HID Usage Tables", chapter 10): a key is its place, whatever the machine's layout makes of it.

``plus`` is the key of ``=``, as on an American keyboard; that of a number pad has its own.
"""


def usages(keys: TactileKeys) -> dict[int, Deed]:
    """What each usage number does; raises KeyError for a name that no key has."""
    return {KEYS[name]: deed for deed in Deed for name in keys.named(deed)}
