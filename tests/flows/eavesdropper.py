"""Hears every byte between the devices and their broker."""

import selectors
import socket
import threading


class Eavesdropper:
    """A TCP relay to ``port`` on loopback; ``heard`` is all that passed, in both directions."""

    def __init__(self, port: int) -> None:
        self.heard = bytearray()
        self._far = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._selector = selectors.DefaultSelector()
        self._wake_in, self._wake_out = socket.socketpair()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(self._wake_out, selectors.EVENT_READ)
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._thread = threading.Thread(target=self._run, name="eavesdropper")
        self._thread.start()

    def stop(self) -> None:
        self._wake_in.send(b"x")
        self._thread.join(5)
        for one in (*self._pairs, self._listener, self._wake_in, self._wake_out):
            one.close()
        self._selector.close()

    def _run(self) -> None:
        while True:
            for key, _events in self._selector.select():
                if key.fileobj is self._wake_out:
                    return
                if key.fileobj is self._listener:
                    self._welcome()
                else:
                    self._pass_on(key.fileobj)

    def _welcome(self) -> None:
        near, _address = self._listener.accept()
        try:
            far = socket.create_connection(("127.0.0.1", self._far), 5)
        except OSError:
            near.close()
            return
        for one, other in ((near, far), (far, near)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._pairs[one] = other
            self._selector.register(one, selectors.EVENT_READ)

    def _pass_on(self, one: socket.socket) -> None:
        if one not in self._pairs:
            return
        other = self._pairs[one]
        try:
            data = one.recv(65536)
            if data:
                self.heard += data
                other.sendall(data)
                return
        except OSError:
            pass
        for end in (one, other):
            self._selector.unregister(end)
            self._pairs.pop(end).close()
