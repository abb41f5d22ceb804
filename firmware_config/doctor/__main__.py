"""``python -m firmware_config.doctor``: the doctor on a machine where even Python packages may be missing."""

import sys
from pathlib import Path
from typing import Final

from contract.language import load_texts
from firmware_config.doctor.needed import lacking, required

_TEXTS: Final = Path(__file__).parent / "texts"
_ILL: Final = 1


def main(words: list[str]) -> int:
    """As the command; 1 where that cannot be loaded at all, which it says."""
    try:
        import firmware_config.doctor.command  # noqa: F401, PLC0415 (what it needs may be missing)
        from firmware_config.__main__ import main as command_line  # noqa: PLC0415
    except ImportError as fault:
        names = ", ".join(one.name for one in lacking(required()) if not one.found) or str(fault.name)
        print(load_texts(_TEXTS, "en" if "en" in words else "vi")["report.crippled"].format(names=names))
        return _ILL
    return command_line(["doctor", *words])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
