"""Makes a backup, while everything runs."""

import io
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from contract import VERSION
from contract.ids import SiteId
from firmware_config.backups import archive
from firmware_config.backups.contents import Part, files_of, has_journal
from firmware_config.backups.journal_copy import JOURNAL, JournalMark, copy_journal
from firmware_config.backups.manifest import FORMAT, SEALED, KeptPart, Manifest
from firmware_config.backups.sealed import seal
from firmware_config.backups.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that stands on the shelf. ``files``: how many it holds."""

    path: Path
    manifest: Manifest
    files: int
    size: int


def make_backup(parts: Sequence[Part], shelf: Shelf, site: SiteId, code: str, at: datetime) -> Made:
    """Put one onto the shelf. ``at`` with the office's zone; ``code`` seals what is to be sealed, which needs one, and vouches for the rest.

    The copy of the journal lies beside it meanwhile, so the shelf needs room for both. Raises BackupError and OSError; nothing is left then.
    """
    shelf.prepare()
    known = Manifest(FORMAT, at.isoformat(timespec="seconds"), VERSION, site)
    with tempfile.TemporaryDirectory(prefix=".motcua-", dir=shelf.folder) as folder, shelf.begun(at) as (file, path):
        open_ones, sealed = ([one for one in parts if one.sealed is told] for told in (False, True))
        contents, inner = {}, 0
        if sealed:
            held = io.BytesIO()
            inside = archive.write(held, _manifest(known, sealed), _files(sealed), {})
            contents[SEALED], inner = seal(code, held.getvalue()), len(inside.members)
        files, mark = _files(open_ones), None
        for number, part in enumerate(open_ones):
            if has_journal(part):
                copy = Path(folder) / JOURNAL
                mark = copy_journal(part.path / JOURNAL, copy)
                files.insert(0, (f"{number}/{JOURNAL}", copy))
        made = archive.write(file, _manifest(known, open_ones, mark), files, contents, code)
    return Made(path, made, len(made.members) - len(contents) + inner, path.stat().st_size)


def _manifest(known: Manifest, parts: Sequence[Part], mark: JournalMark | None = None) -> Manifest:
    kept = tuple(KeptPart(one.kind, str(one.path), one.path.is_file()) for one in parts)
    return Manifest(known.format, known.made_at, known.version, known.site, mark, kept)


def _files(parts: Sequence[Part]) -> list[tuple[str, Path]]:
    return [(f"{number}/{name}", path) for number, part in enumerate(parts) for name, path in files_of(part)]
