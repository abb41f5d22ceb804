"""For whom the office's authority may speak (RFC 5280, 4.2.1.10): names and addresses that no public site has, and those of the office's own site file.

Who takes its key, or misuses it, cannot be a bank or a ministry before an officer's browser.

Not critical, though RFC 5280 wants that: Mbed TLS on the small devices knows no name constraints and refuses what is critical and unknown. What knows
them (OpenSSL, GnuTLS, browsers) keeps to them either way; the small devices ask one host alone.
"""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

from cryptography import x509

_NAMES: Final = ("localhost", "local", "lan", "internal", "home.arpa")
"""Ends of names that no public server of names gives to anybody (RFC 6761, 6762, 8375; ICANN's ``internal``), and ``lan``, which routers use."""
_NETWORKS: Final = tuple(
    ip_network(one)
    for one in (
        "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip
"""Addresses that mean this machine or this building everywhere (RFC 1918, 3927, 4193, 4291)."""


def name_constraints(hosts: Iterable[str]) -> x509.NameConstraints:
    """Private names and addresses, and these ``hosts`` as far as they are none; a name also stands for all below it."""
    own = dict.fromkeys(one for one in hosts if not _is_private(one))
    permitted = [*map(x509.DNSName, _NAMES), *map(x509.IPAddress, _NETWORKS), *map(_subtree, own)]
    return x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None)


def forbidden(authority: x509.Certificate, hosts: Iterable[str]) -> list[str]:
    """Those of ``hosts`` that ``authority`` may not speak for; none where it has no constraints, as those of before."""
    try:
        told = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return []
    permitted = told.permitted_subtrees or []
    return [host for host in hosts if not any(_within(host, one) for one in permitted)]


def _is_private(host: str) -> bool:
    return any(_within(host, one) for one in (*map(x509.DNSName, _NAMES), *map(x509.IPAddress, _NETWORKS)))


def _subtree(host: str) -> x509.GeneralName:
    address = _address(host)
    return x509.IPAddress(ip_network(address)) if address else x509.DNSName(host)


def _within(host: str, subtree: x509.GeneralName) -> bool:
    address = _address(host)
    if isinstance(subtree, x509.IPAddress):
        return address is not None and address in subtree.value  # type: ignore[operator]
    return address is None and f".{host}".casefold().endswith(f".{subtree.value}".casefold())


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
