"""A department's portal on loopback, for tests of fetching, archiving, cleaning and building (cổng thử).

:class:`LocalPortal` serves articles of our own writing, with the truth about each, and misbehaves on demand.
``python -m tests.portal`` serves one by hand.
"""

from __future__ import annotations

from tests.portal.articles import Article, Part, write_articles
from tests.portal.misbehaviours import MISBEHAVIOURS, Misbehaviour
from tests.portal.reposts import Repeat, RepeatedSites, make_repeats
from tests.portal.server import Hit, LocalPortal
from tests.portal.warc import make_site

__all__ = [
    "MISBEHAVIOURS",
    "Article",
    "Hit",
    "LocalPortal",
    "Misbehaviour",
    "Part",
    "Repeat",
    "RepeatedSites",
    "make_repeats",
    "make_site",
    "write_articles",
]
