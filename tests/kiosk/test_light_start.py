"""What the kiosk loads before its first picture: nothing that only cameras, printers or voices need."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "cv2", "PIL", "zxingcpp")


def test_the_program_opens_without_what_only_some_visits_need():
    asks = f"import sys, kiosk.__main__; print(*[one for one in {HEAVY} if one in sys.modules])"
    command = [sys.executable, "-c", asks]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout.split()
    assert loaded == []
