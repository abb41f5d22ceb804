"""Why a file or folder could not be used, in the officer's words: what the system and the reader of profiles say in English is for programmers."""

import errno
import re
from typing import Final

import msgspec

from firmware_config.doctor.finding import Words

_SYSTEM: Final = {
    errno.ENOENT: "unreadable.missing",
    errno.EACCES: "unreadable.forbidden",
    errno.EPERM: "unreadable.forbidden",
    errno.ENOSPC: "unreadable.full",
    errno.EROFS: "unreadable.read_only",
    errno.EISDIR: "unreadable.folder",
    errno.ENOTDIR: "unreadable.no_folder",
    errno.EIO: "unreadable.faulty",
    errno.EUCLEAN: "unreadable.faulty",
    errno.ELOOP: "unreadable.loop",
}
_MISSING: Final = re.compile(r"missing required field `(\w+)`")
_PLACE: Final = re.compile(r"at `\$\.?([^`]*)`")


def why(fault: BaseException | None) -> Words:
    """The reason behind an error of reading; never what stands in the file, for profiles hold passwords."""
    if isinstance(fault, OSError):
        return _of_system(fault)
    if isinstance(fault, msgspec.ValidationError):
        return _of_shape(str(fault))
    return Words("unreadable.damaged")


def _of_system(fault: OSError) -> Words:
    name = _SYSTEM.get(fault.errno or 0)
    return Words(name) if name else Words("unreadable.system", {"words": fault.strerror or type(fault).__name__})


def _of_shape(said: str) -> Words:
    """A whole file with other keys than this version knows, or changed by hand."""
    missing, place = _MISSING.search(said), _PLACE.search(said)
    key = ".".join(found[1] for found in (place, missing) if found and found[1])
    if not key:
        return Words("unreadable.damaged")
    return Words("unreadable.key_missing" if missing else "unreadable.key_wrong", {"key": key})
