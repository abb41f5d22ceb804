"""Users and groups by name, as the root at hand knows them."""

import grp
import os
import pwd
from pathlib import Path


class Owners:
    """Files get their owners where root installs on a system; a bare folder has no users of its own."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._here = root == Path("/")
        self.kept = os.geteuid() == 0 and (self._here or _is_system(root))

    def numbers(self, owner: str) -> tuple[int, int] | None:
        """Of ``user:group``; None where owners are not kept. Raises KeyError with the name that nobody has."""
        if not self.kept:
            return None
        user, _, group = owner.partition(":")
        return self._number("passwd", user), self._number("group", group or user)

    def _number(self, table: str, name: str) -> int:
        if self._here:
            try:
                return pwd.getpwnam(name).pw_uid if table == "passwd" else grp.getgrnam(name).gr_gid
            except KeyError:
                raise KeyError(name) from None
        return _table(self._root, table)[name]


def _is_system(root: Path) -> bool:
    """A Debian in a folder, rather than a folder."""
    return (root / "etc/passwd").exists() and "root" in _table(root, "passwd")


def _table(root: Path, table: str) -> dict[str, int]:
    lines = [line.split(":") for line in (root / "etc" / table).read_text("utf-8").splitlines()]
    return {line[0]: int(line[2]) for line in lines if len(line) > 2}
