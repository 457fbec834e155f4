"""Names to numbers (phân giải tên miền): what a name resolves to is judged at the moment of every connection.

A name may resolve to a public address when it is looked at and to a private one when it is connected to (DNS
rebinding). So nothing is looked up in advance: Twisted connects to the addresses that come through here, and to no
others. A name with one forbidden address among its addresses is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Self

from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer

from scraper.crawl.safety import permitted

#: The Scrapy setting that names the hosts of test portals.
LOOPBACK_HOSTS = "THIDUA_LOOPBACK_HOSTS"


@implementer(IResolutionReceiver)
class _JudgedReceiver:
    """Hands the addresses of one name on when all of them are known and none is forbidden."""

    def __init__(self, receiver: Any, host: str, judge: JudgedResolver) -> None:
        self._receiver, self._host, self._judge = receiver, host, judge
        self._addresses: list[Any] = []

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        self._addresses.append(address)

    def resolutionComplete(self) -> None:
        if self._judge.permits(self._host, [address.host for address in self._addresses]):
            for address in self._addresses:
                self._receiver.addressResolved(address)
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class JudgedResolver:
    """A resolver in front of another one that withholds forbidden addresses.

    Attributes:
        refused: Name of a host to the forbidden address it resolved to last.
    """

    def __init__(self, resolver: Any, reactor: Any, loopback: Iterable[str] = ()) -> None:
        """Stand in front of a resolver.

        Args:
            resolver: The one that looks names up.
            reactor: The one that connects.
            loopback: Names of the hosts of test portals, which may stand on this machine.
        """
        self._resolver, self._reactor = resolver, reactor
        self._loopback = frozenset(loopback)
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Stand in front of the resolver of a reactor, as Scrapy's ``TWISTED_DNS_RESOLVER``."""
        return cls(reactor.nameResolver, reactor, crawler.settings.getlist(LOOPBACK_HOSTS))

    def install_on_reactor(self) -> None:
        """Let every name that the reactor connects to come through here."""
        self._reactor.installNameResolver(self)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[Any]] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """See :meth:`twisted.internet.interfaces.IHostnameResolver.resolveHostName`."""
        judged = _JudgedReceiver(resolutionReceiver, hostName, self)
        return self._resolver.resolveHostName(judged, hostName, portNumber, addressTypes, transportSemantics)

    def permits(self, host: str, numbers: Iterable[str]) -> bool:
        """Tell whether all numbers of a host may be connected to; the first forbidden one is kept."""
        self.refused.pop(host, None)
        for number in numbers:
            if not permitted(number.partition("%")[0], loopback=host in self._loopback):
                self.refused[host] = number
                return False
        return True
