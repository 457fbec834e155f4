"""What may be fetched (an toàn khi thu thập): pages of the portal's own hosts, at public addresses of the internet.

An address is judged three times: its text before anything is asked for (scheme, host, port), the numbers its host
resolves to at the moment of the connection (:mod:`scraper.crawl.resolver`), and again at every redirect.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

#: The reason that a host resolves to an address that is not public.
PRIVATE = "private address"
#: The schemes of pages, with their ports.
DEFAULT_PORTS = {"http": 80, "https": 443}
#: IPv6 ranges that carry an IPv4 address: the carried one counts, too.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def refusal(address: str, hosts: Iterable[str], *, loopback: bool = False) -> str | None:
    """Return why an address is not fetched, or ``None`` where nothing in its text speaks against it.

    Args:
        address: A canonical address.
        hosts: The portal's hosts, ``host`` or ``host:port``.
        loopback: The portal is one for tests and may stand on this machine.

    >>> refusal("https://example.gov.vn/tin/1", ["example.gov.vn"])
    >>> refusal("javascript:void(0)", ["example.gov.vn"])
    'scheme javascript'
    >>> refusal("https://other.example/tin/1", ["example.gov.vn"])
    'foreign host'
    >>> refusal("http://127.0.0.1/", ["127.0.0.1"])
    'private address'
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or DEFAULT_PORTS.get(parts.scheme)
    except ValueError:
        return "not an address"
    if parts.scheme not in DEFAULT_PORTS:
        return f"scheme {parts.scheme[:20]}" if parts.scheme else "not an address"
    if not any(_same_host(host, port, parts.scheme, listed) for listed in hosts):
        return "foreign host"
    number = _number(host)
    return PRIVATE if number and not permitted(number, loopback=loopback) else None


def _same_host(host: str, port: int | None, scheme: str, listed: str) -> bool:
    name, at = split_host(listed)
    return host == name and port == (at or DEFAULT_PORTS[scheme])


def split_host(listed: str) -> tuple[str, int | None]:
    """Return name and port of a host as portals list it.

    >>> split_host("example.gov.vn"), split_host("127.0.0.1:8000"), split_host("[::1]:80")
    (('example.gov.vn', None), ('127.0.0.1', 8000), ('::1', 80))
    """
    parts = urlsplit(f"//{listed}")
    return parts.hostname or "", parts.port


def _number(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def permitted(number: str | Address, *, loopback: bool = False) -> bool:
    """Tell whether a resolved address may be connected to: a public one, or this machine where a test portal says so.

    >>> [permitted(number) for number in ("8.8.8.8", "10.0.0.1", "169.254.1.1", "::1", "::ffff:127.0.0.1")]
    [True, False, False, False, False]
    >>> permitted("127.0.0.1", loopback=True), permitted("10.0.0.1", loopback=True)
    (True, False)
    """
    address = ipaddress.ip_address(number) if isinstance(number, str) else number
    carried = _carried(address)
    if loopback and all(each.is_loopback for each in carried):
        return True
    return all(each.is_global and not each.is_multicast and not each.is_reserved for each in carried)


def _carried(address: Address) -> tuple[Address, ...]:
    """Return an address, or the IPv4 addresses that a mapped, 6to4, Teredo or NAT64 one leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address in _NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    tunnels = (address.sixtofour, *(address.teredo or ()))
    return (address, *(each for each in tunnels if each))
