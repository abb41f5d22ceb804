"""A port that one process is given is given to no other."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from demo.brokers import free_port

ROOT = Path(__file__).parents[2]
ASK_EVERY_PORT = """
from demo import brokers
brokers._PORTS = range({port} - 200, {port} + 201)
brokers._KEPT = 400
given = set()
try:
    while True:
        given.add(brokers.free_port())
except OSError:
    print({port} in given, len(given))
"""


def test_nobody_listens_there():
    with socket.create_server(("127.0.0.1", free_port())) as server:
        assert server.getsockname()[1]


def test_two_processes_are_never_given_the_same():
    port = free_port()
    command = [sys.executable, "-c", ASK_EVERY_PORT.format(port=port)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    found, given = done.stdout.split()
    assert found == "False"
    assert int(given) > 100


def test_what_is_listened_on_is_not_given():
    with pytest.raises(OSError, match="in use"), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as mark:
        mark.bind(("127.0.0.1", free_port()))
