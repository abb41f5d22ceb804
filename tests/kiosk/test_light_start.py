"""What the kiosk loads before its first picture: nothing that only cameras, printers or voices need."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "cv2", "PIL", "zxingcpp")


def loaded_by(module: str) -> list[str]:
    asks = f"import sys, {module}; print(*[one for one in {HEAVY} if one in sys.modules])"
    command = [sys.executable, "-c", asks]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60).stdout.split()


def test_the_program_opens_without_what_only_some_visits_need():
    assert loaded_by("kiosk.__main__") == []


def test_a_kiosk_that_could_speak_holds_no_arrays_before_anybody_listens():
    assert loaded_by("kiosk.number_terminal, kiosk.voice_terminal") == []
