"""A Piper voice of 2 kB that hums: each phoneme is a tone of its own pitch, so that any text has a sound and no two the same.

An ONNX file is a protobuf message (github.com/onnx/onnx, onnx.proto); the few fields that are needed are written here by hand.
"""

import json
import struct
from pathlib import Path

RATE = 16000
SECONDS = 0.08
"""Of one phoneme."""
INT64, FLOAT = 7, 1


def varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def number(field: int, value: int) -> bytes:
    return varint(field << 3) + varint(value & (1 << 64) - 1)


def part(field: int, content: bytes | str) -> bytes:
    raw = content.encode() if isinstance(content, str) else content
    return varint(field << 3 | 2) + varint(len(raw)) + raw


def tensor(name: str, kind: int, shape: list[int], values: list[float]) -> bytes:
    raw = struct.pack(f"<{len(values)}{'q' if kind == INT64 else 'f'}", *values)
    return b"".join(number(1, size) for size in shape) + number(2, kind) + part(8, name) + part(9, raw)


def node(kind: str, inputs: list[str], output: str, **integers: int) -> bytes:
    made = [part(5, part(1, name) + number(3, value) + number(20, 2)) for name, value in integers.items()]
    return b"".join([*(part(1, one) for one in inputs), part(2, output), part(4, kind), *made])


def value(name: str, kind: int, shape: list[str | int]) -> bytes:
    sizes = b"".join(part(1, number(1, one) if isinstance(one, int) else part(2, one)) for one in shape)
    return part(1, name) + part(2, part(1, number(1, kind) + part(2, sizes)))


def model() -> bytes:
    """ids -> sin(2 pi (200 + 23 id) t), one after the other, as Piper asks for it: input, input_lengths, scales -> output."""
    samples = round(RATE * SECONDS)
    times = [6.283185 * at / RATE for at in range(samples)]
    graph = [
        part(1, node("Cast", ["input"], "ids", to=FLOAT)),
        part(1, node("Mul", ["ids", "step"], "steps")),
        part(1, node("Add", ["steps", "base"], "pitches")),
        part(1, node("Reshape", ["pitches", "column"], "columns")),
        part(1, node("Mul", ["columns", "times"], "phases")),
        part(1, node("Sin", ["phases"], "waves")),
        part(1, node("Reshape", ["waves", "row"], "output")),
        part(2, "hum"),
        part(5, tensor("step", FLOAT, [1], [23.0])),
        part(5, tensor("base", FLOAT, [1], [200.0])),
        part(5, tensor("times", FLOAT, [1, samples], times)),
        part(5, tensor("column", INT64, [2], [-1, 1])),
        part(5, tensor("row", INT64, [3], [1, 1, -1])),
        part(11, value("input", INT64, ["batch", "phonemes"])),
        part(11, value("input_lengths", INT64, ["batch"])),
        part(11, value("scales", FLOAT, [3])),
        part(12, value("output", FLOAT, ["batch", 1, "time"])),
    ]
    return number(1, 8) + part(7, b"".join(graph)) + part(8, part(1, "") + number(2, 17))


def write_hum(folder: Path) -> Path:
    """The model's path; its description stands beside it, as Piper wants it."""
    path = folder / "hum.onnx"
    path.write_bytes(model())
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
