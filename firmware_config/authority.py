"""The office's own certificate authority: whom devices trust, and the certificates of its servers, renewed long before they end.

Everything stands in a folder of what the office keeps. An authority lives for fifteen years and gets its successor five years before
its end; the successor signs nothing until the old one could no longer sign a whole certificate. In the two years and more between,
any ``apply`` brings the successor to the devices, so nobody has to visit them. It signs for private names and addresses and for those of the
site file alone (``name_constraints``), and for servers alone; a site file that wants another name gets another authority.

Certificates of devices' servers begin in 2020: a computer whose clock battery is dead starts with the time of its operating system, and still connects.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from contract.profile import write_private
from firmware_config.fault import NotSignedError
from firmware_config.name_constraints import forbidden, name_constraints

FOLDER: Final = "authority"
"""Below what the office keeps."""
BEGIN: Final = datetime(2020, 1, 1, tzinfo=UTC)
LEAST: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""No clock that shows less is right."""
AUTHORITY_LIVES: Final = timedelta(days=15 * 365)
SUCCESSOR: Final = timedelta(days=5 * 365)
SERVER_LIVES: Final = timedelta(days=800)
"""Below the 825 days that Apple's browsers bear."""
BROWSERS: Final = timedelta(days=824)
"""From begin to end of a certificate that is for them."""
RENEWED: Final = timedelta(days=400)
"""Left of a server's certificate when it gets a new one."""
_LONGEST_NAME: Final = 64


@dataclass(frozen=True, slots=True)
class Certified:
    """A server's certificate and its key, PEM."""

    certificate: bytes
    key: bytes
    until: datetime


@dataclass(frozen=True, slots=True)
class _Signer:
    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


class Authority:
    """The authority of ``office`` in ``folder``; ``at`` is the time now, with its zone.

    Raises OSError, ValueError for broken files, and NotSignedError where the clock shows a time before this program was written.
    """

    def __init__(self, folder: Path, office: str, at: datetime) -> None:
        if at < LEAST:
            raise NotSignedError("clock", at.isoformat(sep=" ", timespec="minutes"))
        self._folder, self._office, self._at = folder, office, at

    def prepare(self, hosts: Iterable[str] = ()) -> None:
        """Make the first authority, or a successor where it is time; for whoever gives it to the devices afterwards.

        ``hosts``: all names and addresses of the office's servers; where the newest may not speak for one of them, it is time too.
        """
        hosts, living = tuple(hosts), self._living()
        if not living or self._left(living[-1].certificate) < SUCCESSOR or forbidden(living[-1].certificate, hosts):
            self._found(len(list(self._folder.glob("ca-*.pem"))) + 1, hosts)

    def trusted(self) -> bytes:
        """The certificates of all living authorities, oldest first, PEM: what devices trust."""
        return b"".join(_pem(one.certificate) for one in self._living())

    def server(
        self, name: str, hosts: Sequence[str], *, browsers: bool = False, spare: Sequence[str] = ()
    ) -> Certified:
        """The certificate of server ``name`` for these host names and addresses, kept as long as it is good. Raises NotSignedError.

        ``spare``: names that are left out where the authority that signs may not speak for them; a younger one that may is unknown
        to small devices until they are flashed. ``browsers``: it begins when they want it to, not in 2020: who reads a page can set a clock.
        """
        signer = self._signer(hosts)
        left_out = {*hosts, *forbidden(signer.certificate, spare)}
        hosts = (*hosts, *(one for one in spare if one not in left_out))
        before = self._kept(name)
        if before and self._good(before, hosts, signer):
            return _certified(before)
        made = self._sign(signer, name, hosts, browsers=browsers)
        self._write(name, made)
        return _certified(made)

    def _living(self) -> list[_Signer]:
        found = sorted(self._folder.glob("ca-*.pem"), key=lambda path: int(path.stem.removeprefix("ca-")))
        return [one for one in map(_read, found) if self._left(one.certificate) > timedelta(0)]

    def _signer(self, hosts: Sequence[str]) -> _Signer:
        """The oldest that may speak for ``hosts`` and outlives what it signs: devices have had it for longest."""
        living = self._living()
        if not living:
            raise NotSignedError("authority", self._at.isoformat(sep=" ", timespec="minutes"))
        able = [one for one in living if not forbidden(one.certificate, hosts)]
        if not able:
            raise NotSignedError("names", ", ".join(forbidden(living[-1].certificate, hosts)))
        return next((one for one in able if self._left(one.certificate) >= SERVER_LIVES), able[-1])

    def _kept(self, name: str) -> _Signer | None:
        """None where there is none, or a power cut left a key without its certificate."""
        try:
            return _read(self._folder / f"{name}.pem")
        except (FileNotFoundError, ValueError):
            return None

    def _good(self, kept: _Signer, hosts: Sequence[str], signer: _Signer) -> bool:
        certificate = kept.certificate
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        return (
            self._left(certificate) >= RENEWED
            and list(names) == list(_alternatives(hosts))
            and any(_signed(certificate, one) for one in (*self._living(), signer))
        )

    def _left(self, certificate: x509.Certificate) -> timedelta:
        return certificate.not_valid_after_utc - self._at

    def _found(self, number: int, hosts: Sequence[str]) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(f"{self._office} {number}")
        identity = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        certificate = (
            _begun(name, name, key, self._at + AUTHORITY_LIVES)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(authority=True), critical=True)
            .add_extension(identity, critical=False)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(name_constraints(hosts), critical=False)
            .sign(key, hashes.SHA256())
        )
        self._write(f"ca-{number}", _Signer(certificate, key))

    def _sign(self, signer: _Signer, name: str, hosts: Sequence[str], *, browsers: bool) -> _Signer:
        key = ec.generate_private_key(ec.SECP256R1())
        until = min(self._at + SERVER_LIVES, signer.certificate.not_valid_after_utc)
        begins = max(BEGIN, until - BROWSERS) if browsers else BEGIN
        certificate = (
            _begun(_name(f"{self._office} {name}"), signer.certificate.subject, key, until, begins)
            .add_extension(x509.SubjectAlternativeName(_alternatives(hosts)), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(_usage(authority=False), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.key.public_key()), critical=False)
            .sign(signer.key, hashes.SHA256())
        )
        return _Signer(certificate, key)

    def _write(self, name: str, made: _Signer) -> None:
        """The key before the certificate: a certificate that is there has its key."""
        for place in (self._folder.parent, self._folder):  # a mode is not that of the parents which mkdir makes
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self._folder / f"{name}.key", _key_pem(made.key).decode())
        write_private(self._folder / f"{name}.pem", _pem(made.certificate).decode())


def _read(path: Path) -> _Signer:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    key = serialization.load_pem_private_key(path.with_suffix(".key").read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
        raise ValueError(f"{path}: not the certificate of the key beside it")
    return _Signer(certificate, key)


def _signed(certificate: x509.Certificate, authority: _Signer) -> bool:
    try:
        certificate.verify_directly_issued_by(authority.certificate)
    except (InvalidSignature, ValueError, TypeError):
        return False
    return True


def _begun(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, until: datetime, begins: datetime = BEGIN
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(until)
    )


def _name(words: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"motcua {words}"[:_LONGEST_NAME])])


def _alternatives(hosts: Sequence[str]) -> Iterator[x509.GeneralName]:
    for host in dict.fromkeys(hosts):
        try:
            yield x509.IPAddress(ip_address(host))
        except ValueError:
            yield x509.DNSName(host)


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _certified(one: _Signer) -> Certified:
    return Certified(_pem(one.certificate), _key_pem(one.key), one.certificate.not_valid_after_utc)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
