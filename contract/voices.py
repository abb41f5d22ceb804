"""Whose voice calls in the hall, as the site file says it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Voices:
    """``[voices]``, or ``[devices.voices]`` for one loudspeaker: each sentence by the first of them that can say all of it."""

    packs: dict[str, str] = field(default_factory=dict)
    """Folder of recorded clips by language, on the loudspeaker's machine: ``{ vi = "/srv/motcua/giong-hoa" }``; see
    ``voice-pack.md``."""
    piper: dict[str, str] = field(default_factory=dict)
    """Piper voice file by language: ``{ vi = "/srv/motcua/vi_VN-vais1000-medium.onnx" }``, its ``.onnx.json`` beside it."""
    piper_program: str = "piper"
    """Name or path of the program Piper, which the office installs itself."""
    words_a_minute: int = 135
    """Pace of espeak-ng, which says what nobody else can; 80 to 260."""
    pitch: int = 42
    """Pitch of espeak-ng, 0 to 99."""
