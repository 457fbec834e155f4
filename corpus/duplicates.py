"""Finds articles that repeat another (bài trùng): re-posts, print views, cut copies; each is linked to the first.

Two bodies are alike when one tells what the other does *in the same words*: most shingles of the shorter one stand in
the longer one, they are not too different in length, and the numbers of the shorter one are those of the longer one.
Yearly reviews of one unit share formulas and not figures; reports of one occasion share figures and not words. Neither
is a repetition.

Which bodies are alike depends on their words alone, and which article is the first on what all articles are. So a
corpus built in ten runs has the same links as one built in one, in whatever order its pages came.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, Engine, delete, func, insert, select, union, update
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from corpus.bodies import bands_of, likeness, shared_numbers, words_of
from corpus.crawl_tables import BodyBand, BodyRow, Duplicate, SimilarBodies
from corpus.tables import ArticleRow

#: Share of the shingles of the shorter body that stand in the longer one.
LEAST_CONTAINED = 0.8
#: Jaccard similarity of the shingles: a copy may be cut to about half.
LEAST_JACCARD = 0.4
#: Share of the numbers of the body with fewer numbers that stand in the other one.
LEAST_NUMBERS = 0.9

_BATCH = 200
_Bodies = Mapping[str, Mapping[str, float]]


def similarity(one: str, other: str) -> float | None:
    """Return how much of the shorter of two texts the longer one repeats, ``None`` where it is no copy.

    >>> similarity("Sở Y tế tặng 12 Giấy khen. " * 3, "Sở Y tế tặng 15 Giấy khen. " * 3) is None
    True
    """
    left, right = words_of(one), words_of(other)
    contained, jaccard = likeness(left, right)
    if contained < LEAST_CONTAINED or jaccard < LEAST_JACCARD or shared_numbers(left, right) < LEAST_NUMBERS:
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
        connection.execute(sqlite_insert(SimilarBodies).on_conflict_do_nothing(), found)
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


def _alike(connection: Connection) -> _Bodies:
    """Return the similarity of every body to those that are like it."""
    alike: dict[str, dict[str, float]] = defaultdict(dict)
    for one, other, share in connection.execute(
        select(SimilarBodies.one, SimilarBodies.other, SimilarBodies.similarity)
    ):
        alike[one][other] = alike[other][one] = share
    return alike


def _link(connection: Connection) -> Counter[str]:
    """Link every copy to its first article, the first in rank that repeats none itself."""
    alike, firsts = _alike(connection), dict[str, _Candidate]()
    links = []
    for article in sorted(_articles(connection), key=lambda article: article.rank):
        shares = {body: share for body, share in alike.get(article.body, {}).items() if body in firsts}
        if article.body in firsts:
            shares = {article.body: 1.0}
        if not shares:
            firsts[article.body] = article
            continue
        first = min((firsts[body] for body in shares), key=lambda first: first.rank)
        kind = "exact" if first.body == article.body else "near"
        values = {"article_id": article.key, "original_id": first.key, "kind": kind}
        links.append(values | {"similarity": shares[first.body]})
    connection.execute(delete(Duplicate))
    if links:
        connection.execute(insert(Duplicate), links)
    return Counter(str(link["kind"]) for link in links)
