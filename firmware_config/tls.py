"""Where a machine has the files of TLS: whom to trust, and the own certificate of a broker."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TlsFiles:
    """Whole paths; all empty: no TLS."""

    ca: str = ""
    certificate: str = ""
    key: str = ""


NO_TLS = TlsFiles()
