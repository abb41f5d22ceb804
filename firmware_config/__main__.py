"""``python -m firmware_config``: check an office's site file, give every device its profile, and make officers' passwords."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from contract.language import languages, load_texts
from firmware_config.fault import SiteFileError
from firmware_config.password import BadPasswordError, password_line, pin_line, typed
from firmware_config.procedures_file import read_catalogue
from firmware_config.provision import provision
from firmware_config.reference import pages
from firmware_config.site_file import read_site

TEXTS: Final = Path(__file__).parent / "texts"
_FINE, _FAULTY = 0, 1
_SECRETS: Final[dict[str, tuple[Callable[[str], str], Callable[[str], str]]]] = {
    "password": (password_line, lambda name: f"password.{name}"),
    "pin": (pin_line, lambda name: f"pin.{name}"),
}


def main(arguments: list[str] | None = None) -> int:
    """0: fine; 1: the file has faults or something cannot be read or written; 2: wrong use."""
    given = _parser().parse_args(arguments)
    if given.command == "reference":
        for name, page in pages().items():
            (given.to / name).write_text(page, "utf-8")
        return _FINE
    texts = load_texts(TEXTS, given.language)
    if given.command in _SECRETS:
        return _secret(texts, given.command)
    try:
        site = read_site(given.file)
        catalogue = read_catalogue(site, given.file)
        if given.command == "provision":
            provision(site, given.to, given.var or given.to / "var", catalogue)
    except SiteFileError as fault:
        print("\n".join(fault.lines(texts)), file=sys.stderr)
        print(texts["said.faults"].format(count=len(fault.faults)), file=sys.stderr)
        return _FAULTY
    except OSError as fault:
        print(texts["said.unreadable"].format(file=fault.filename, words=fault.strerror), file=sys.stderr)
        return _FAULTY
    counts = {name: len(getattr(site, name)) for name in ("fields", "counters", "officers", "devices")}
    counts["procedures"] = len(catalogue.procedures)
    print(texts[f"said.{given.command}"].format(name=site.name, folder=given.to, **counts))
    return _FINE


def _secret(texts: Mapping[str, str], what: str) -> int:
    line, key = _SECRETS[what]
    try:
        print(line(typed(lambda name: texts[key(name)])))
    except BadPasswordError as fault:
        print(texts[key(str(fault))].format(**fault.values), file=sys.stderr)
        return _FAULTY
    if sys.stdout.isatty():
        print(texts[key("where")])
    return _FINE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m firmware_config", description=__doc__)
    parser.add_argument("--language", choices=languages(TEXTS), default="vi")
    commands = parser.add_subparsers(dest="command", required=True)
    checking = commands.add_parser("check", help="tell every fault of a site file and of its file of procedures")
    giving = commands.add_parser("provision", help="write the profiles of the broker, the controller and every device")
    for command in (checking, giving):
        command.add_argument("file", type=Path, help="the site file, e.g. demo/site.toml")
        command.set_defaults(to=None, var=None)
    giving.add_argument(
        "--to", type=Path, required=True, help="folder for the profiles; passwords already there are kept"
    )
    commands.add_parser(
        "password", help="ask for an officer's password, or read it from a pipe; print the site file's line"
    )
    commands.add_parser("pin", help="the same for the PIN of a kiosk's maintenance screen")
    writing = commands.add_parser("reference", help="write the reference pages of site file, messages and refusals")
    writing.add_argument("--to", type=Path, required=True, help="folder for the pages")
    giving.add_argument("--var", type=Path, help="folder for the programs' state on their machines (default: TO/var)")
    return parser


if __name__ == "__main__":
    sys.exit(main())
