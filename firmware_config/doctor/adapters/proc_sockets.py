"""Which connections this machine has and who listens, as Linux tells them in ``/proc/net/tcp`` (proc(5))."""

import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_ESTABLISHED: Final = "01"
_LISTENING: Final = "0A"


def connections(proc: Path, host: str, port: int) -> frozenset[tuple[str, str]]:
    """Both ends, in the kernel's own letters, of every connection to ``host`` and ``port``."""
    try:
        found = {one[4][0] for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return frozenset()
    wanted = {f"{letters}:{port:04X}" for place in found for letters in _letters(str(place))}
    return frozenset((near, far) for near, far, _ in _lines(proc, _ESTABLISHED) if far in wanted)


def listeners(proc: Path, port: int) -> frozenset[int]:
    """Numbers of the processes that listen on ``port``, at whatever address; only root sees those of others."""
    wanted = {f"socket:[{inode}]" for near, _, inode in _lines(proc, _LISTENING) if near.endswith(f":{port:04X}")}
    return frozenset(int(one.name) for one in processes(proc) if wanted and not wanted.isdisjoint(_opened(one)))


def processes(proc: Path) -> Iterator[Path]:
    """The folder of each process below ``proc``."""
    return (one for one in proc.iterdir() if one.name.isdecimal())


def _opened(process: Path) -> Iterator[str]:
    with contextlib.suppress(OSError):  # it has ended, or is another's
        for one in (process / "fd").iterdir():
            with contextlib.suppress(OSError):
                yield str(one.readlink())


def _lines(proc: Path, wanted: str) -> Iterator[tuple[str, str, str]]:
    """Both ends and the inode of what is in state ``wanted``."""
    for name in ("tcp", "tcp6"):
        try:
            lines = (proc / "net" / name).read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            _, near, far, state, _, _, _, _, _, inode = line.split()[:10]
            if state == wanted:
                yield near, far, inode


def _letters(place: str) -> Iterator[str]:
    """An address as ``/proc/net/tcp`` and ``tcp6`` write it: words of four bytes, each as this machine's numbers are."""
    if ":" in place:
        yield _words(socket.inet_pton(socket.AF_INET6, place.split("%", maxsplit=1)[0]))
        return
    four = socket.inet_pton(socket.AF_INET, place)
    yield _words(four)
    yield _words(bytes(10) + b"\xff\xff" + four)


def _words(address: bytes) -> str:
    return b"".join(address[at : at + 4][::-1] for at in range(0, len(address), 4)).hex().upper()
