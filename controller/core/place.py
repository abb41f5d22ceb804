"""Whom an address stands for, where tries and connections are counted by it."""

from ipaddress import IPv6Address, IPv6Network, ip_address

_SUBSCRIBER: str = "/64"
"""One phone has as many addresses of IPv6 as it likes, all of one such network (RFC 4291, 2.5.4)."""


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
