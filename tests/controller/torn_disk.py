"""A disk as a power cut leaves it: what was flushed is whole, each page after that is old, new, half or noise.

The model is SQLite's own (https://sqlite.org/atomiccommit.html, https://sqlite.org/wal.html): a write ends where ``fsync`` returned, and what
was written since may have reached the disk in any order and in part.
"""

import random
import shutil
from pathlib import Path
from typing import Final

PAGE: Final = 4096
SECTOR: Final = 512


def snapshot(folder: Path, to: Path) -> Path:
    """The files as they are at this moment; returns ``to``."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    for path in folder.iterdir():
        if path.is_file() and not path.name.endswith(("-shm", ".lock")):  # shared memory does not outlive a power cut
            shutil.copy(path, to)
    return to


def tear(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """Of a file that was ``old`` when it was flushed and was being made ``new``: each page one of the two, half of each, zeros or noise.

    What both have alike was not written, so it stays.
    """
    end = chance.randint(min(len(old), len(new)), max(len(old), len(new)))
    end -= end % SECTOR
    end = max(end, len(old)) if len(new) >= len(old) else end
    torn = bytearray()
    for at in range(0, end, PAGE):
        before, after = old[at : at + PAGE], new[at : at + PAGE]
        torn += before if before == after else _one_of(before.ljust(len(after), b"\0"), after, chance)
    return bytes(torn[:end])


def tear_log(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """Of a log that only grew: what was flushed stands, what came after it is torn by sectors and may end anywhere."""
    tail = bytearray(new[len(old) :])
    for at in range(0, len(tail), SECTOR):
        tail[at : at + SECTOR] = _one_of(bytes(len(tail[at : at + SECTOR])), bytes(tail[at : at + SECTOR]), chance)
    return old + bytes(tail[: chance.randint(0, len(tail))])


def _one_of(before: bytes, after: bytes, chance: random.Random) -> bytes:
    half = chance.randrange(0, len(after) + 1, SECTOR) if after else 0
    noise = chance.randbytes(len(after))
    return chance.choice((before, after, after, after[:half] + before[half:], noise[:half] + before[half:], noise))
