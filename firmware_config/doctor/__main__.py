"""``python -m firmware_config.doctor``: the doctor on a machine where even Python packages may be missing."""

import argparse
import sys
from pathlib import Path
from typing import Final

from contract.language import languages, load_texts
from firmware_config.doctor.needed import lacking, required

_TEXTS: Final = Path(__file__).parent / "texts"
_ILL: Final = 1


def main(arguments: list[str] | None = None) -> int:
    """As ``run`` of the command; 1 where it cannot be loaded at all, which it says."""
    parser = argparse.ArgumentParser(prog="python -m firmware_config.doctor", description=__doc__)
    parser.add_argument("--language", choices=languages(_TEXTS), default="vi")
    try:
        from firmware_config.doctor import command  # noqa: PLC0415 (what it needs may be missing)
        from firmware_config.office import NoOfficeError  # noqa: PLC0415
    except ImportError as fault:
        given, _ = parser.parse_known_args(arguments)
        names = ", ".join(one.name for one in lacking(required()) if not one.found) or str(fault.name)
        print(load_texts(_TEXTS, given.language)["report.crippled"].format(names=names))
        return _ILL
    command.arguments(parser)
    given = parser.parse_args(arguments)
    try:
        return command.run(given, load_texts(_TEXTS.parents[1] / "texts", given.language))
    except NoOfficeError:
        print(load_texts(_TEXTS, given.language)["report.nothing"], file=sys.stderr)
        return _ILL


if __name__ == "__main__":
    sys.exit(main())
