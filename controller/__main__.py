"""``python -m controller``: the controller, the embedded broker, a loudspeaker, what the journal tells, and days that never were.

It and ``running`` alone pick adapters. Each part loads its own when it is wanted: a controller that comes back after a power cut should
not wait for the loudspeaker's, nor a summary for the pages'.
"""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from threading import Event

from contract.alive import tell_ready
from contract.controller_profile import ControllerProfile
from contract.device_twin import DeviceTwin
from contract.errors import HallError
from contract.language import languages, load_texts
from contract.process import AGAIN, is_watched, log_to_stderr, stop_on_signal
from contract.profile import BrokerProfile, SpeakerProfile, read_profile
from controller.adapters.http_state import read_state
from controller.adapters.sqlite_journal import SqliteJournal
from controller.audit import Question, tell_commands
from controller.demand.asking import ask_forecast
from controller.ports import History
from controller.replay import tell_replay
from controller.reports.asking import ask_report
from controller.story import tell_visit
from controller.summary.asking import ask_summary

TEXTS = Path(__file__).parent / "texts"
_DEMO = Path("var/demo/office/var/controller")

Telling = Callable[[argparse.Namespace, Mapping[str, str]], int]
"""A command that prints and ends: what was given on the command line, and the words; returns the exit code."""


def run(profile: ControllerProfile, place: Path) -> None:
    """The controller whose profile lies at ``place``, until SIGTERM or SIGINT; first, where its disk takes nothing, until it does."""
    from controller.running import run_controller  # noqa: PLC0415
    from controller.standstill import stand_still, start_fault  # noqa: PLC0415

    while fault := start_fault(Path(profile.state)):
        if not stand_still(profile, fault):
            return
    run_controller(profile, place)


def broker(profile: BrokerProfile, place: Path) -> None:
    """The embedded broker whose profile lies at ``place``, until SIGTERM or SIGINT."""
    from controller.adapters.amqtt_running import run_broker  # noqa: PLC0415

    run_broker(profile, stop_on_signal(), tell_ready, place)


def speaker(profile: SpeakerProfile) -> int:
    """A loudspeaker, until SIGTERM or SIGINT: 0; ``AGAIN`` where it has to be started anew to be as it is wanted."""
    from controller.speaker_node import run_speaker  # noqa: PLC0415
    from controller.voice_pack import pack_log  # noqa: PLC0415
    from voice.adapters.pulse_player import PulsePlayer  # noqa: PLC0415
    from voice.sources import hall_voices  # noqa: PLC0415

    stop, again = stop_on_signal(), Event()
    twin = DeviceTwin(profile, profile.state)
    profile = twin.profile

    def restart() -> None:
        again.set()
        stop.set()

    with hall_voices(profile.voices, pack_log(profile.calling.zero_tens)) as voices:
        run_speaker(twin, voices, PulsePlayer, stop, restart if is_watched() else None)
    return AGAIN if again.is_set() else 0


def visit(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """A visit's story."""
    with _history(given.state) as history:
        return tell_visit(history, given.number, texts, as_json=given.json)


def audit(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Every command of a day."""
    question = Question(given.day, given.officer, given.counter, given.refused)
    with _history(given.state) as history:
        return tell_commands(history, question, texts, as_json=given.json)


def replay(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """The journal against the live queue."""
    folder = Path(read_profile(given.profile, ControllerProfile).state) if given.profile else given.state
    live = read_state(folder)
    with _history(folder) as history:
        return tell_replay(history, live, texts)


def voice(given: argparse.Namespace, _texts: Mapping[str, str]) -> int:
    """A voice pack, recorded or checked."""
    from controller.voice_pack import tell_pack  # noqa: PLC0415

    return tell_pack(given)


def report(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Figures of a period, counted in this process."""
    from controller.reports.command import tell_report  # noqa: PLC0415

    return tell_report(given, texts)


def summary(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """The PDF of a day or a week."""
    from controller.summary.command import tell_summary  # noqa: PLC0415

    return tell_summary(given, texts)


def forecast(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Tomorrow and next week."""
    from controller.demand.command import tell_forecast  # noqa: PLC0415

    return tell_forecast(given, texts)


def fleet(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Every device, as the page of the fleet has it."""
    from controller.fleet_table import tell_fleet  # noqa: PLC0415

    state = Path(read_profile(given.profile, ControllerProfile).state) if given.profile else given.state
    return tell_fleet(state, given.language, texts)


def simulate(given: argparse.Namespace, texts: Mapping[str, str]) -> int:
    """Days of an office in virtual time."""
    from controller.simulation.command import simulate as tell_days  # noqa: PLC0415

    return tell_days(given, texts)


@contextmanager
def _history(folder: Path) -> Iterator[History]:
    with closing(SqliteJournal(folder, read_only=True)) as journal:
        yield journal


def main() -> int:
    """Do what the command line says; returns the exit code."""
    given = _parser().parse_args()
    try:
        if "tell" in given:
            return _tell(given)
        log_to_stderr(given.part)
        if given.part == "run":
            run(read_profile(given.profile, ControllerProfile), given.profile)
        elif given.part == "broker":
            broker(read_profile(given.profile, BrokerProfile), given.profile)
        else:
            return speaker(read_profile(given.profile, SpeakerProfile))
    except HallError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m controller", description=(__doc__ or "").split("\n\n")[0])
    parts = parser.add_subparsers(dest="part", required=True)
    for part, words in (
        ("run", "the controller and its pages"),
        ("broker", "the embedded broker"),
        ("speaker", "a loudspeaker"),
    ):
        parts.add_parser(part, help=words).add_argument("--profile", type=Path, required=True)
    story = _reading(parts.add_parser("visit", help="a visit's story from the journal"), visit)
    story.add_argument("number", help="a ticket's number, e.g. B012, or a visit's id, e.g. 2026-11-22-B012")
    story.add_argument("--json", action="store_true")
    commands = _reading(parts.add_parser("audit", help="every command of a day: who, where, when, why refused"), audit)
    commands.add_argument("--day", type=date.fromisoformat, help="e.g. 2026-11-22; the latest one if left out")
    commands.add_argument("--officer", help="only what was done under this name")
    commands.add_argument("--counter", type=int, help="only what was done at or to this counter")
    commands.add_argument("--refused", action="store_true", help="only what was refused")
    commands.add_argument("--json", action="store_true")
    again = _reading(parts.add_parser("replay", help="compare the journal with the live queue, or check it"), replay)
    again.add_argument("--profile", type=Path, help="the controller's, instead of --state")
    _pack_arguments(_telling(parts.add_parser("voice", help="an office's own voice: record it, or check it"), voice))
    ask_report(
        _reading(parts.add_parser("report", help="figures of any period, printed, or as a CSV or Excel file"), report)
    )
    ask_summary(_telling(parts.add_parser("summary", help="the PDF of a day or a week, once more"), summary))
    ask_forecast(
        _telling(
            parts.add_parser("forecast", help="who will come tomorrow and next week, and which counters to open"),
            forecast,
        )
    )
    devices = _telling(parts.add_parser("fleet", help="every device: is it there, how is it, what is wrong"), fleet)
    devices.add_argument("--state", type=Path, default=_DEMO, help="the running controller's folder")
    devices.add_argument("--profile", type=Path, help="the controller's, instead of --state")
    days = _telling(parts.add_parser("simulate", help="days of an office in virtual time"), simulate)
    days.add_argument("site", help="thu-dau-mot, dong-nai, cu-mgar, or a site file with <name>.days.toml beside it")
    days.add_argument("--days", type=int, default=5, help="working days")
    days.add_argument("--seed", type=int, default=1, help="the same seed gives the same days")
    days.add_argument("--json", action="store_true", help="figures for programs")
    return parser


def _pack_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("deed", choices=("record", "check"), help="record: clip by clip; check: what is missing or bad")
    parser.add_argument("folder", type=Path, metavar="PACK", help="the pack's folder; a new one is made")
    parser.add_argument("--speaks", default="", choices=("", "vi", "en"), help="a new pack's language; vi if left out")
    parser.add_argument("--zero-tens", default="", help="linh (north) or lẻ (south), as in the site file")
    parser.add_argument("--again", action="append", default=[], metavar="WORDS", help="record this clip anew")
    parser.add_argument("--name", default="", help="a new pack's name; asked for if left out")
    parser.add_argument("--reader", default="", help="who reads; asked for if left out")
    parser.add_argument("--source", default="", help="the microphone, as `pactl list short sources` names it")
    parser.add_argument(
        "--sink", default="", help="the loudspeaker for listening, as `pactl list short sinks` names it"
    )


def _telling(parser: argparse.ArgumentParser, tell: Telling) -> argparse.ArgumentParser:
    """What all commands that print words for people take."""
    parser.set_defaults(tell=tell)
    parser.add_argument("--language", default="vi", choices=languages(TEXTS))
    return parser


def _reading(parser: argparse.ArgumentParser, tell: Telling) -> argparse.ArgumentParser:
    """What all commands that read a journal take."""
    parser.add_argument("--state", type=Path, default=_DEMO, help="the journal's folder")
    return _telling(parser, tell)


def _tell(given: argparse.Namespace) -> int:
    texts = load_texts(TEXTS, given.language)
    tell: Telling = given.tell
    asked = given.part != "fleet" and "state" in given and getattr(given, "profile", None) is None
    if asked and not (given.state / "journal.sqlite").exists():
        print(texts["story.no_journal"].format(folder=given.state), file=sys.stderr)
        return 1
    return tell(given, texts)


if __name__ == "__main__":
    sys.exit(main())
