"""The line to a printer, from its address in the profile."""

from urllib.parse import urlsplit

from contract.errors import CallAPersonError
from kiosk.adapters.tcp_line import TcpLine
from kiosk.adapters.usb_line import UsbLine

RAW_PORT = 9100
"""Where network printers take raw bytes."""


class PrinterAddressError(CallAPersonError):
    """The address names no line."""


def open_line(address: str) -> TcpLine | UsbLine:
    """``tcp://host:port`` (9100 where none is given) or the path of a device file; connects nothing yet.

    Raises PrinterAddressError.
    """
    if address.startswith("/"):
        return UsbLine(address)
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port or RAW_PORT
    except ValueError as fault:
        raise PrinterAddressError(f"{address!r}: {fault}") from fault
    if parts.scheme != "tcp" or not host:
        raise PrinterAddressError(f"{address!r} is neither tcp://host:port nor the path of a device")
    return TcpLine(host, port)
