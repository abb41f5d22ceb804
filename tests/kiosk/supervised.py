"""A program below the supervisor: tells its process, beats until it is told to stop, and lives until it is told to end."""

import ctypes
import logging
import os
import resource
import sys
import threading

from contract.process import call_on_signal, hold_signals
from kiosk.supervisor import supervise

hold_signals()
logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(message)s")
heart = supervise(patience=1.0)
call_on_signal(lambda: os._exit(7))
if "fails" not in sys.argv:
    heart.beat()  # before it is heard of: one that was never alive is borne with for longer
print(f"here {os.getpid()} {os.getppid()}", flush=True)
if "fails" in sys.argv:
    sys.exit(3)
_PR_GET_DUMPABLE = 3
dumpable = ctypes.CDLL(None).prctl(_PR_GET_DUMPABLE, 0, 0, 0, 0)
print(f"dumped {dumpable} {resource.getrlimit(resource.RLIMIT_CORE)[1]}", flush=True)
while not threading.Event().wait(60 if "stands-still" in sys.argv else 0.1):
    heart.beat()
