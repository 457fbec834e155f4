"""Writes the units and persons of all articles anew (ghi thực thể), in the caller's transaction."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from corpus.entities.hierarchy import implied, parent_of, successions
from corpus.entities.mentions import ArticleNames, Holder, read_names
from corpus.entities.naming import full_name
from corpus.entities.persons import Official, Person, join_persons
from corpus.entities.posts import Post, read_post
from corpus.entities.resolving import ArticleUnits, UnitKey
from corpus.entities.reviewing import Review, unit_reviews
from corpus.entities.units import Gathered, Units
from corpus.entity_tables import (
    EntityReview,
    GrantorLink,
    OrganizerLink,
    PersonEntity,
    PersonLink,
    PersonPost,
    RecipientLink,
    UnitAlias,
    UnitEntity,
    UnitLink,
    UnitSuccession,
)
from corpus.gathering import most
from corpus.tables import ArticleRow
from schemas.folding import fold_key

Row = dict[str, Any]
#: Children before the rows they refer to.
_TABLES: tuple[type[Any], ...] = (
    EntityReview,
    PersonLink,
    PersonPost,
    PersonEntity,
    OrganizerLink,
    RecipientLink,
    GrantorLink,
    UnitSuccession,
    UnitLink,
    UnitAlias,
    UnitEntity,
)


def join_entities(connection: Connection) -> Counter[str]:
    """Write the units and persons of all articles anew, in the caller's transaction.

    Returns:
        The number of units, persons and doubtful pairs.
    """
    units, namesakes = Units(), defaultdict[str, list[Official]](list)
    for article in read_names(connection):
        _gather(article, _resolver(connection, article), units, namesakes)
    persons, doubts = _persons(namesakes)
    connection.execute(update(UnitEntity).values(parent_id=None))
    for table in _TABLES:
        connection.execute(delete(table))
    known = _save_units(connection, units)
    _save_persons(connection, persons, units)
    reviews = _reviews([*unit_reviews(known)], doubts)
    _insert(connection, EntityReview, reviews)
    return Counter(units=len(known), persons=len(persons), entity_reviews=len(reviews))


def _resolver(connection: Connection, article: ArticleNames) -> ArticleUnits:
    """Return what resolves the names of an article; its text is read only where a name leaves its place to it."""
    listed = (article.hosts, article.grantors, article.recipients)
    names = [unit.name for unit in article.units] + [name for names in listed for _, name in names]
    posts = [position for holder in article.holders for position in holder.positions]

    def text() -> str:
        return connection.scalar(select(ArticleRow.text).where(ArticleRow.id == article.id)) or ""

    return ArticleUnits(article.id, article.lines, dict.fromkeys([*names, *posts]), text)


def _gather(article: ArticleNames, resolver: ArticleUnits, units: Units, namesakes: dict[str, list[Official]]) -> None:
    units.add(article, resolver)
    line = next(iter(article.lines)) if len(article.lines) == 1 else None
    for holder in article.holders:
        posts = [read_post(position, resolver, line) for position in holder.positions]
        for post in posts:
            if post.unit and not post.unit.key.in_article_only:
                units.see(post.unit, article)
        namesakes[fold_key(holder.name)].append(_official(holder, article, line, posts))


def _official(holder: Holder, article: ArticleNames, line: str | None, posts: list[Post]) -> Official:
    return Official(holder.id, holder.name, article.id, article.counted, holder.day, line, posts)


def _persons(namesakes: Mapping[str, Sequence[Official]]) -> tuple[list[Person], list[Review]]:
    persons: list[Person] = []
    doubts: list[Review] = []
    for name in sorted(namesakes):
        found, reviews = join_persons(namesakes[name])
        persons += found
        doubts += reviews
    return persons, doubts


def _save_units(connection: Connection, units: Units) -> dict[UnitKey, Gathered]:
    """Write the units with their parents, and return all of them."""
    known = dict(units.gathered)
    parents: dict[UnitKey, UnitKey] = {}
    waiting = sorted(known)
    while waiting:
        key = waiting.pop()
        over = parent_of(key, known[key], known)
        if over is not None and not _leads_back(over, key, parents):
            parents[key] = over
            if over not in known:
                known[over] = implied(over)
                waiting.append(over)
    ordered = sorted(known, key=lambda key: (_depth(key, parents), key))
    _insert(connection, UnitEntity, [_unit(key, known[key], units, parents.get(key)) for key in ordered])
    _insert(connection, UnitAlias, _aliases(units))
    _insert(connection, UnitLink, _unit_links(units))
    for table, owner, links in (
        (OrganizerLink, "event_id", units.hosts),
        (GrantorLink, "award_id", units.grantors),
        (RecipientLink, "award_id", units.recipients),
    ):
        rows = [{owner: row, "ordinal": place, "entity_id": links[row, place].id} for row, place in sorted(links)]
        _insert(connection, table, rows)
    after = [
        {"predecessor_id": one.id, "successor_id": other.id, "basis": basis} for one, other, basis in successions(known)
    ]
    _insert(connection, UnitSuccession, after)
    return known


def _leads_back(over: UnitKey, key: UnitKey, parents: Mapping[UnitKey, UnitKey]) -> bool:
    """Return whether a unit is, by its parents, part of another."""
    at: UnitKey | None = over
    while at is not None:
        if at == key:
            return True
        at = parents.get(at)
    return False


def _depth(key: UnitKey, parents: Mapping[UnitKey, UnitKey]) -> int:
    """Return how many units a unit is part of, one within the other: parents are written first."""
    over = parents.get(key)
    return 0 if over is None else 1 + _depth(over, parents)


def _unit(key: UnitKey, gathered: Gathered, units: Units, over: UnitKey | None) -> Row:
    return {
        "id": key.id,
        "name": full_name(key, gathered),
        "type": gathered.type,
        "level": gathered.level,
        "province_id": units.province_of(key),
        "parent_id": over.id if over else None,
        "n_articles": gathered.articles,
    }


def _aliases(units: Units) -> list[Row]:
    return [
        {"entity_id": key.id, "name": name, "n_articles": gathered.aliases[name]}
        for key, gathered in sorted(units.gathered.items(), key=lambda item: item[0])
        for name in sorted(gathered.aliases)
    ]


def _unit_links(units: Units) -> list[Row]:
    return [
        {"article_unit_id": own, "entity_id": resolved.key.id, "basis": resolved.basis}
        for own, resolved in sorted(units.links.items())
    ]


def _save_persons(connection: Connection, persons: Sequence[Person], units: Units) -> None:
    _insert(connection, PersonEntity, [_person(person, units) for person in persons])
    _insert(connection, PersonPost, [row for person in persons for row in _posts(person)])
    links = (
        {"official_id": official.id, "entity_id": person.id, "basis": person.basis[official.id]}
        for person in persons
        for official in person.officials
    )
    _insert(connection, PersonLink, list(links))


def _person(person: Person, units: Units) -> Row:
    keys = {key for official in person.officials for post in official.posts if (key := post.unit_key) and key.line}
    provinces = Counter(province for key in keys if (province := units.province_of(key)))
    lines = {key.line for key in keys}
    return {
        "id": person.id,
        "name": most(Counter(official.name for official in person.officials)),
        "province_id": most(provinces) if len(lines) == 1 else None,
        "n_articles": len({official.article for official in person.officials if official.counted}),
    }


def _posts(person: Person) -> Iterator[Row]:
    """Yield the posts of a person, each once, the first seen first."""
    seen: dict[tuple[Any, ...], list[tuple[Official, Post]]] = defaultdict(list)
    for official in person.officials:
        for post in official.posts:
            unit = post.unit_key
            same = (post.title, unit) if unit else (fold_key(post.written),)
            seen[(*same, post.former)].append((official, post))
    rows = [_post(held) for held in seen.values()]
    rows.sort(key=lambda row: (row["first_seen"] is None, row["first_seen"] or "", row["position"], row["former"]))
    for ordinal, row in enumerate(rows):
        yield {"entity_id": person.id, "ordinal": ordinal, **row}


def _post(held: Sequence[tuple[Official, Post]]) -> Row:
    days = [official.day for official, _ in held if official.day]
    names = Counter(post.written for _, post in held)
    unit = held[0][1].unit_key
    return {
        "position": min(names, key=lambda name: (-len(name), name)),
        "unit_entity_id": unit.id if unit and not unit.in_article_only else None,
        "former": held[0][1].former,
        "first_seen": min(days, default=None),
        "last_seen": max(days, default=None),
    }


def _reviews(units: Iterable[Review], persons: Iterable[Review]) -> list[Row]:
    """Return the rows of doubtful pairs, each pair once, with the likeliest reason."""
    rows: dict[tuple[str, str], Row] = {}
    for kind, reviews in (("unit", units), ("person", persons)):
        for review in reviews:
            one, other = sorted((review.one, review.other))
            score = round(review.score, 3)
            row = {"one_id": one, "other_id": other, "kind": kind, "reason": review.reason, "score": score}
            kept = rows.get((one, other))
            if kept is None or (-score, review.reason) < (-kept["score"], kept["reason"]):
                rows[one, other] = row
    return [rows[pair] for pair in sorted(rows)]


def _insert(connection: Connection, table: type[Any], rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(insert(table), rows)
