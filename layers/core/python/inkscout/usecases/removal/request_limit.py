"""Rate limit of removal requests by the caller's address, counted per hour."""

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable

from inkscout.errors import TooManyRequests
from inkscout.ports import Clock, StateStore

SCOPE = "removal-rate"
SHARED_FACTOR = 20
"""Factor of the limit for an address that many callers share, such as a server of the edge."""

_HOUR = 3600
_IPV6_SITE = 64


class RequestLimit:
    """Counts requests by a hash of the address, which expires within two hours."""

    def __init__(self, state_store: StateStore, clock: Clock, key: bytes, per_hour: int) -> None:
        """Sets the limit; ``key`` is the key of the hash, and ``per_hour`` 0 means no limit."""
        self._state_store, self._clock, self._key, self._per_hour = state_store, clock, key, per_hour

    def __call__(self, address: str, shared: Iterable[str] = ()) -> None:
        """Counts a request from an address, and from addresses that it shares with other callers.

        Raises:
            TooManyRequests: the limit of this hour is exceeded.
        """
        if not self._per_hour:
            return
        allowed = {one: self._per_hour * SHARED_FACTOR for one in shared if one}
        allowed |= {address: self._per_hour} if address else {}
        now = int(self._clock.now().timestamp())
        for one, limit in allowed.items():
            asked = self._state_store.add(SCOPE, self._name(one, now // _HOUR), {"asked": 1}, 2 * _HOUR)
            if asked["asked"] > limit:
                raise TooManyRequests(_HOUR - now % _HOUR)

    def _name(self, address: str, hour: int) -> str:
        said = f"{_network(address)}#{hour}".encode()
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()[:32]


def _network(address: str) -> str:
    """Returns the address itself, or for IPv6 its /64 network, which one household has."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return str(known)
    return str(ipaddress.ip_network((known, _IPV6_SITE), strict=False))
