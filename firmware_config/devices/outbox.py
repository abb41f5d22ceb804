"""The outbox: presses on the flash until the controller has answered them, each in a file of its own.

One small file written and one removed a press: littlefs spreads that over the whole flash, and 800 presses a day wear none of it out
in the life of the building (docs/devices.md reckons).
"""

from .flash import names, read_whole, remove, sealed, unsealed, write_whole


class Kept:
    """One press: the message as it is sent every time, and ``stamp``, the office's time when it was pressed, or empty."""

    def __init__(self, path: str, request: str, stamp: str, payload: bytes) -> None:
        self.path = path
        self.request = request
        self.stamp = stamp
        self.payload = payload


class Outbox:
    """In ``folder``, at most ``most`` presses; what a power cut left there is in it again."""

    def __init__(self, folder: str, most: int) -> None:
        self._folder = folder
        self._most = most
        self.torn = 0
        """Files that could not be read back."""
        self._kept: list[Kept] = []
        found = names(folder)
        self._next = 1 + max([int(name) for name in found if name.isdigit()] + [0])
        for name in found:
            self._read(folder + "/" + name)

    def _read(self, path: str) -> None:
        raw = unsealed(read_whole(path))
        parts = raw.split(b"\n", 2) if raw else []
        if len(parts) == 3:
            self._kept.append(Kept(path, parts[0].decode(), parts[1].decode(), parts[2]))
        else:
            self.torn += 1
            remove(path)

    @property
    def waiting(self) -> "list[Kept]":
        """What is not answered, oldest first."""
        return list(self._kept)

    def keep(self, request: str, stamp: str, payload: bytes) -> bool:
        """True when a power cut cannot take it any more; False where the outbox is full or the flash does not take it."""
        if len(self._kept) >= self._most:
            return False
        path = f"{self._folder}/{self._next:08d}"
        try:
            write_whole(path, sealed(f"{request}\n{stamp}\n".encode() + payload))
        except OSError:
            return False
        self._next += 1
        self._kept.append(Kept(path, request, stamp, payload))
        return True

    def drop(self, request: str) -> bool:
        """It is answered; False where it was not waited for."""
        for one in self._kept:
            if one.request == request:
                remove(one.path)
                self._kept.remove(one)
                return True
        return False
