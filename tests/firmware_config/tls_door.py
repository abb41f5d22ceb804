"""A door with TLS before a broker that has none, with a certificate that may be of another time, machine or office."""

import contextlib
import socket
import ssl
import subprocess
import threading
from datetime import UTC, datetime, timedelta

_SETTINGS = """
[ca]
default_ca = office
[office]
database = {folder}/index
rand_serial = yes
new_certs_dir = {folder}
certificate = {folder}/ca.pem
private_key = {folder}/ca.key
default_md = sha256
policy = any
[any]
commonName = supplied
[server]
subjectAltName = IP:{host}
basicConstraints = CA:FALSE
extendedKeyUsage = serverAuth
authorityKeyIdentifier = keyid
[req]
distinguished_name = name
x509_extensions = authority
[name]
[authority]
basicConstraints = critical,CA:TRUE
subjectKeyIdentifier = hash
keyUsage = critical,keyCertSign,cRLSign
"""


class Authority:
    """An office's authority, made by openssl(1), in ``folder``."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir()
        (folder / "index").touch()
        (folder / "index.attr").write_text("unique_subject = no\n")
        self._set("127.0.0.1")
        self._openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650",
            "-subj", "/CN=office", "-keyout", "ca.key", "-out", "ca.pem", "-config", "settings",
        )  # fmt: skip
        self.ca = str(folder / "ca.pem")

    def server(self, begins_in_days=-10, ends_in_days=300, host="127.0.0.1"):
        """Certificate and key of a server."""
        self._set(host)
        begins, ends = (
            f"{datetime.now(UTC) + timedelta(days=days):%Y%m%d%H%M%SZ}" for days in (begins_in_days, ends_in_days)
        )
        self._openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={host}",
            "-keyout", "server.key", "-out", "server.csr", "-config", "settings",
        )  # fmt: skip
        self._openssl(
            "ca", "-batch", "-notext", "-config", "settings", "-extensions", "server", "-startdate", begins,
            "-enddate", ends, "-in", "server.csr", "-out", "server.pem",
        )  # fmt: skip
        return self.folder / "server.pem", self.folder / "server.key"

    def _set(self, host):
        (self.folder / "settings").write_text(_SETTINGS.format(folder=self.folder, host=host))

    def _openssl(self, *words):
        done = subprocess.run(["openssl", *words], cwd=self.folder, capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stderr


class Door:
    """Listens on a port of its own and carries every connection to ``far``; each piece by way of ``carry(data) -> data``."""

    def __init__(self, far, certificate=None, carry=lambda data: data):
        self._far, self._carry = far, carry
        self._context = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(*certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._ends = []

    def __enter__(self):
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for end in self._ends:
            _end(end)
        for thread in self._threads:
            thread.join(5)

    def _accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                near.settimeout(10)
                thread = threading.Thread(target=self._meet, args=(near,), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _meet(self, near):
        self._ends.append(near)
        try:
            near = self._context.wrap_socket(near, server_side=True) if self._context else near
        except OSError:
            _end(near)
            return
        far = socket.create_connection(("127.0.0.1", self._far), 5)
        self._ends += [near, far]
        for end in (near, far):
            end.settimeout(None)
        back = threading.Thread(target=self._carry_all, args=(far, near, self._carry), daemon=True)
        self._threads.append(back)
        back.start()
        self._carry_all(near, far, lambda data: data)

    def _carry_all(self, source, goal, carry):
        with contextlib.suppress(OSError, ValueError):
            while data := source.recv(65536):
                goal.sendall(carry(data))
        _end(source)
        _end(goal)


def _end(line):
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    line.close()
