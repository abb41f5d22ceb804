"""Programs that are started here end with whoever started them, even where that one was killed."""

import errno
import os
import shutil
from collections.abc import Sequence
from typing import Final

_TIE: Final = "setpriv"


def tied(command: Sequence[str]) -> list[str]:
    """``command`` as one that is told to end (SIGTERM) when the thread that starts it is gone: prctl(2), PR_SET_PDEATHSIG.

    By util-linux's setpriv, which then becomes the program itself; as it stands where there is no setpriv. Start what outlives
    a thread from the main one. Raises FileNotFoundError where the program itself is missing.
    """
    if shutil.which(command[0]) is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), command[0])
    found = shutil.which(_TIE)
    return [found, "--pdeathsig", "TERM", *command] if found else list(command)
