"""``python -m firmware_config``, on an installed machine ``motcua``: what an IT officer does with the folder of an office."""

import argparse
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from contract.language import languages, load_texts
from firmware_config.backups.fault import BackupError
from firmware_config.command_line import CommandLine, program
from firmware_config.commands import FAULTY, Command
from firmware_config.fault import NotSignedError, SiteFileError
from firmware_config.keep import KeepError
from firmware_config.office import NoOfficeError
from firmware_config.system_words import system_words
from firmware_config.targets import TargetError

TEXTS: Final = Path(__file__).parent / "texts"
_COMMANDS: Final = (
    "new",
    "check", "show", "plan", "apply", "diff", "rollback", "doctor", "revoke", "replace", "join",
    "flash", "esphome", "trust", "renew", "backup", "restore", "password", "pin", "provision", "reference",
)  # fmt: skip
"""As the help lists them; each is the module of its name in ``commands``."""
_DEFAULT: Final = "vi"
_STOPPED: Final = 130


def main(arguments: list[str] | None = None) -> int:
    """0: fine; 1: the file has faults, or something could not be read, written or reached; 2: wrong use; 130: stopped by Ctrl-C."""
    words = sys.argv[1:] if arguments is None else arguments
    texts = load_texts(TEXTS, _language(words))
    given = _parser(texts, words).parse_args(words)
    try:
        return _command(given.command).run(given, texts)
    except SiteFileError as fault:
        told = [*fault.lines(texts), texts["said.faults"].format(count=len(fault.faults))]
    except NoOfficeError as fault:
        told = [texts["said.no_office" if fault.word else "said.no_office_here"]]
        told = [one.format(word=fault.word, program=program()) for one in told]
        told += [texts["said.offices"].format(known=", ".join(fault.known))] if fault.known else []
    except TargetError as fault:
        told = [fault.told(texts)]
    except NotSignedError as fault:
        told = [texts[f"said.{fault.name}"].format(words=fault)]
    except BackupError as fault:
        told = [texts[f"unsaved.{fault.name}"].format(**fault.values)]
    except KeepError as fault:
        told = [texts["said.keep"].format(words=fault)]
    except BrokenPipeError:
        return FAULTY  # whoever read along has gone
    except OSError as fault:
        told = [texts["said.unreadable"].format(file=fault.filename or "", words=system_words(fault, texts))]
    except KeyboardInterrupt:
        print(texts["said.stopped"], file=sys.stderr)
        return _STOPPED
    print("\n".join(told), file=sys.stderr)
    return FAULTY


def _language(words: list[str]) -> str:
    """That of the help as well, so it is looked for before anything else is understood."""
    looking = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    looking.add_argument("--language", default=_DEFAULT)
    found: str = looking.parse_known_args([word for word in words if word not in {"-h", "--help"}])[0].language
    return found if found in languages(TEXTS) else _DEFAULT


def _command(name: str) -> Command:
    """Each loads what it needs when it is wanted."""
    return cast("Command", import_module(f"firmware_config.commands.{name}"))


def _parser(texts: Mapping[str, str], typed: list[str]) -> argparse.ArgumentParser:
    CommandLine.texts = texts
    language = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    language.add_argument("--language", choices=languages(TEXTS), help=texts["help.language"])
    parser = CommandLine(prog=program(), description=texts["help.all"], parents=[language])
    commands = parser.add_subparsers(dest="command", required=True, metavar=texts["help.command"])
    for name in _COMMANDS:
        words = texts[f"help.{name}"]
        one = commands.add_parser(name, help=words, description=words, parents=[language])  # type: ignore[list-item]
        if name in typed:
            _command(name).arguments(one)
    return parser


if __name__ == "__main__":
    sys.exit(main())
