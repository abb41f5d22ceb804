"""What the operating system says when a file cannot be read or written, in the officer's language."""

import errno
from collections.abc import Mapping
from typing import Final

_TOLD: Final = {
    errno.ENOENT: "system.missing",
    errno.EACCES: "system.forbidden",
    errno.EPERM: "system.forbidden",
    errno.ENOSPC: "system.full",
    errno.EROFS: "system.read_only",
    errno.EISDIR: "system.folder",
    errno.ENOTDIR: "system.no_folder",
    errno.EIO: "system.faulty",
}


def system_words(fault: OSError, texts: Mapping[str, str]) -> str:
    """What is the matter and what to do; the system's own English words where it is something rare."""
    name = _TOLD.get(fault.errno or 0)
    return texts[name] if name else fault.strerror or str(fault)
