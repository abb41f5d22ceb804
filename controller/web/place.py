"""Where a request comes from, as far as tries are counted by it."""

from ipaddress import ip_address

from starlette.requests import HTTPConnection

from controller.core.place import place_of_host


def place_of(connection: HTTPConnection) -> str:
    """The caller's address, or network where that is one caller's; empty where it is not known."""
    return place_of_host(connection.client.host) if connection.client else ""


def forwarded_for(header: str) -> str | None:
    """The address that a proxy of ours says it has been called from: the last one, for the others were there before it; None for nonsense."""
    last = header.rpartition(",")[2].strip()
    try:
        return str(ip_address(last.strip("[]")))
    except ValueError:
        return None
