"""The key of an office's authority in the hands of whoever took it, and a server that shows what was signed with it."""

import datetime as dt
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from firmware_config.authority import Authority

NOW = dt.datetime.now(dt.UTC)
YEAR = dt.timedelta(days=365)
PUBLIC = ("mot-cua.tan-an.gov.example", "203.0.113.7")
OWN = (
    "may-chu",
    "may-chu.lan",
    "mot-cua.local",
    "192.168.1.10",
    "10.1.2.3",
    "fd00::10",
    "localhost",
    "127.0.0.1",
    *PUBLIC,
)
OTHERS = (
    "bank.example",
    "gov.example",
    "tan-an.gov.example",
    "evil.example.local.com",
    "may-chu.example",
    "203.0.113.8",
    "8.8.8.8",
    "2001:db8::1",
)
DEADLINE_S = 30
OPENED = "this page was opened"
ANSWER = (
    f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {len(OPENED)}\r\n\r\n{OPENED}"
).encode()


class Thief:
    def __init__(self, folder):
        self.folder = folder
        authority = Authority(folder / "keep", "tan-an", NOW)
        authority.prepare(OWN)
        self.ca = folder / "ca.pem"
        self.ca.write_bytes(authority.trusted())
        self._certificate = x509.load_pem_x509_certificate(self.ca.read_bytes())
        self._key = serialization.load_pem_private_key((folder / "keep" / "ca-1.key").read_bytes(), None)

    def sign(self, host, *, only_common_name=False, usage=ExtendedKeyUsageOID.SERVER_AUTH):
        """A certificate and its key in one file, for whomever."""
        key = ec.generate_private_key(ec.SECP256R1())
        try:
            name = x509.IPAddress(ip_address(host))
        except ValueError:
            name = x509.DNSName(host)
        common = host if only_common_name else "motcua tan-an pages"
        made = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)]))
            .issuer_name(self._certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - YEAR)
            .not_valid_after(NOW + YEAR)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        if not only_common_name:
            made = made.add_extension(x509.SubjectAlternativeName([name]), critical=False)
        path = self.folder / f"{x509.random_serial_number()}.pem"
        plain = serialization.NoEncryption()
        path.write_bytes(
            made.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        )
        return path


@contextmanager
def served(certificate):
    """At a port of this machine, as any name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_greet, args=(listener, context), daemon=True).start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)


def _greet(listener, context):
    with suppress(OSError):
        while True:
            near, _ = listener.accept()
            with near, suppress(OSError):
                near.settimeout(DEADLINE_S)
                with context.wrap_socket(near, server_side=True) as line:
                    line.recv(4096)
                    line.sendall(ANSWER)
