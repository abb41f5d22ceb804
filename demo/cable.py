"""A network cable between a device and the broker that can be pulled, or hold back one direction while the other goes on.

What is held back arrives late, as it does when a switch hangs; what is pulled is lost with its connections.
"""

import contextlib
import socket
import threading
from typing import Final

_CHUNK: Final = 65536


class Cable:
    """Listens on ``port`` of the loopback and connects to ``far``; ``close`` it always."""

    def __init__(self, far: int) -> None:
        self._far = far
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._in = threading.Event()
        self._in.set()
        self._out = threading.Event()
        self._out.set()
        self._pulled = False
        self._ends: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, name="cable", daemon=True).start()

    def close(self) -> None:
        """Nothing listens any more."""
        self.pull()
        self._listener.close()

    def pull(self) -> None:
        """Every connection breaks, and none is made."""
        with self._lock:
            self._pulled = True
            ends, self._ends = self._ends, set()
        for end in ends:
            _close(end)
        self.whole()

    def plug(self) -> None:
        """Connections can be made again."""
        self._pulled = False

    def deafen(self) -> None:
        """What the device sends arrives; what is sent to it does not, for now."""
        self._in.clear()

    def hang(self) -> None:
        """Nothing arrives, for now."""
        self._in.clear()
        self._out.clear()

    def whole(self) -> None:
        """All that was held back arrives, and everything after it."""
        self._in.set()
        self._out.set()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the listener is closed
            while True:
                near, _ = self._listener.accept()
                self._connect(near)

    def _connect(self, near: socket.socket) -> None:
        try:
            far = None if self._pulled else socket.create_connection(("127.0.0.1", self._far), 5)
        except OSError:
            far = None
        if far is None:
            _close(near)
            return
        for end in (near, far):
            end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            end.settimeout(None)
        with self._lock:
            self._ends |= {near, far}
        for source, sink, gate in ((near, far, self._out), (far, near, self._in)):
            threading.Thread(target=self._carry, args=(source, sink, gate), name="wire", daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, gate: threading.Event) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(_CHUNK):
                gate.wait()
                sink.sendall(data)
        gate.wait()
        for end in (source, sink):
            _close(end)
            with self._lock:
                self._ends.discard(end)


def _close(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
