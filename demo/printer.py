"""A virtual receipt printer: draws what it receives, answers as an Epson does, and has every trouble on demand.

``python -m demo.printer serve --port 9100 --control 9101 --out FOLDER`` runs one, ``python -m demo.printer tell --control 9101
paper_out`` changes its condition.
"""

import os
import select
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from demo.printer_engine import Condition, PrinterEngine
from demo.printer_paper import Piece
from demo.printer_plug import Plug, TcpPlug, TerminalPlug

__all__ = ["Condition", "VirtualPrinter"]

_TICK_S: Final = 0.02
_CHUNK: Final = 64 * 1024


class VirtualPrinter:
    """A printer ``width`` dots wide on 127.0.0.1 (``port`` 0: any) or, with ``link``, at a pseudo terminal linked there.

    ``buffer_bytes``: what it takes in while it cannot print. ``out``: folder for ``ticket-0001.png`` and so on. A printer that
    does not know marks or asks leaves GS ( H or GS r unanswered. Methods may be called from any thread.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        width: int = 576,
        out: Path | None = None,
        link: Path | None = None,
        buffer_bytes: int = 256 * 1024,
        knows_marks: bool = True,
        knows_asks: bool = True,
    ) -> None:
        self.pieces: list[Piece] = []
        self.bytes_received = 0
        self.last_byte_at = 0.0
        self._engine = PrinterEngine(width, knows_marks=knows_marks, knows_asks=knows_asks)
        self._tcp = TcpPlug(port)
        self._plug: Plug = TerminalPlug(link) if link else self._tcp
        self._out, self._link, self._buffer_bytes = out, link, buffer_bytes
        self._changed = threading.Condition()
        self._wake_out, self._wake_in = os.pipe()
        self._closing = False
        self._wishes: list[Condition] = []
        self._reset_in: int | None = None
        self._rate: float | None = None
        self._credit, self._credit_at = 0.0, 0.0
        self._bytes_at_cut = 0
        self._thread = threading.Thread(target=self._run, name="virtual printer", daemon=True)

    # What others do with it -------------------------------------------------------------------------------------------

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Switch on; the address is known when this returns."""
        if self._out:
            self._out.mkdir(parents=True, exist_ok=True)
        self._plug.plug_in()
        self._thread.start()

    def stop(self) -> None:
        """Switch off and end the thread."""
        self._closing = True
        self._wake()
        self._thread.join(5)
        self._plug.unplug()
        os.close(self._wake_in)
        os.close(self._wake_out)

    @property
    def address(self) -> str:
        """As in a site file."""
        return str(self._link) if self._link else f"tcp://127.0.0.1:{self.port}"

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._tcp.port

    @property
    def corrupted(self) -> int:
        """Real-time commands found inside pictures."""
        return self._engine.corrupted_before + self._engine.stream.corrupted

    @property
    def stray(self) -> int:
        """Bytes that were no command."""
        return self._engine.stray_before + self._engine.stream.stray

    @property
    def too_wide(self) -> int:
        """Rows with dots beyond the head."""
        return self._engine.paper.too_wide

    def be(self, condition: Condition) -> None:
        """Change the condition. READY brings a new roll and ends ``be_slow``; OFF forgets what is not printed.

        It has changed when this returns.
        """
        if not self._thread.is_alive():
            self._engine.condition = condition
            return
        with self._changed:
            self._wishes.append(condition)
            self._wake()
            self._changed.wait_for(lambda: not self._wishes, 5.0)

    def end_paper_after(self, dots: int) -> None:
        """The roll ends ``dots`` further on, in the middle of a ticket if need be."""
        with self._changed:
            self._engine.paper.left = dots

    def be_slow(self, bytes_per_s: float) -> None:
        """Take no more than so many bytes a second."""
        with self._changed:
            self._rate, self._credit, self._credit_at = bytes_per_s, 0.0, time.monotonic()
        self._wake()

    def reset_after(self, received: int) -> None:
        """Break the connection by RST once so many more bytes have come."""
        with self._changed:
            self._reset_in = received

    def wait_for_pieces(self, count: int, timeout_s: float = 5.0) -> bool:
        """Whether that many pieces of paper were cut off in time."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.pieces) >= count, timeout_s)

    def state(self) -> dict[str, object]:
        """Condition and counts, for the command line."""
        with self._changed:
            paper_ended = self._engine.paper_ended
            return {
                "condition": Condition.PAPER_OUT.value if paper_ended else self._engine.condition.value,
                "pieces": len(self.pieces),
                "bytes": self.bytes_received,
                "corrupted": self.corrupted,
                "stray": self.stray,
            }

    # Its own thread ---------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._closing:
            with self._changed:
                room = self._room()
                waits = [self._wake_out, *self._plug.waits_for(reading=room > 0)]
                busy = bool(self._rate or self._engine.answers)
            ready = select.select(waits, [], [], _TICK_S if busy else None)[0]
            if self._wake_out in ready:
                os.read(self._wake_out, 4096)
            with self._changed:
                while self._wishes:
                    self._become(self._wishes.pop(0))
                self._turn(self._room())
                self._changed.notify_all()

    def _become(self, condition: Condition) -> None:
        """On its own thread, because no other may close what it is looking at."""
        was, self._engine.condition = self._engine.condition, condition
        if condition is Condition.READY:
            self._engine.paper.left, self._rate, self._reset_in = None, None, None
        if condition is Condition.OFF:
            self._plug.unplug()
            self._engine.power_on()
        elif was is Condition.OFF:
            self._plug.plug_in()

    def _turn(self, room: int) -> None:
        self._plug.meet()
        data = self._plug.read(min(room, _CHUNK)) if room > 0 else b""
        if data:
            self._take(data)
        self._engine.work()
        fresh = self._collect()  # a ticket lies in the tray before the printer says so
        if self._engine.answers:
            sent = self._plug.write(bytes(self._engine.answers))
            del self._engine.answers[:sent]
        if self._out:
            for number, piece in fresh:
                piece.image.save(self._out / f"ticket-{number:04}.png")

    def _take(self, data: bytes) -> None:
        self.bytes_received += len(data)
        self.last_byte_at = time.monotonic()
        self._credit -= len(data)
        self._engine.receive(data, self.last_byte_at)
        if self._reset_in is not None:
            self._reset_in -= len(data)
            if self._reset_in <= 0:
                self._reset_in = None
                self._plug.reset()

    def _room(self) -> int:
        """Bytes that it would take now."""
        if self._engine.condition in (Condition.STALLED, Condition.OFF):
            return 0
        room = self._buffer_bytes - self._engine.held
        if self._reset_in is not None:
            room = min(room, self._reset_in)
        if self._rate is not None:
            now = time.monotonic()
            self._credit = min(self._rate, self._credit + (now - self._credit_at) * self._rate)
            self._credit_at = now
            room = min(room, int(self._credit))
        return room

    def _collect(self) -> list[tuple[int, Piece]]:
        """Pieces that fell since the last time, with their numbers from 1."""
        fresh: list[tuple[int, Piece]] = []
        for image, received_at in self._engine.cut:
            piece = Piece(image, received_at, self.bytes_received - self._bytes_at_cut)
            self._bytes_at_cut = self.bytes_received
            self.pieces.append(piece)
            fresh.append((len(self.pieces), piece))
        self._engine.cut.clear()
        return fresh

    def _wake(self) -> None:
        os.write(self._wake_in, b"!")


if __name__ == "__main__":
    from demo.printer_control import main

    main()
