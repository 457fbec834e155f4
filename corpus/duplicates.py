"""Finds articles that repeat another (bài trùng): re-posts, print views, cut copies; each is linked to the first.

Two bodies are alike when one tells what the other does *in the same words*: most shingles of the shorter one stand in
the longer one, they are not too different in length, and the numbers of the shorter one are those of the longer one.
Yearly reviews of one unit share formulas and not figures; reports of one occasion share figures and not words. Neither
is a repetition.

A chain of copies may end far from where it began: a cut copy of a re-post with another lead. What a chain joins is one
article where both ends still share half of their words; a page that holds two short articles does not make them one.

Which bodies are alike depends on their words alone, and which article is the first on what all articles are. So a
corpus built in ten runs has the same links as one built in one, in whatever order its pages came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, Engine, delete, func, insert, select, union, update

from corpus.bodies import bands_of, likeness, shared_numbers, words_of
from corpus.crawl_tables import BodyBand, BodyRow, Duplicate, SimilarBodies
from corpus.dialects import upsert
from corpus.tables import ArticleRow


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From where on two bodies are alike; measured by ``benchmarks/duplicates.py``.

    Attributes:
        contained: Share of the shingles of the shorter body that stand in the longer one.
        jaccard: Jaccard similarity of the shingles: a copy may be cut to about half.
        numbers: Share of the numbers of the body with fewer numbers that stand in the other one.
    """

    contained: float
    jaccard: float
    numbers: float


ALIKE = Thresholds(contained=0.8, jaccard=0.4, numbers=0.9)
#: What two bodies must share that a chain of copies joins.
CHAINED = Thresholds(contained=0.5, jaccard=0.2, numbers=0.5)

_BATCH = 200


def similarity(one: str, other: str, least: Thresholds = ALIKE) -> float | None:
    """Return how much of the shorter of two texts the longer one repeats, ``None`` where it is no copy.

    >>> similarity("Sở Y tế tặng 12 Giấy khen. " * 3, "Sở Y tế tặng 15 Giấy khen. " * 3) is None
    True
    """
    left, right = words_of(one), words_of(other)
    contained, jaccard = likeness(left, right)
    if contained < least.contained or jaccard < least.jaccard or shared_numbers(left, right) < least.numbers:
        return None
    return contained


def link_duplicates(engine: Engine) -> Counter[str]:
    """Compare what is new with all bodies and link every article that repeats another to the first.

    Returns:
        How many articles repeat another, by the kind of copy (``exact``, ``near``).
    """
    with engine.begin() as connection:
        waiting = list(connection.scalars(select(BodyRow.id).where(BodyRow.compared.is_(False)).order_by(BodyRow.id)))
    for start in range(0, len(waiting), _BATCH):
        with engine.begin() as connection:
            _compare(connection, waiting[start : start + _BATCH])
    with engine.begin() as connection:
        return _link(connection)


def _compare(connection: Connection, bodies: Sequence[str]) -> None:
    """Save which bodies are like these ones."""
    text_of = lru_cache(maxsize=64)(lambda body: _text(connection, body))
    found = []
    for body in bodies:
        for other in _candidates(connection, body):
            share = similarity(text_of(body), text_of(other))
            if share is not None:
                found.append({"one": min(body, other), "other": max(body, other), "similarity": share})
    if found:
        connection.execute(upsert(connection, SimilarBodies).on_conflict_do_nothing(), found)
    connection.execute(update(BodyRow).where(BodyRow.id.in_(bodies)).values(compared=True))


def _candidates(connection: Connection, body: str) -> list[str]:
    """Return the bodies that share a band with a body: those that may be alike."""
    signature = connection.scalar(select(BodyRow.signature).where(BodyRow.id == body))
    bands = list(bands_of(signature)) if signature else []
    found = select(BodyBand.body_id).where(BodyBand.band.in_(bands), BodyBand.body_id != body).distinct()
    return sorted(connection.scalars(found))


def _text(connection: Connection, body: str) -> str:
    """Return the text of a body as one of its articles has it."""
    return connection.scalars(select(ArticleRow.text).where(ArticleRow.body_id == body).limit(1)).one()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An article that is, or may be, a copy; ``rank`` sorts the first of its copies before the others."""

    key: str
    body: str
    rank: tuple[str, bool, int, str]


def _rank(key: str, *, published: str | None, portal: str | None, n_words: int) -> tuple[str, bool, int, str]:
    """Return what the articles are ordered by: the day, a portal before a newspaper, the fullest text, the key."""
    day = (published or "9999")[:10].ljust(10, "~")
    return day, portal is None, -n_words, key


def _articles(connection: Connection) -> Iterator[_Candidate]:
    """Yield the articles whose body others have, too, or are like."""
    repeated = select(ArticleRow.body_id).group_by(ArticleRow.body_id).having(func.count() > 1)
    some = union(repeated, select(SimilarBodies.one), select(SimilarBodies.other)).subquery()
    query = (
        select(ArticleRow.id, ArticleRow.body_id, ArticleRow.published, ArticleRow.portal, BodyRow.n_words)
        .join(BodyRow, BodyRow.id == ArticleRow.body_id)
        .where(ArticleRow.body_id.in_(select(some)))
    )
    for key, body, published, portal, n_words in connection.execute(query):
        yield _Candidate(key, body, _rank(key, published=published, portal=portal, n_words=n_words))


class _Alike:
    """What bodies share: those that are like each other, and those that chains of such bodies join."""

    def __init__(self, connection: Connection) -> None:
        self._shares: dict[tuple[str, str], float | None] = {}
        self._chains: dict[str, str] = {}
        self._text_of = lru_cache(maxsize=64)(lambda body: _text(connection, body))
        for one, other, share in connection.execute(select(SimilarBodies.__table__)):
            self._shares[one, other] = share
            self._chains[self.chain(one)] = self.chain(other)

    def chain(self, body: str) -> str:
        """Return the body that stands for the chain a body belongs to; itself where it is like no other."""
        while (above := self._chains.get(body, body)) != body:
            self._chains[body] = body = self._chains.get(above, above)
        return body

    def share(self, one: str, other: str) -> float | None:
        """Return how much two bodies of one chain share, ``None`` where it is too little."""
        if one == other:
            return 1.0
        pair = (min(one, other), max(one, other))
        if pair not in self._shares:
            self._shares[pair] = similarity(self._text_of(one), self._text_of(other), CHAINED)
        return self._shares[pair]


def _link(connection: Connection) -> Counter[str]:
    """Link every copy to the first of its chain that it is like and that repeats none itself."""
    alike = _Alike(connection)
    firsts: dict[str, list[_Candidate]] = defaultdict(list)
    links = []
    for article in sorted(_articles(connection), key=lambda article: article.rank):
        before = firsts[alike.chain(article.body)]
        shares = ((first, alike.share(article.body, first.body)) for first in before)
        first, share = next(((first, share) for first, share in shares if share is not None), (None, None))
        if first is None:
            before.append(article)
            continue
        kind = "exact" if first.body == article.body else "near"
        values = {"article_id": article.key, "original_id": first.key, "kind": kind, "similarity": share}
        links.append(values)
    connection.execute(delete(Duplicate))
    if links:
        connection.execute(insert(Duplicate), links)
    return Counter(str(link["kind"]) for link in links)
