"""The copyright file and the list of what other people wrote: every wheel's name, version, licence and where its text stands."""

from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path
from typing import Final

_COPYRIGHT: Final = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: motcua

Files: *
Copyright: the authors of Một Cửa
License: Apache-2.0
 On Debian systems the full text of the Apache License, version 2.0, is in
 /usr/share/common-licenses/Apache-2.0.

Files: usr/lib/motcua/lib/python3*/site-packages/*
Copyright: the authors of each Python package
License: various
 What follows are the Python packages of the environment, as they come from the
 Python Package Index. The full texts that came with each of them stand in the
 files named below; /usr/share/doc/motcua/sbom.cdx.json.gz tells the same to programs.
"""


def copyright_file(site_packages: Path) -> str:
    """Of the package, and of all that ``site_packages`` holds."""
    return _COPYRIGHT + "".join(f" .\n{text}" for text in _wheels(site_packages))


def _wheels(site_packages: Path) -> Iterator[str]:
    found = sorted(metadata.distributions(path=[str(site_packages)]), key=lambda one: one.name.lower())
    for one in found:
        if one.name != "motcua":
            told = one.metadata["License-Expression"] or _classified(one.metadata.get_all("Classifier") or ())
            texts = "".join(f"   {place}\n" for place in sorted(_texts(one)))
            yield f" {one.name} {one.version}: {told or _first(one.metadata['License'])}\n{texts}"


def _classified(classifiers: Iterable[str]) -> str:
    return ", ".join(one.rpartition(" :: ")[2] for one in classifiers if one.startswith("License :: "))


def _first(words: str | None) -> str:
    return (words or "see its files").strip().splitlines()[0]


def _texts(one: metadata.Distribution) -> Iterator[str]:
    for file in one.files or ():
        if ".dist-info" in str(file) and any(word in file.name.upper() for word in ("LICEN", "COPYING", "NOTICE")):
            yield str(file)
