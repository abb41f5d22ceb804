"""Fuzzing of what comes over MQTT: the codec, a running service, a device's twin, and the small devices' parsers."""

import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any, Final, get_args
from zoneinfo import ZoneInfo

from paho.mqtt.client import MQTTMessage

from bench.fuzz_chance import any_bytes, any_text, as_json, bent, garbled, made, odd, shape_of
from bench.fuzz_run import Case
from bench.history import Watch
from bench.tap import SITE
from contract.broker_topics import VERSION
from contract.codec import decode_notice, decode_request, encode_notice, encode_request, refused_for_unknown, to_plain
from contract.commands import Command
from contract.device_profile import device_profile
from contract.device_twin import DeviceTwin
from contract.errors import MalformedMessageError
from contract.health import Health
from contract.ids import DeviceId
from contract.link import Link
from contract.notices import Notice, Presence
from contract.profile import Account
from contract.topics import CONTROLLER, Role, covers, sender
from contract.twin import Reported, Wanted
from controller.adapters.hours_calendar import HoursCalendar
from controller.adapters.http_file_registry import HttpFileRegistry
from controller.adapters.json_twins import JsonTwins
from controller.adapters.sqlite_journal import SqliteJournal
from controller.fleet import Fleet, to_nobody
from controller.fleet_running import heard_healths, heard_presences, heard_twins
from controller.gate import Gate
from controller.running import heard_commands
from controller.service import Service
from controller.twins import Twins
from firmware_config.devices.core import board, clock, keypad, lamp, messages, orders, packets, pad, twin
from firmware_config.site_file import read_site

_COMMANDS: Final = {kind.__name__: shape_of(kind) for kind in get_args(Command)}
_NOTICES: Final = {kind.__name__: shape_of(kind) for kind in get_args(Notice)}
_NIGHT: Final = 17
_MOST_REMEMBERED: Final = 50


def codec(_folder: Path) -> Case:
    """What is a message is the same after another journey; whatever else comes is refused by MalformedMessageError."""

    def case(chance: Random) -> None:
        payload = _payload(chance, chance.choice((_COMMANDS, _NOTICES)))
        refused_for_unknown(payload)
        with contextlib.suppress(MalformedMessageError):
            request = decode_request(payload)
            assert decode_request(encode_request(request)) == request
        with contextlib.suppress(MalformedMessageError):
            notice = decode_notice(payload)
            assert decode_notice(encode_notice(notice)) == notice

    return case


class _Clock:
    """Goes on by seconds; after the office's hours it is the next morning."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))

    def __call__(self) -> datetime:
        return self.at

    def go_on(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
        if self.at.hour >= _NIGHT:
            self.at = (self.at + timedelta(days=1)).replace(hour=7, minute=31)


def service(folder: Path) -> Case:
    """The demonstration's office on a real journal, as every device of it, by the controller's own handlers."""
    site, now = read_site(SITE), _Clock()
    site = replace(site, registry=replace(site.registry, url=""))  # nobody is asked
    twins = Twins(site, JsonTwins(folder), lambda _device, _wanted: None, now)
    registry = HttpFileRegistry(site.registry, ZoneInfo(site.timezone), lambda: now.at.timestamp())
    running = Service(
        site, SqliteJournal(folder), Watch(), registry, now, ThreadPoolExecutor(1), "http://127.0.0.1", "secret",
        HoursCalendar(None), lambda _stored, _password: True, twins=twins, fleet=Fleet(site, twins, now, to_nobody),
    )  # fmt: skip
    ways: tuple[tuple[Callable[[str, bytes], None], str, dict[str, Any]], ...] = (
        (heard_commands(running), "motcua/{site}/command/{device}", _COMMANDS),
        (heard_presences(running), "motcua/{site}/presence/{device}", {"Presence": shape_of(Presence)}),
        (heard_twins(running), "motcua/{site}/twin/{device}/reported", {"Reported": shape_of(Reported)}),
        (heard_healths(running), "motcua/{site}/health/{device}", {"Health": shape_of(Health)}),
    )
    known: list[str] = []

    def case(chance: Random) -> None:
        now.go_on(chance.choice((0, 1, 2, 5)))
        handle, topic, kinds = chance.choices(ways, (8, 1, 1, 1))[0]
        device = chance.choice(site.devices).id
        names = {"counter": chance.choice(site.counters).id, "device": device, "field": chance.choice(site.fields).id}
        names |= {"visit": chance.choice(known)} if known and chance.random() < 0.7 else {}
        payload = _payload(chance, kinds, names if chance.random() < 0.8 else {})
        with contextlib.suppress(MalformedMessageError):
            handle(topic.format(site=site.id, device=device), payload)
        if chance.randrange(200) == 0:
            running.beat()
            running.refresh()
            running.tell_all()
            known.extend(one.visit for one in running.board_now()[0].calls)
            del known[:-_MOST_REMEMBERED]

    return case


def topics(_folder: Path) -> Case:
    """Whatever a broker sends on whatever topic: only what was asked for is heard, and nothing that was kept where that is worth nothing."""
    site = read_site(SITE)
    link, gate, heard = Link(Account(site.id, CONTROLLER, Role.CONTROLLER, "127.0.0.1", 1, "")), Gate(site), list[str]()
    at = link.topics
    asked = (at.presences, at.all_reported, at.all_health)
    for one in asked:
        link.listen(one, gate.guarded(lambda topic, _payload: heard.append(topic)))
    link.listen(at.commands, gate.guarded(lambda topic, _payload: heard.append(topic)), fresh=True)
    link.listen(VERSION, lambda topic, _payload: heard.append(topic))
    known = {one.id for one in site.devices} | {CONTROLLER}
    words: tuple[str, ...] = (
        "motcua",
        site.id,
        "other",
        "command",
        "presence",
        "twin",
        "reported",
        "health",
        "$SYS",
        "broker",
        "version",
        "",
    )
    words = (*words, *sorted(known))

    def case(chance: Random) -> None:
        device = DeviceId(chance.choice((*sorted(known), "stranger", "")))
        good = chance.choice((at.command(device), at.presence(device), at.reported(device), at.health(device), VERSION))
        levels = good.split("/") if chance.random() < 0.7 else chance.choices(words, k=chance.randint(1, 7))
        if chance.random() < 0.4:
            levels[chance.randrange(len(levels))] = chance.choice((*words, any_text(chance)))
        topic = "/".join(levels).encode("utf-8", "replace")
        message = MQTTMessage(topic=garbled(chance, topic) if chance.random() < 0.2 else topic)
        message.payload, message.retain = b"", chance.random() < 0.5
        heard.clear()
        link._received(None, None, message)  # noqa: SLF001
        for one in heard:
            root, office, *_ = one.split("/")
            assert one == VERSION or ((root, office) == ("motcua", site.id) and sender(one) in known), one
            assert not (message.retain and covers(at.commands, one)), one

    return case


def device_twin(folder: Path) -> Case:
    """What is wanted of every kind of device, and what lay on its disk when it started."""
    site = read_site(SITE)
    profiles = [
        device_profile(site, one, Account(site.id, one.id, one.role, "127.0.0.1", 1, "", site.timezone), "", "")
        for one in site.devices
    ]
    kinds = {"Wanted": shape_of(Wanted)}

    def case(chance: Random) -> None:
        profile = chance.choice(profiles)
        if chance.randrange(8) == 0:
            kept = {
                "base": "x",
                "revision": 3,
                "good": {},
                "trial": None,
                "fatal": "",
                "duty": {"serves": True, "turn": 1},
            }
            (folder / "twin.json").write_bytes(chance.choice((any_bytes(chance), as_json(chance, bent(chance, kept)))))
            DeviceTwin(profile, str(folder)).stop()
        settings = to_plain(profile)
        wishes = {key: settings[key] for key in chance.sample(sorted(settings), 2)}
        told = {"settings": bent(chance, wishes), "revision": chance.choice((1, 2, 3, odd(chance)))}
        with contextlib.suppress(MalformedMessageError):
            DeviceTwin(profile, "").hear("", _payload(chance, kinds, told))

    return case


def small_devices(_folder: Path) -> Case:
    """The parsers of pad, keypad and number board, as CPython runs them."""
    counter_state, office = _NOTICES["CounterState"], _NOTICES["Office"]
    invitation, order = _NOTICES["RatingInvitation"], _NOTICES["Directive"]
    profile: dict[str, object] = {
        "counter": 5, "words": {"open": "on"}, "hardware": {"kind": "tm1637", "brightness": 3, "baud": 9600, "pins": {"clk": 4, "dio": 5}},
    }  # fmt: skip

    def body(chance: Random, kind: Any) -> dict[str, object]:
        value = made(chance, kind)
        message = {"schema": 1, "type": "x", "body": bent(chance, value) if chance.random() < 0.5 else value}
        return messages.read(as_json(chance, message) if chance.random() < 0.95 else any_bytes(chance))[1]

    def case(chance: Random) -> None:
        now, told = chance.randrange(10**6), body(chance, counter_state)
        shown, keys, face = board.Board(chance.choice((4, 8)), {"paused": "--"}), keypad.Keypad(5), pad.Pad("")
        shown.state(told, now)
        shown.text(now, reached=True)
        keys.state(told)
        keys.press(chance.choice(keypad.KEYS), now)
        lamp.is_on(keys.lamp(now, reached=True), now)
        face.office(body(chance, office), now)
        face.invited(body(chance, invitation), now, clock.seconds(any_text(chance)))
        face.press(chance.randrange(6), now)
        orders.Orders(("test-board",)).heard(body(chance, order), now)
        own = twin.Twin(profile, body(chance, _NOTICES["Wanted"]))
        wanted = made(chance, _NOTICES["Wanted"]) | {"revision": 2, "settings": bent(chance, profile)}
        own.wanted(messages.read(as_json(chance, {"schema": 1, "type": "Wanted", "body": wanted}))[1])
        messages.notice("Reported", own.reported("pad-5"))
        messages.read(messages.notice("x", own.remember()))
        _ = own.settings

    return case


def small_packets(_folder: Path) -> Case:
    """A broker's bytes, in pieces of any size, as the small devices' link takes them; ValueError is what its link ends a connection for."""
    good = (
        packets.publish("motcua/thu/notice/pulse", b'{"schema": 1}', 7)
        + packets.puback(9)
        + b"\x20\x02\x00\x00\xd0\x00"
    )

    def case(chance: Random) -> None:
        data, reader = (
            chance.choice((garbled(chance, good * chance.randint(1, 3)), any_bytes(chance))),
            packets.Reader(300),
        )
        with contextlib.suppress(ValueError):
            while data:
                size = chance.choice((1, 3, 30, 1000))
                for first, content, whole in reader.feed(data[:size]):
                    if first & 0xF0 == packets.PUBLISH:
                        packets.read_publish(first, content)
                    assert whole or len(content) <= packets.HEAD
                data = data[size:]

    return case


def _payload(chance: Random, kinds: dict[str, Any], names: dict[str, Any] | None = None) -> bytes:
    """A message of one of these kinds, or one that is nearly one; ``names`` are put where it has such keys."""
    if chance.randrange(25) == 0:
        return any_bytes(chance)
    name = chance.choice(list(kinds))
    body = made(chance, kinds[name])
    body |= {key: value for key, value in (names or {}).items() if key in body}
    message: Any = {"schema": 1, "type": name, "request": f"{chance.getrandbits(64):016x}", "body": body}
    return as_json(chance, bent(chance, message) if chance.random() < 0.5 else message)
