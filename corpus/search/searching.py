"""Answers a search (tìm): which articles hold all the words, and where."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Connection, Engine, select

from corpus.database import UsageError, reading
from corpus.questions import Answer
from corpus.search.index import FIELDS, Field, candidates
from corpus.search.words import Word, words_of
from corpus.tables import ArticleRow, ArticleUnit, OfficialPosition, OfficialRow
from schemas.folding import compose, fold

#: Most entries that are looked at; of them those whose words stand side by side come first.
_EXAMINED = 2000
_AROUND = 60
_PART = re.compile(r'"([^"]*)"?|([^\s"]+)')
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Query:
    """What is searched for.

    Attributes:
        phrases: Runs of folded words that stand side by side; a single word is a run of one.
        loose: The words that were not in quotes, which are best found side by side, too.
    """

    phrases: tuple[tuple[str, ...], ...]
    loose: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Return all words, each once."""
        return tuple(dict.fromkeys(word for phrase in self.phrases for word in phrase))


def read_query(text: str) -> Query:
    """Return what a query asks for: all its words, those in quotes side by side.

    >>> read_query('“thi đua” Dong-Nai').phrases
    (('thi', 'đua'), ('dong', 'nai'))

    Raises:
        UsageError: it holds no word.
    """
    phrases: list[tuple[str, ...]] = []
    loose: list[str] = []
    for quoted, word in _PART.findall(fold(compose(text))):
        phrase = tuple(found.written for found in words_of(quoted or word))
        if phrase:
            phrases.append(phrase)
            loose.extend(phrase if word else ())
    if not phrases:
        raise UsageError(f"{text!r} holds no word to search for")
    return Query(tuple(phrases), tuple(loose))


@dataclass(frozen=True, slots=True)
class _Hit:
    article: str
    field: str
    title: str | None
    published: str | None
    snippet: str
    together: bool


def search(engine: Engine, text: str, *, fields: Sequence[str] = FIELDS, limit: int = 20) -> Answer:
    """Return the articles that hold all words of a query in one of the fields, with the place where they stand.

    A word with diacritics means only itself, one without means every word of those letters; case, tone placement and
    the form of composition do not count. Articles whose words stand side by side as asked come first, then the newest.

    Args:
        engine: An open database.
        text: Words, and phrases in quotes.
        fields: Where to look: ``text`` (titles and bodies), ``units``, ``persons`` (names and posts).
        limit: Most hits to return.

    Returns:
        One row a hit: the article's id, the field, the title, the publication, and the text around the first place
        with the words between « and ».

    Raises:
        UsageError: the query holds no word, a field is unknown, or the limit is below one.
        CorpusError: the database cannot be read.
    """
    query = read_query(text)
    unknown = [field for field in fields if field not in FIELDS]
    if unknown or not fields:
        raise UsageError(f"cannot search in {', '.join(unknown) or 'nothing'!r}; known are {', '.join(FIELDS)}")
    if limit < 1:
        raise UsageError("the limit is one hit at least")
    with reading(engine) as connection:
        found = candidates(connection, query.words, cast(Sequence[Field], fields), most=_EXAMINED)
        hits = list(_hits(connection, query, found, limit))
    hits.sort(key=lambda hit: not hit.together)
    columns = ("article", "found_in", "title", "published", "snippet")
    rows = tuple((hit.article, hit.field, hit.title, hit.published, hit.snippet) for hit in hits[:limit])
    more = len(hits) > limit or len(found) == _EXAMINED
    return Answer(columns, rows, ("there are more hits; ask for them with --limit",) if more else ())


def _hits(connection: Connection, query: Query, found: Sequence[Any], limit: int) -> Iterator[_Hit]:
    """Yield what really holds the query; enough when as many as are asked for hold its words side by side."""
    together = 0
    for row in found:
        for told in _texts(connection, row.article_id, row.field):
            place = _place(told, query)
            if place is not None:
                span, best = place
                together += best
                yield _Hit(row.article_id, row.field, row.title, row.published, _snippet(told, span), best)
                break
        if together > limit:
            return


def _texts(connection: Connection, article: str, field: str) -> list[str]:
    """Return the texts of a field: title and body as one, each unit, each person with the posts."""
    if field == "text":
        row = connection.execute(select(ArticleRow.title, ArticleRow.text).where(ArticleRow.id == article)).one()
        return [f"{row.title}\n{row.text}" if row.title else row.text]
    if field == "units":
        names = select(ArticleUnit.name).where(ArticleUnit.article_id == article).order_by(ArticleUnit.ordinal)
        return list(connection.scalars(names))
    query = (
        select(OfficialRow.id, OfficialRow.name, OfficialPosition.position)
        .outerjoin(OfficialPosition, OfficialPosition.official_id == OfficialRow.id)
        .where(OfficialRow.article_id == article)
        .order_by(OfficialRow.ordinal, OfficialPosition.ordinal)
    )
    persons: dict[str, list[str]] = defaultdict(list)
    for own, name, position in connection.execute(query):
        persons[own] = [*(persons[own] or [name]), *([position] if position else [])]
    return [", ".join(parts) for parts in persons.values()]


def _place(told: str, query: Query) -> tuple[Span, bool] | None:
    """Return where a text holds the query and whether its words stand side by side; nothing where it does not."""
    words = words_of(compose(told))
    first = [_find(words, phrase) for phrase in query.phrases]
    if any(place is None for place in first):
        return None
    whole = _find(words, query.loose) if query.loose else first[0]
    span = whole or first[0]
    return cast(Span, span), whole is not None


def _find(words: Sequence[Word], phrase: Sequence[str]) -> Span | None:
    """Return the first place where words stand side by side."""
    for place in range(len(words) - len(phrase) + 1):
        if all(words[place + step].matches(wanted) for step, wanted in enumerate(phrase)):
            return words[place].start, words[place + len(phrase) - 1].end
    return None


def _snippet(told: str, span: Span) -> str:
    """Return the text around a place in one line, cut between words, the place marked."""
    told = compose(told)
    start, end = span
    before, after = told[max(0, start - _AROUND) : start], told[end : end + _AROUND]
    if start > _AROUND:
        before = f"…{before.partition(' ')[2]}"
    if end + _AROUND < len(told):
        after = f"{after.rpartition(' ')[0]}…"
    return " ".join(f"{before}«{told[start:end]}»{after}".split())
