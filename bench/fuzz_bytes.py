"""Fuzzing of what scanners, cameras, printers, registries, phones and new machines send."""

import contextlib
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import segno

from bench.fuzz_chance import any_bytes, any_text, as_json, bent, garbled
from bench.fuzz_run import Case
from contract.file_code import DEFAULT_PATTERN, find_file_code
from contract.ids import DeviceId, FileCode, VisitId
from contract.joining import Offer, plate, read_code, write_offer
from contract.notices import Printer
from contract.phone_number import read_phone
from contract.printer_answers import PrinterAnswers
from contract.registry import Registry
from contract.sealed_phone import kiosk_key, opened
from controller.adapters.http_exchange import NoAnswerError, Reply
from controller.adapters.json_record import JsonRecord, read_token
from controller.joins import Joins
from kiosk.adapters.code_decoder import CodeDecoder
from kiosk.core.hand_reader import Keys, pause, press
from kiosk.core.scan import Foreign, Reading, Sightings, Symbology, agree, stands

_CODE: Final = "H56.14-261122-0001"
_SPOKEN: Final = f"https://dichvucong.gov.vn/#/tra-cuu?MHS={_CODE}&ma=1"
_RECORD: Final = {
    "status": 200, "data": [{"dossierNo": _CODE, "dossierStatus": "done", "dueDate": "22/11/2026", "serviceName": "Đất đai", "fee": 1}],
}  # fmt: skip
_KINDS: Final = tuple(Symbology)


def scanned_codes(_folder: Path) -> Case:
    """Any text becomes a file code of the pattern, or nothing; of foreign text nothing but a hash is kept."""
    state = [Sightings(), 0.0]

    def case(chance: Random) -> None:
        text = _text(chance)
        code = find_file_code(text)
        assert code is None or (code.isascii() and len(code) <= 64)
        readings = [
            Reading(_text(chance), chance.choice(_KINDS), chance.choice((True, None)))
            for _ in range(chance.randrange(4))
        ]
        at = float(state[1]) + chance.choice((0.0, 0.05, 2.5, 60.0))  # type: ignore[arg-type]
        sightings, finding = agree(state[0], readings, at, DEFAULT_PATTERN)  # type: ignore[arg-type]
        assert finding is None or isinstance(finding, str | Foreign)
        stands(readings, FileCode(_CODE), DEFAULT_PATTERN)
        assert all(isinstance(key, int) or find_file_code(key) for key, _ in sightings.seen)
        state[:] = [sightings, at]

    return case


def hand_reader(_folder: Path) -> Case:
    """Keys of any place at any time, as a broken reader or a cat on the keyboard sends them."""

    def case(chance: Random) -> None:
        keys, at = Keys(), chance.choice((0.0, 1e9))
        for _ in range(chance.choice((3, 30, 200))):
            at += chance.choice((0.0, 0.001, 0.02, 0.5, -1.0))
            usage = chance.choice((chance.randrange(4, 100), chance.randrange(70_000), 40, -1))
            keys, text = press(keys, usage, at, shift=chance.random() < 0.3)
            assert text is None or find_file_code(text) is None or len(text) <= 2048
        pause(keys, at + 1)

    return case


def frames(_folder: Path) -> Case:
    """Arrays of any shape, kind and content that a camera's driver may hand over."""
    code = segno.make(_CODE, error="m").matrix_iter(scale=3, border=4)
    square = np.array([[0 if dark else 255 for dark in row] for row in code], np.uint8)
    decoder = CodeDecoder()

    def case(chance: Random) -> None:
        drawn = np.random.default_rng(chance.getrandbits(32))
        sides = [chance.choice((0, 1, 2, 3, 7, 33, 120)) for _ in range(chance.choice((0, 1, 2, 2, 2, 3, 4)))]
        if chance.random() < 0.3 and len(sides) == 3:
            sides[2] = 3
        frame = drawn.integers(0, 256, sides, np.uint8)
        match chance.randrange(6):
            case 0:
                frame = frame.astype(chance.choice((np.float32, np.int64, np.bool_, np.uint16)))
            case 1:
                frame = square[:: chance.choice((1, -1)), :: chance.choice((1, 2))]
            case 2:
                frame = np.where(drawn.random(square.shape) < chance.random() / 3, 255 - square, square).astype(
                    np.uint8
                )
            case 3:
                frame = np.full(sides, chance.choice((0, 255)), np.uint8)
            case _:
                pass
        decoder.decode(frame)

    return case


def printer_answers(_folder: Path) -> Case:
    """Bytes of a printer in pieces: the condition is always one of the contract, and nothing piles up."""
    good = b"\x16\x12\x12\x37\x22A0B1\x00\x14\x00\x00\x0f\x00\x11\x13"

    def case(chance: Random) -> None:
        answers = PrinterAnswers()
        for _ in range(chance.randint(1, 4)):
            if chance.random() < 0.7:
                answers.ask()
            answers.feed(chance.choice((garbled(chance, good), any_bytes(chance), good[: chance.randrange(15)])))
            assert isinstance(answers.condition(), Printer)
            assert len(answers._partial) < 8  # noqa: SLF001 - what piles up unseen

    return case


def registry_answers(_folder: Path) -> Case:
    """A registry's reply is a clear answer, or NoAnswerError."""
    registry = Registry("http://127.0.0.1/", "H56")
    record = JsonRecord(registry.answer, registry.proof, ZoneInfo("Asia/Ho_Chi_Minh"))

    def case(chance: Random) -> None:
        content = bent(chance, _RECORD) if chance.random() < 0.8 else _RECORD
        body = any_bytes(chance) if chance.randrange(10) == 0 else as_json(chance, content)
        reply = Reply(chance.choice((200, 200, 200, 401, 404, 204)), body)
        with contextlib.suppress(NoAnswerError):
            record.read(reply, FileCode(_CODE), chance.choice((None, "1234", "", any_text(chance))))
        with contextlib.suppress(NoAnswerError):
            read_token(reply, ("data", 0, "dossierNo"))

    return case


def joining(folder: Path) -> Case:
    """New machines that say anything at all, to one that has offers; and numbers of phones under broken seals."""
    now = datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    joins = Joins(folder, folder / "joined", lambda: now)
    offer, key = (
        Offer(DeviceId("kiosk-1"), "K74QPMT9WX", (now + timedelta(days=1)).timestamp(), b"parcel"),
        kiosk_key("s", DeviceId("k")),
    )
    write_offer(folder, offer)

    def case(chance: Random) -> None:
        read_code(any_text(chance))
        read_phone(chance.choice((any_text(chance), f"0{chance.randrange(10**9):09}")))
        sealed = "".join(chance.choice("AZaz09_-") for _ in range(chance.choice((56, 56, 55))))
        assert opened(key, VisitId(any_text(chance)), chance.choice((sealed, any_text(chance)))) is None
        if chance.randrange(20):
            assert joins.finish(any_text(chance), any_bytes(chance)) is None
            return
        message = b"A" + chance.randbytes(32) if chance.random() < 0.5 else any_bytes(chance)
        begun = joins.begin(chance.choice((plate(offer.code), any_text(chance))), message)
        if begun and chance.random() < 0.3:
            assert joins.finish(begun[0], chance.randbytes(32)) is None

    return case


def _text(chance: Random) -> str:
    if chance.random() < 0.3:
        return any_text(chance)
    return garbled(chance, chance.choice((_CODE, _SPOKEN)).encode()).decode(
        "utf-8", chance.choice(("replace", "ignore"))
    )
