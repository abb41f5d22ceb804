"""Which connections this machine has, as Linux tells them to everybody in ``/proc/net/tcp`` (proc(5))."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_ESTABLISHED: Final = "01"


def connections(proc: Path, host: str, port: int) -> frozenset[tuple[str, str]]:
    """Both ends, in the kernel's own letters, of every connection to ``host`` and ``port``."""
    try:
        found = {one[4][0] for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):
        return frozenset()
    wanted = {f"{letters}:{port:04X}" for place in found for letters in _letters(str(place))}
    return frozenset((near, far) for near, far in _established(proc) if far in wanted)


def _established(proc: Path) -> Iterator[tuple[str, str]]:
    for name in ("tcp", "tcp6"):
        try:
            lines = (proc / "net" / name).read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            _, near, far, state = line.split()[:4]
            if state == _ESTABLISHED:
                yield near, far


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
