"""A Piper voice of 2 kB that hums: each phoneme is a tone of its own pitch, so that any text has a sound and no two the same.

An ONNX file is a protobuf message (github.com/onnx/onnx, onnx.proto); the few fields that are needed are written here by hand.
"""

import json
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Final

RATE: Final = 16000
SECONDS: Final = 0.08
"""Of one phoneme."""
_INT64: Final = 7
_FLOAT: Final = 1


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value & (1 << 64) - 1)


def _part(field: int, content: bytes | str) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return _varint(field << 3 | 2) + _varint(len(raw)) + raw


def _tensor(name: str, kind: int, shape: Sequence[int], values: Sequence[float]) -> bytes:
    raw = struct.pack(f"<{len(values)}{'q' if kind == _INT64 else 'f'}", *values)
    return b"".join(_number(1, size) for size in shape) + _number(2, kind) + _part(8, name) + _part(9, raw)


def _node(kind: str, inputs: Sequence[str], output: str, **integers: int) -> bytes:
    made = [_part(5, _part(1, name) + _number(3, value) + _number(20, 2)) for name, value in integers.items()]
    return b"".join([*(_part(1, one) for one in inputs), _part(2, output), _part(4, kind), *made])


def _value(name: str, kind: int, shape: Sequence[str | int]) -> bytes:
    sizes = b"".join(_part(1, _number(1, one) if isinstance(one, int) else _part(2, one)) for one in shape)
    return _part(1, name) + _part(2, _part(1, _number(1, kind) + _part(2, sizes)))


def _model() -> bytes:
    """Tones: ids -> sin(2 pi (200 + 23 id) t), one after the other, as Piper asks for it: input, input_lengths, scales -> output."""
    samples = round(RATE * SECONDS)
    times = [6.283185 * at / RATE for at in range(samples)]
    graph = [
        _part(1, _node("Cast", ["input"], "ids", to=_FLOAT)),
        _part(1, _node("Mul", ["ids", "step"], "steps")),
        _part(1, _node("Add", ["steps", "base"], "pitches")),
        _part(1, _node("Reshape", ["pitches", "column"], "columns")),
        _part(1, _node("Mul", ["columns", "times"], "phases")),
        _part(1, _node("Sin", ["phases"], "waves")),
        _part(1, _node("Reshape", ["waves", "row"], "output")),
        _part(2, "hum"),
        _part(5, _tensor("step", _FLOAT, [1], [23.0])),
        _part(5, _tensor("base", _FLOAT, [1], [200.0])),
        _part(5, _tensor("times", _FLOAT, [1, samples], times)),
        _part(5, _tensor("column", _INT64, [2], [-1, 1])),
        _part(5, _tensor("row", _INT64, [3], [1, 1, -1])),
        _part(11, _value("input", _INT64, ["batch", "phonemes"])),
        _part(11, _value("input_lengths", _INT64, ["batch"])),
        _part(11, _value("scales", _FLOAT, [3])),
        _part(12, _value("output", _FLOAT, ["batch", 1, "time"])),
    ]
    return _number(1, 8) + _part(7, b"".join(graph)) + _part(8, _part(1, "") + _number(2, 17))


def write_hum(folder: Path) -> Path:
    """The model's path; its description stands beside it, as Piper wants it."""
    path = folder / "hum.onnx"
    path.write_bytes(_model())
    signs = "_^$ abcdefghijklmnopqrstuvwxyz\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323đ"
    described = {
        "audio": {"sample_rate": RATE},
        "espeak": {"voice": "vi"},
        "inference": {"noise_scale": 0.0, "length_scale": 1.0, "noise_w": 0.0},
        "phoneme_type": "text",
        "phoneme_id_map": {sign: [place] for place, sign in enumerate(signs)},
        "num_symbols": len(signs),
        "num_speakers": 1,
    }
    path.with_name("hum.onnx.json").write_text(json.dumps(described), "utf-8")
    return path
