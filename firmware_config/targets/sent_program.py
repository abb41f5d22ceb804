"""The program that installs, packed to be sent: what stands in ``firmware_config.on_machine``, and nothing else."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_PROGRAM: Final = Path(__file__).parents[1] / "on_machine"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The same bytes each time."""

BOOT: Final = """\
import sys, tempfile
file = tempfile.NamedTemporaryFile(suffix=".zip")
file.write(sys.stdin.buffer.read(int(sys.stdin.buffer.readline())))
file.flush()
sys.path.insert(0, file.name)
from firmware_config.on_machine.__main__ import main
main()
"""
"""For ``python3 -c``: reads the length of the packed program, the program, then its order."""


def program_files() -> Iterator[tuple[str, bytes]]:
    """Names below one folder, and contents."""
    yield "firmware_config/__init__.py", b'"""What is sent to a machine."""\n'
    for path in sorted(_PROGRAM.glob("*.py")):
        yield f"firmware_config/on_machine/{path.name}", path.read_bytes()


def packed_program() -> bytes:
    """As a zip that Python imports from."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in program_files():
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return packed.getvalue()
