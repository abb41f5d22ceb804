"""Files as offices put them into a folder of media: good ones, and every kind of broken one."""

from pathlib import Path
from struct import pack
from zlib import crc32

import cv2
import numpy as np
from PIL import Image


def video(path: Path, frames: int = 30, size: tuple[int, int] = (320, 180), fps: float = 30.0) -> Path:
    """Grey that becomes lighter with every frame."""
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), fps, size)
    for frame in range(frames):
        writer.write(np.full((size[1], size[0], 3), 8 * (frame % 32), np.uint8))
    writer.release()
    return path


def picture(path: Path, size: tuple[int, int] = (400, 300), colour: str = "#204080", **how: object) -> Path:
    Image.new("RGB", size, colour).save(path, **how)
    return path


def broken(folder: Path) -> list[str]:
    """Names of files none of which can be shown."""
    whole = picture(folder / "cut.png", (600, 600)).read_bytes()
    (folder / "cut.png").write_bytes(whole[: len(whole) // 2])
    (folder / "empty.jpg").write_bytes(b"")
    (folder / "letter.png").write_text("Kính gửi ông bà")
    (folder / "bomb.png").write_bytes(png_that_claims(30_000, 30_000))
    (folder / "empty.mp4").write_bytes(b"")
    (folder / "noise.mp4").write_bytes(bytes(range(256)) * 40)
    cut = video(folder / "cut.avi").read_bytes()
    (folder / "cut.avi").write_bytes(cut[:300])
    (folder / "slide.toml").write_text('title = "Không có bước nào"', "utf-8")
    (folder / "wrong.toml").write_text("title =", "utf-8")
    (folder / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    (folder / "plan.pdf").write_bytes(b"%PDF-1.4")
    return sorted(path.name for path in folder.iterdir())


def png_that_claims(width: int, height: int) -> bytes:
    """The beginning of a picture of many gigabytes."""

    head = b"IHDR" + pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + pack(">I", 13) + head + pack(">I", crc32(head))
