"""Chromium without a screen: opens only what it is told to open, and asks nobody else anything."""

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

QUIET: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1366,768",
)
_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
_LONGEST_S: Final = 30


def photograph(address: str, picture: Path) -> bool:
    """Save what a page looks like as PNG; False where no Chromium is at hand."""
    browser = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if browser is None:
        return False
    with tempfile.TemporaryDirectory(prefix="motcua-browser-") as profile:
        options = [f"--user-data-dir={profile}", "--hide-scrollbars", "--timeout=4000", f"--screenshot={picture}"]
        subprocess.run(
            [browser, *QUIET, *options, address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST_S,
            check=False,
        )
    return True
