"""``new``: asks what an office is like, each answer checked at once, and writes the folder of the office with a site file that checks."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from contract.profile import write_private
from firmware_config.command_line import program
from firmware_config.commands import FAULTY, FINE
from firmware_config.interview.asking import Asker, WrongAnswerError, prepared
from firmware_config.interview.device_questions import DeviceQuestions
from firmware_config.interview.draft import Draft
from firmware_config.interview.memory import Memory
from firmware_config.interview.questions import HallQuestions
from firmware_config.interview.site_text import site_text
from firmware_config.office import SITE_FILE, offices
from firmware_config.site_file import read_site

_ANSWERED: Final = "answers.txt"
"""What was answered until an interview was cut off."""


def arguments(parser: ArgumentParser) -> None:
    """The folder to be."""
    parser.add_argument("folder", help="option.new_folder")
    parser.add_argument("--answers", default="", metavar="FILE", help="option.answers")


def run(given: Namespace, texts: Mapping[str, str]) -> int:
    """1 where the folder holds an office already, or a prepared answer is not right; nothing is written then."""
    folder = Path(given.folder)
    if folder.name == given.folder and offices().is_dir():
        folder = offices() / given.folder
    if (folder / SITE_FILE).exists():
        print(texts["new.there"].format(file=folder / SITE_FILE), file=sys.stderr)
        return FAULTY
    answers = prepared(given.answers)
    memory = Memory(folder / _ANSWERED) if answers is None else None
    asker, draft = Asker(texts, answers, memory), Draft()
    print(texts["new.head"])
    if memory and memory.known:
        print(texts["new.again"].format(count=memory.known, file=memory.path))
    try:
        HallQuestions(asker, draft).all()
        DeviceQuestions(asker, draft).all()
    except WrongAnswerError as fault:
        print(texts["new.wrong"].format(line=fault.line, question=fault.question, words=fault), file=sys.stderr)
        return FAULTY
    except (EOFError, KeyboardInterrupt):
        print()
        if memory and memory.path.exists():
            print(texts["new.kept"].format(file=memory.path), file=sys.stderr)
        raise KeyboardInterrupt from None
    folder.mkdir(parents=True, exist_ok=True)
    write_private(folder / SITE_FILE, site_text(draft.tables, texts))
    site = read_site(folder / SITE_FILE)
    if memory:
        memory.forget()
    print(
        "\n" + texts["new.done"].format(file=folder / SITE_FILE, devices=len(site.devices), counters=len(site.counters))
    )
    if draft.secrets:
        print(texts["new.secrets"])
        width = max(map(len, draft.secrets))
        print("\n".join(f"  {name.ljust(width)}  {secret}" for name, secret in draft.secrets.items()))
    print(texts["new.next"].format(folder=given.folder, program=program()))
    return FINE
