"""How fast a portal is asked (nhịp thu thập): one request at a time for each host, and waits between them."""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic

#: Seconds that the throttle lets a slow host rest at most, and that a server may ask to wait before a crawl gives up.
LONGEST_REST = 60.0
LONGEST_WAIT = 600.0

Sleep = Callable[[float], Awaitable[None]]


class Pace:
    """The pace of one host: a request begins no sooner than ``delay`` seconds after the last response came in.

    The delay is the largest of what the portal's definition and its robots.txt ask for and what the throttle finds: a
    host that answers slowly rests as long as it needed for its answer.

    Attributes:
        floor: The least seconds between a response and the next request.
        delay: The seconds at present.
    """

    def __init__(self, floor: float, *, clock: Callable[[], float] = monotonic, sleep: Sleep = asyncio.sleep) -> None:
        """Begin with the delay of the portal's definition."""
        self.floor = self.delay = floor
        self._clock, self._sleep = clock, sleep
        self._lock = asyncio.Lock()
        self._last: float | None = None
        self._began = 0.0

    def at_least(self, seconds: float) -> None:
        """Raise the floor to a crawl delay."""
        self.floor = max(self.floor, seconds)
        self.delay = max(self.delay, self.floor)

    async def __aenter__(self) -> Pace:
        """Wait for the turn of a request."""
        await self._lock.acquire()
        try:
            rest = 0.0 if self._last is None else self._last + self.delay - self._clock()
            while rest > 0:
                await self._sleep(rest)
                rest = (self._last or 0.0) + self.delay - self._clock()
        except BaseException:
            self._lock.release()
            raise
        self._began = self._clock()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Take down when the response came in and how long it took."""
        self._last = self._clock()
        taken = self._last - self._began
        self.delay = min(max(self.floor, taken, (self.delay + taken) / 2), max(self.floor, LONGEST_REST))
        self._lock.release()


def back_off(attempt: int, delay: float, *, chance: Callable[[], float] = random.random) -> float:
    """Return the seconds to wait before another attempt: twice as long each time, less up to a half by chance.

    Args:
        attempt: The number of the attempt that failed, from 1.
        delay: The seconds between two requests that the portal and its host ask for.
        chance: A number from 0 to 1, so that many crawlers do not come back at one moment.

    >>> [back_off(attempt, 1.0, chance=lambda: 0.0) for attempt in (1, 2, 3, 9)]
    [2.0, 4.0, 8.0, 60.0]
    """
    return min(delay * float(2**attempt), LONGEST_REST) * (1 - chance() / 2)


def retry_after(value: str | None, *, now: datetime | None = None) -> float | None:
    """Return the seconds that a ``Retry-After`` header asks to wait; ``None`` where it says nothing to be understood.

    >>> retry_after("120"), retry_after("soon")
    (120.0, None)
    >>> retry_after("Wed, 21 Oct 2020 07:28:00 GMT", now=datetime(2020, 10, 21, 7, 27, tzinfo=UTC))
    60.0
    """
    if value is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}(?:\.\d{0,6})?\s*", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - (now or datetime.now(UTC))).total_seconds())
