"""The command line of the virtual printer: serve it, and tell a served one what to be.

On the control port every line is one wish and gets one line back: ``ok``, the state as JSON, or ``? reason``.
"""

import argparse
import json
import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from contract.process import log_to_stderr, stop_on_signal
from demo.printer import Condition, VirtualPrinter

_LONGEST: Final = 200
_WISHES: Final = f"{', '.join(Condition)}, 'paper_out_after DOTS', 'slow BYTES_PER_S', 'reset_after BYTES', state"


def obey(printer: VirtualPrinter, wish: str) -> str:
    """Do one wish; the answer begins with ``?`` where it is not understood."""
    words = wish.split()
    counted: dict[str, Callable[[int], None]] = {
        "paper_out_after": printer.end_paper_after,
        "slow": printer.be_slow,
        "reset_after": printer.reset_after,
    }
    match words:
        case ["state"]:
            return json.dumps(printer.state())
        case [name] if name in set(Condition):
            printer.be(Condition(name))
        case [name, count] if name in counted and count.isdecimal():
            counted[name](int(count))
        case _:
            return f"? not understood: {wish[:40]!r}; there are {_WISHES}"
    return "ok"


class _Talk(socketserver.StreamRequestHandler):
    server: "ControlServer"
    timeout = 10.0

    def handle(self) -> None:
        for line in iter(lambda: self.rfile.readline(_LONGEST), b""):
            answer = obey(self.server.printer, line.decode("utf-8", "replace"))
            self.wfile.write(answer.encode() + b"\n")


class ControlServer(socketserver.ThreadingTCPServer):
    """Wishes over 127.0.0.1, ``port`` 0 for any."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, printer: VirtualPrinter, port: int = 0) -> None:
        self.printer = printer
        super().__init__(("127.0.0.1", port), _Talk)

    @property
    def port(self) -> int:
        """The port it got."""
        return int(self.server_address[1])

    def start(self) -> None:
        """Serve on its own thread."""
        threading.Thread(target=self.serve_forever, args=(0.05,), name="printer control", daemon=True).start()

    def stop(self) -> None:
        """Serve no more."""
        self.shutdown()
        self.server_close()


def tell(port: int, wish: str) -> str:
    """Send one wish to a served printer and return its answer; OSError where none is served."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line, line.makefile("r", encoding="utf-8") as back:
        line.sendall(wish.encode() + b"\n")
        return back.readline().strip()


def main(arguments: Sequence[str] | None = None) -> None:
    """``serve`` until a signal comes, or ``tell``; exits 1 when the wish was not understood or nobody is there."""
    parser = argparse.ArgumentParser(prog="python -m demo.printer", description="A virtual ESC/POS receipt printer.")
    actions = parser.add_subparsers(dest="action", required=True)
    serve = actions.add_parser("serve", help="run a printer until Ctrl+C")
    serve.add_argument("--port", type=int, default=9100, help="port for print jobs on 127.0.0.1")
    serve.add_argument("--control", type=int, default=9101, help="port for wishes on 127.0.0.1")
    serve.add_argument("--out", type=Path, help="folder for the pictures of the tickets")
    serve.add_argument("--link", type=Path, help="path of a pseudo terminal in place of the port, as a USB printer")
    serve.add_argument("--width", type=int, default=576, choices=(576, 384), help="dots of the print head")
    wish = actions.add_parser("tell", help="change the condition of a served printer")
    wish.add_argument("--control", type=int, default=9101)
    wish.add_argument("wish", nargs="+", help=_WISHES)
    chosen = parser.parse_args(arguments)
    if chosen.action == "tell":
        _tell(chosen.control, " ".join(chosen.wish))
    else:
        _serve(chosen)


def _tell(port: int, wish: str) -> None:
    try:
        answer = tell(port, wish)
    except OSError as fault:
        sys.exit(f"no printer is served at control port {port}: {fault}")
    print(answer)
    if answer.startswith("?"):
        sys.exit(1)


def _serve(chosen: argparse.Namespace) -> None:
    log_to_stderr("printer")
    stop = stop_on_signal()
    with VirtualPrinter(chosen.port, width=chosen.width, out=chosen.out, link=chosen.link) as printer:
        control = ControlServer(printer, chosen.control)
        control.start()
        print(f"printer {printer.address} control {control.port}", flush=True)
        stop.wait()
        control.stop()
