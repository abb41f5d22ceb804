"""Orders of a machine with one kiosk, for tests."""

import base64
from pathlib import Path

from firmware_config.on_machine.disk import digest
from firmware_config.on_machine.order import Order, Wanted

PROFILE = "/etc/motcua/kiosk-1/profile.json"
UNIT = "/etc/systemd/system/motcua-kiosk-1.service"
TEXT = "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n"


def file(path: str, content: str, mode: int = 0o644, *units: str, owner: str = "root:root") -> Wanted:
    data = content.encode()
    return Wanted(path, digest(data), mode, owner, units, base64.b64encode(data).decode())


def order(root: Path, *files: Wanted, **more) -> Order:
    return Order("tan-an", "may-1", files, root=str(root), **more)


def kiosk(content: str = "{}") -> tuple[Wanted, Wanted]:
    return (file(PROFILE, content, 0o640, "motcua-kiosk-1.service"), file(UNIT, TEXT))
