"""A power cut in the middle of writing, for tests in a process of their own."""

import os
import signal
import sys


def cut_before(steps: int) -> None:
    """The power goes before so many renames, removals and starts of programs are done; of this process, which ends with it."""
    left = [steps]

    def seen(event: str, _: object) -> None:
        if event in {"os.rename", "os.remove", "subprocess.Popen"}:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(seen)
