"""What the stand-ins that are spoken to over HTTP share: a server on a thread of its own, and a way to tell it something."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit


class Server(ThreadingHTTPServer):
    """Knows whom it serves."""

    stand_in: Any
    daemon_threads = False  # so that stop() waits for them

    def handle_error(self, _request: object, _address: object) -> None:
        """A caller that went away is no news."""


class Visit(BaseHTTPRequestHandler):
    """One caller; silent, since what is asked and answered is nobody's business."""

    server: Server

    def log_message(self, *_words: object) -> None:
        """Nothing."""


class StandIn:
    """Serves ``visit`` at ``address`` (``port`` 0: any); ``with`` starts and stops it."""

    def __init__(self, visit: type[Visit], port: int, host: str, name: str) -> None:
        self._server = Server((host, port), visit)
        self._server.stand_in = self
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name=name, daemon=True)

    @property
    def address(self) -> str:
        """Where it is told how to be."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    def start(self) -> None:
        """Serve."""
        self._thread.start()

    def let_go(self) -> None:
        """Release whoever waits for an answer; called before the end."""

    def stop(self) -> None:
        """Let everybody go."""
        self.let_go()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_fault: object) -> None:
        self.stop()


def tell(address: str, word: str, body: bytes = b"") -> None:
    """Tell a stand-in of another process: ``mood/stalled`` and the like.

    Raises OSError when it is not there, ValueError when it does not understand.
    """
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "127.0.0.1", place.port, timeout=5)
    try:
        connection.request("POST", f"/{word}", body)
        answer = connection.getresponse()
        if answer.status != 204:
            raise ValueError(f"{address} does not understand {word}: {answer.status}")
    finally:
        connection.close()
