"""Where a request comes from, as far as tries are counted by it."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from starlette.requests import HTTPConnection

_SUBSCRIBER: str = "/64"
"""One phone has as many addresses of IPv6 as it likes, all of one such network (RFC 4291, 2.5.4)."""


def place_of(connection: HTTPConnection) -> str:
    """The caller's address, or network where that is one caller's; empty where it is not known."""
    return place_of_host(connection.client.host) if connection.client else ""


def place_of_host(host: str) -> str:
    """``192.168.1.20``, ``2001:db8:1:2::/64``; what is no address stands for itself."""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(IPv6Network(f"{found}{_SUBSCRIBER}", strict=False))


def forwarded_for(header: str) -> str | None:
    """The address that a proxy of ours says it has been called from: the last one, for the others were there before it; None for nonsense."""
    last = header.rpartition(",")[2].strip()
    try:
        return str(ip_address(last.strip("[]")))
    except ValueError:
        return None
