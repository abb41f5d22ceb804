"""The reference page of the doctor: every finding with what is seen, what it means and what to do."""

from collections.abc import Mapping
from typing import Final

from contract.language import load_texts
from firmware_config.doctor.command import TEXTS
from firmware_config.doctor.finding import KINDS, Area, Weight

_MADE: Final = "<!-- Made from the code by `make reference`; change the texts there. -->\n"
_INTRODUCTION: Final = """\
# The doctor

`python -m firmware_config doctor`, on an installed machine `motcua doctor`, says what is wrong and what to do. It changes nothing, prints no
secret, and is done within ten seconds even where nothing answers.

- On a machine of the office it looks at every device whose profile stands below `/etc/motcua`. Ask it as root to see everything; as
  anybody else it says what it could not see.
- `--profile FILE ...` looks at devices by their profiles; `doctor OFFICE` (a folder or a site file) looks from the IT officer's own computer at
  what can be reached from there: the site file, the broker, who is there, network printers.
- `--area AREA` looks at one area (may be given again), `--json` is for programs, `--language en` is English, `--seconds` changes how
  long it looks.
- It ends with 0 where nothing is wrong, 1 where something is or could not be looked at in time, 2 where it was called wrongly.
- `python -m firmware_config.doctor` is the same for a machine on which Python packages are missing: it then says which.

At the broker it has an account of its own that may hear who is there and say nothing, so looking pushes no device off. A device's own password is
tried only when the device is not there.

✗ does not work at all; ! does not work as it should; … works, and will not for ever; ? could not be looked at.
"""


def doctor_page() -> str:
    """One table an area, in the order of a report."""
    vi, en = (load_texts(TEXTS, language) for language in ("vi", "en"))
    parts = [_MADE + _INTRODUCTION]
    for area in Area:
        parts.append(f"## {en[f'area.{area.value}'].capitalize()} (`{area.value}`)\n")
        parts.append("| | what is seen | what it means | what to do |\n|---|---|---|---|")
        parts += [_row(kind, vi, en) for kind, (where, _) in KINDS.items() if where is area]
        parts.append("")
    return "\n".join(parts)


_SIGNS: Final = {Weight.STOPPED: "✗", Weight.AILING: "!", Weight.SOON: "…", Weight.UNSEEN: "?"}


def _row(kind: str, vi: Mapping[str, str], en: Mapping[str, str]) -> str:
    cells = (f"{vi[f'{part}.{kind}']}<br>*{en[f'{part}.{kind}']}*" for part in ("seen", "means", "do"))
    return f"| {_SIGNS[KINDS[kind][1]]} `{kind}` | {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
