"""The one file of a backup: a compressed tar of parts, the sealed ones in a tar of their own, and a manifest at the end."""

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO, Final

from firmware_config.backups.fault import BackupError
from firmware_config.backups.manifest import MANIFEST, Manifest, Member, proved, understood, written

_BLOCK: Final = 1 << 20
_LONGEST_HEAD: Final = 1 << 20
_LONGEST_MANIFEST: Final = 64 << 20
"""Bytes; a million clips of voice are told of in fewer."""
_BROKEN: Final = (tarfile.TarError, zlib.error, EOFError, ValueError, OverflowError)


class _Hashed(io.RawIOBase):
    """Reads on while it counts what it read."""

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self.sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As ever."""
        block = self._file.read(size)
        self.sum.update(block)
        return block


class _Plain(tarfile.TarInfo):
    """A member's head as ours are: what goes before one, a long name, is read into the memory at once, so it has an end."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> "_Plain":
        """Raises BackupError for a head that none of ours has."""
        told = super().frombuf(buf, encoding, errors)
        if not told.isreg() and told.size > _LONGEST_HEAD:
            raise BackupError("broken")
        return told


def write(
    to: IO[bytes], manifest: Manifest, files: Iterable[tuple[str, Path]], contents: dict[str, bytes], code: str = ""
) -> Manifest:
    """Write files and contents under their members' names, and the manifest, which is returned, behind them. Raises OSError.

    ``code``: whose holder vouches for all of it; empty: nobody does.
    """
    members: list[Member] = []
    with tarfile.open(fileobj=to, mode="w:gz", compresslevel=6, format=tarfile.PAX_FORMAT) as tar:
        for name, path in files:
            with path.open("rb") as file:
                told = tar.gettarinfo(arcname=name, fileobj=file)
                hashed = _Hashed(file)
                tar.addfile(told, hashed)
            members.append(Member(name, told.size, hashed.sum.hexdigest(), told.mode & 0o777, told.uname))
        for name, content in contents.items():
            _add(tar, name, content)
            members.append(Member(name, len(content), hashlib.sha256(content).hexdigest()))
        told_all = replace(manifest, members=tuple(members))
        told_all = proved(told_all, code) if code else told_all
        _add(tar, MANIFEST, written(told_all))
    return told_all


def unpack(file: IO[bytes], into: Path) -> Manifest:
    """Read a backup to its end and put its members below the empty folder ``into``, each as ``0600``.

    Raises BackupError where it is cut off, changed, newer, or holds what no backup of ours does; ``into`` is the caller's to remove then.
    """
    found: dict[str, tuple[int, str]] = {}
    manifest: Manifest | None = None
    try:
        with gzip.open(file) as whole, tarfile.open(fileobj=whole, mode="r|", tarinfo=_Plain) as tar:
            for one in tar:
                if manifest is not None or not one.isfile() or one.name in found:
                    raise BackupError("broken")
                content = tar.extractfile(one)
                assert content is not None
                if one.name == MANIFEST:
                    manifest = understood(content.read(_LONGEST_MANIFEST))
                else:
                    found[one.name] = _put(content, into, one.name)
            while whole.read(_BLOCK):
                pass  # to the very end, where gzip's own sum stands
    except _BROKEN:
        raise BackupError("broken") from None
    except OSError as fault:
        if fault.errno is None:  # gzip's word for a damaged file
            raise BackupError("broken") from None
        raise
    if manifest is None:
        raise BackupError("broken")
    if {one.name: (one.size, one.sha256) for one in manifest.members} != found:
        raise BackupError("broken")
    return manifest


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size, told.mode = len(content), 0o600
    tar.addfile(told, io.BytesIO(content))


def _put(content: IO[bytes], into: Path, name: str) -> tuple[int, str]:
    """Nothing is ever written anywhere else than below ``into``."""
    way = PurePosixPath(name)
    if way.is_absolute() or ".." in way.parts or not way.parts or "\0" in name:
        raise BackupError("broken")
    place = into.joinpath(*way.parts)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size, whole = 0, hashlib.sha256()
    with place.open("xb") as file:
        place.chmod(0o600)
        while block := content.read(_BLOCK):
            file.write(block)
            whole.update(block)
            size += len(block)
    return size, whole.hexdigest()
