"""What a crawl tells of each address (nhật ký thu thập): the words that fetching and the corpus exchange."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from schemas.dates import Timestamp

#: What an address is to a portal.
AddressRole = Literal["article", "listing", "feed", "sitemap", "robots"]
#: How the last try at an address ended. ``waiting`` addresses are listed and not fetched yet; ``unchanged`` ones were
#: asked for again and are as they were; ``gone`` ones answered 404 or 410; ``refused`` ones were never asked for
#: (robots.txt, a foreign host, a private address, a scheme that is no page); ``failed`` ones gave no whole page.
FetchOutcome = Literal["waiting", "fetched", "unchanged", "gone", "refused", "failed"]


class Fetch(BaseModel):
    """One address of a portal and how the last try at it ended.

    Attributes:
        portal: The portal's id.
        url: The canonical address.
        role: What the address is to the portal.
        listed: When a listing, feed or sitemap first named it.
        published: The day the listing gives it, where it gives one.
        fetched: When the last response came in.
        status: Its HTTP status; ``None`` where none came.
        outcome: How the last try ended.
        reason: Why it failed or was refused, in a few words that can be counted: ``HTTP 500``, ``robots.txt``.
        warc: Name of the archive file that holds the last response of this address, where one does.
        offset: Bytes from the start of that file to its record.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    portal: str
    url: str
    role: AddressRole
    listed: Timestamp
    published: Timestamp | None = None
    fetched: Timestamp | None = None
    status: int | None = None
    outcome: FetchOutcome = "waiting"
    reason: str | None = None
    warc: str | None = None
    offset: int | None = None
