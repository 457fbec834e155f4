"""The index of words (chỉ mục): the one module of search that tells SQLite from PostgreSQL.

An article has an entry for each field that holds text: ``text`` (its title and body), ``units`` and ``persons`` (names,
and what posts they hold). An entry holds the different words of the field, see
:func:`corpus.search.words.indexed_words`, in a table of FTS5 or in a ``tsvector`` with a GIN index. Entries go with
their article.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from sqlalchemy import Connection, MetaData, TextClause, event, text

from corpus.columns import Base
from corpus.search.words import indexed_words

Field = Literal["text", "units", "persons"]
FIELDS: tuple[Field, ...] = ("text", "units", "persons")
_FIELDS = ", ".join(f"'{field}'" for field in FIELDS)

_TABLES: Mapping[str, Sequence[str]] = {
    "sqlite": (
        (
            "CREATE TABLE search_entries (id INTEGER NOT NULL PRIMARY KEY,"
            " article_id VARCHAR NOT NULL REFERENCES articles (id) ON DELETE CASCADE,"
            f" field VARCHAR NOT NULL CHECK (field IN ({_FIELDS})), UNIQUE (article_id, field))"
        ),
        (
            "CREATE VIRTUAL TABLE search_words USING fts5"
            " (words, detail = none, tokenize = 'unicode61 remove_diacritics 0')"
        ),
        (
            "CREATE TRIGGER search_entry_gone AFTER DELETE ON search_entries"
            " BEGIN DELETE FROM search_words WHERE rowid = old.id; END"
        ),
    ),
    "postgresql": (
        (
            "CREATE TABLE search_entries (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            ' article_id VARCHAR COLLATE "C" NOT NULL REFERENCES articles (id) ON DELETE CASCADE,'
            f" field VARCHAR NOT NULL CHECK (field IN ({_FIELDS})), words TSVECTOR NOT NULL,"
            " UNIQUE (article_id, field))"
        ),
        "CREATE INDEX search_entries_words ON search_entries USING gin (words)",
    ),
}
_INSERTS: Mapping[str, Sequence[str]] = {
    "sqlite": (
        "INSERT INTO search_entries (article_id, field) VALUES (:article, :field)",
        (
            "INSERT INTO search_words (rowid, words)"
            " SELECT id, :words FROM search_entries WHERE article_id = :article AND field = :field"
        ),
    ),
    "postgresql": (
        (
            "INSERT INTO search_entries (article_id, field, words)"
            " VALUES (:article, :field, array_to_tsvector(string_to_array(:words, ' ')))"
        ),
    ),
}
#: What is indexed of the rows of an article, by the name of their table.
_ROWS: Mapping[str, str] = {
    "articles": "SELECT id, title, text FROM articles WHERE id = :key",
    "article_units": "SELECT name FROM article_units WHERE article_id = :key ORDER BY ordinal",
    "officials": "SELECT name FROM officials WHERE article_id = :key ORDER BY ordinal",
    "official_positions": (
        "SELECT p.position FROM official_positions p JOIN officials o ON o.id = p.official_id"
        " WHERE o.article_id = :key ORDER BY o.ordinal, p.ordinal"
    ),
}
_HOLDS: Mapping[str, str] = {
    "sqlite": "e.id IN (SELECT rowid FROM search_words WHERE search_words MATCH :words)",
    "postgresql": "e.words @@ CAST(:words AS tsquery)",
}
_ENTRIES_MATCH_ARTICLES = (
    "SELECT id || ' text' FROM articles WHERE id NOT IN (SELECT article_id FROM search_entries WHERE field = 'text')"
    + "".join(
        f" UNION ALL SELECT DISTINCT article_id || ' {field}' FROM {table} WHERE article_id NOT IN"
        f" (SELECT article_id FROM search_entries WHERE field = '{field}')"
        f" UNION ALL SELECT article_id || ' {field}' FROM search_entries WHERE field = '{field}'"
        f" AND article_id NOT IN (SELECT article_id FROM {table})"
        for field, table in (("units", "article_units"), ("persons", "officials"))
    )
)
#: The query of entries that are missing or too many, for each kind of database.
INDEX_CHECKS: Mapping[str, str] = {
    "sqlite": _ENTRIES_MATCH_ARTICLES
    + " UNION ALL SELECT 'entry ' || id FROM search_entries WHERE id NOT IN (SELECT rowid FROM search_words)"
    " UNION ALL SELECT 'words ' || rowid FROM search_words WHERE rowid NOT IN (SELECT id FROM search_entries)",
    "postgresql": _ENTRIES_MATCH_ARTICLES,
}


def _make_tables(_target: MetaData, connection: Connection, **_: Any) -> None:
    for statement in _TABLES[connection.dialect.name]:
        connection.exec_driver_sql(statement)


event.listen(Base.metadata, "after_create", _make_tables)


def _fields(rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[tuple[Field, str]]:
    """Yield what an article's rows say in each field."""
    for article in rows.get("articles", ()):
        yield "text", f"{article['title'] or ''}\n{article['text']}"
    units = [row["name"] for row in rows.get("article_units", ())]
    persons = [row["name"] for row in rows.get("officials", ())]
    if units:
        yield "units", "\n".join(units)
    if persons:
        yield "persons", "\n".join((*persons, *(row["position"] for row in rows.get("official_positions", ()))))


def index_rows(connection: Connection, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    """Add the rows of one new article to the index, in the caller's transaction."""
    entries = [
        {"article": rows["articles"][0]["id"], "field": field, "words": indexed_words(told)}
        for field, told in _fields(rows)
    ]
    for statement in _INSERTS[connection.dialect.name] if entries else ():
        connection.execute(text(statement), entries)


def index_all(connection: Connection) -> None:
    """Index every article of a database whose index is empty, one at a time, in the caller's transaction."""
    for key in connection.scalars(text("SELECT id FROM articles ORDER BY id")).all():
        rows = {
            table: [dict(row) for row in connection.execute(text(query), {"key": key}).mappings()]
            for table, query in _ROWS.items()
        }
        index_rows(connection, rows)


def candidates(connection: Connection, words: Sequence[str], fields: Sequence[Field], *, most: int) -> Sequence[Any]:
    """Return the entries that hold all the words, the newest articles first.

    Args:
        connection: An open database.
        words: Folded words, each as it is indexed.
        fields: The fields to look in.
        most: Most entries to return.

    Returns:
        Rows of ``article_id``, ``field``, ``title``, ``published``.
    """
    wanted = {"words": _asked(connection, words), "most": most}
    return connection.execute(_query(connection, fields), wanted).all()


def _query(connection: Connection, fields: Sequence[Field]) -> TextClause:
    listed = ", ".join(f"'{field}'" for field in FIELDS if field in fields)
    return text(
        "SELECT e.article_id, e.field, a.title, a.published FROM search_entries e"
        f" JOIN articles a ON a.id = e.article_id WHERE e.field IN ({listed}) AND {_HOLDS[connection.dialect.name]}"
        " ORDER BY coalesce(a.published, '') DESC, e.article_id, e.field DESC LIMIT :most"
    )


def _asked(connection: Connection, words: Sequence[str]) -> str:
    """Return the words, of letters and digits only, in the language of the index."""
    if connection.dialect.name == "sqlite":
        return " ".join(f'"{word}"' for word in words)
    return " & ".join(f"'{word}'" for word in words)
