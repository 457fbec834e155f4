"""What the standard tables cost beside the plainest SQL for the same answer, and how fast rows are loaded.

    python benchmarks/queries.py [--articles 200000] [--sqlite-only] [--no-loading]

The rows are synthetic: drawn with a fixed seed, of the sizes and the ties that built corpora have, without real texts.
They are written once into a SQLite file and once into a PostgreSQL database of a server of its own. Every answer of
``corpus.stats`` is compared with that of the plain SQL before its time is told; times are the best of three.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, get_args

from sqlalchemy import Connection, Engine, insert, text

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus.columns import Base
from corpus.database import open_database
from corpus.stats import QUESTIONS, TABLES, answer
from corpus.store import save_rows, save_vocabulary
from schemas.records import AwardForm, EventType, Level, OfficialRole
from schemas.vocabulary import provinces
from tests.corpus.postgres_server import NoServerError, running_server

SEED, PIECE, REPEATS = 5, 2000, 3
FORMS, TYPES, ROLES = get_args(AwardForm), get_args(EventType), get_args(OfficialRole)
LEVELS = (*get_args(Level), None)
STATUSES = ("conferred",) * 7 + ("proposed", "planned", "revoked")
TABLES_IN_ORDER = [table.name for table in Base.metadata.sorted_tables]
Rows = dict[str, list[dict[str, Any]]]


class Synthetic:
    """Rows of articles, drawn with a seed; every fifth occasion is told by two articles."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        self.places = [row.id for row in provinces()]
        self.rows: Rows = defaultdict(list)
        self._shared: str | None = None

    def article(self, number: int) -> None:
        """Add the rows of one article."""
        key, draw = f"a{number:07}", self.draw
        day = f"{draw.randint(2015, 2025)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        place, portal = draw.choice(self.places), f"portal-{number % 60:02}"
        self._page(key, number, day, portal)
        self._add("article_provinces", id=f"{key}.p", article_id=key, ordinal=0, province_id=place, origin="host")
        occasion = self._event(key, number, day, place)
        for ordinal in range(draw.choice((0, 1, 1, 2, 3))):
            self._award(key, ordinal, occasion, day)
        self._official(key)
        if number % 7 == 0:
            self._campaign(key, number, day, place)
        if number % 20 == 19:
            copy = {"article_id": key, "original_id": f"a{number - 1:07}", "kind": "near", "similarity": 0.9}
            self._add("duplicates", **copy)

    def _add(self, table: str, **values: Any) -> None:
        self.rows[table].append(values)

    def _page(self, key: str, number: int, day: str, portal: str) -> None:
        url = f"https://{portal}.gov.vn/{key}"
        self._add("bodies", id=key, n_words=200, signature=None, compared=True)
        empty = dict.fromkeys(("byline", "retrieved"))
        self._add(
            "articles", id=key, page_id=str(number), source="synthetic", url=url, host=f"{portal}.gov.vn",
            portal=portal, title=f"Bài {number}", published=day, encoding="utf-8", body_origin="rules",
            text="Sở Công Thương tổ chức hội nghị tổng kết phong trào thi đua. " * 12, relevant=number % 3 > 0,
            content_hash=key, body_id=key, pipeline_version="1", **empty,
        )  # fmt: skip
        self._add(
            "crawl_fetches", portal=portal, url=url, host=f"{portal}.gov.vn", role="article", listed=day[:7],
            published=day, fetched=day, status=200, outcome="fetched", reason=None, warc=None, offset=None,
        )  # fmt: skip

    def _event(self, key: str, number: int, day: str, place: str) -> str:
        event = f"{key}.e"
        told = {"start_date": day, "end_date": None, "province_id": place}
        self._add("events", id=event, article_id=key, ordinal=0, year_source="text", **told)
        self._add("event_types", event_id=event, type=self.draw.choice(TYPES), ordinal=0)
        if number % 5 == 1 and self._shared:
            occasion = self._shared
        else:
            occasion = f"o{number:07}"
            self._add("occasions", id=occasion, title=f"Hội nghị {number}", n_reports=1, **told)
            self._add("occasion_types", occasion_id=occasion, type=self.draw.choice(TYPES))
        self._shared = occasion if number % 5 == 0 else None
        self._add("occasion_reports", event_id=event, occasion_id=occasion)
        return occasion

    def _award(self, key: str, ordinal: int, occasion: str, day: str) -> None:
        own, draw = f"{key}.w{ordinal}", self.draw
        numbers = {"collectives": draw.choice((None, 0, 3, 12)), "individuals": draw.randint(0, 90)}
        numbers |= {"households": 0, "joint": None}
        year = int(day[:4])
        self._add(
            "awards", id=own, article_id=key, ordinal=ordinal, event_id=f"{key}.e", form=draw.choice(FORMS),
            name="Bằng khen", award_type_id=None, grantor_level=draw.choice(LEVELS), status=draw.choice(STATUSES),
            quantity=draw.choice(("exact", "exact", "at_least")), period=str(year), first_year=year, last_year=year,
            **numbers,
        )  # fmt: skip
        bounds = {f"{kind}_{end}": number for kind, number in numbers.items() for end in ("low", "high")}
        found = {"counted": True, "repeats_id": None, "reason": "only report"}
        self._add("award_counts", award_id=own, occasion_id=occasion, **found, **numbers, **bounds)
        self._add("award_grantors", award_id=own, ordinal=0, name="UBND tỉnh", unit_id=None)

    def _official(self, key: str) -> None:
        own = f"{key}.f"
        self._add("persons", id=own, folded_name="nguyễn văn thử", province_id=None)
        told = {"event_id": f"{key}.e", "name": "Nguyễn Văn Thử"}
        self._add("officials", id=own, article_id=key, ordinal=0, person_id=own, **told)
        self._add("official_roles", official_id=own, role=self.draw.choice(ROLES))
        self._add("official_positions", official_id=own, ordinal=0, position="Giám đốc Sở")

    def _campaign(self, key: str, number: int, day: str, place: str) -> None:
        own, movement = f"{key}.c", f"m{number:07}"
        told = {"name": f"Thi đua {number % 900}", "launcher": "UBND tỉnh", "start_date": day, "end_date": None}
        self._add("campaigns", id=own, article_id=key, ordinal=0, launcher_unit_id=None, **told)
        for place_of, label in enumerate(("đợt 1", "đợt 2")):
            phase = {"label": label, "start_date": day, "end_date": None}
            self._add("phases", id=f"{own}.{place_of}", campaign_id=own, ordinal=place_of, **phase)
        self._add("movements", id=movement, province_id=place, n_reports=1, **told)
        self._add("movement_reports", campaign_id=own, movement_id=movement, stage="launched")

    def take(self) -> Rows:
        """Return the rows drawn since the last call."""
        rows, self.rows = self.rows, defaultdict(list)
        return rows


def pieces(articles: int, seed: int = SEED) -> Iterator[Rows]:
    """Yield the rows of some articles, :data:`PIECE` articles at a time."""
    synthetic = Synthetic(seed)
    for number in range(articles):
        synthetic.article(number)
        if number % PIECE == PIECE - 1 or number == articles - 1:
            yield synthetic.take()


def fill(engine: Engine, articles: int) -> int:
    """Write synthetic rows into an empty database and return their number."""
    written = 0
    with engine.begin() as connection:
        save_vocabulary(connection)
        run = {"started": "2025", "finished": "2025", "pipeline_version": "1", "options": "{}"}
        _insert(connection, {"runs": [run]})
    for rows in pieces(articles):
        with engine.begin() as connection:
            _insert(connection, rows)
        written += sum(map(len, rows.values()))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    return written


_DAY = "substr(coalesce(o.start_date, a.published), 1, 10)"
_UNTOLD = (
    "sum(CASE WHEN c.counted AND ((w.joint IS NULL AND (w.collectives IS NULL OR w.individuals IS NULL"
    " OR w.households IS NULL)) OR w.quantity = 'unknown') THEN 1 ELSE 0 END)"
)
_AWARDS = f"""sum(c.collectives), sum(c.individuals), sum(c.households), sum(c.joint),
    sum(CASE WHEN c.counted THEN 1 ELSE 0 END), {_UNTOLD},
    sum(CASE WHEN c.counted AND w.quantity IN ('at_least', 'about') THEN 1 ELSE 0 END),
    count(DISTINCT c.occasion_id), count(DISTINCT w.article_id), min({_DAY}), max({_DAY})
    FROM awards w JOIN award_counts c ON c.award_id = w.id JOIN articles a ON a.id = w.article_id
    LEFT JOIN occasions o ON o.id = c.occasion_id"""


def _by_place(year: str) -> str:
    return f"""SELECT coalesce(op.name, pl.name, '(none)'), {year}, w.form, coalesce(w.grantor_level, '(not told)'),
    {_AWARDS} LEFT JOIN provinces op ON op.id = o.province_id LEFT JOIN (
        SELECT ap.article_id, CASE WHEN count(DISTINCT p.name) = 1 THEN min(p.name) ELSE '(several)' END AS name
        FROM article_provinces ap JOIN provinces p ON p.id = ap.province_id GROUP BY ap.article_id
    ) pl ON pl.article_id = w.article_id
    WHERE w.status = 'conferred' GROUP BY 1, 2, 3, 4"""


#: The plainest SQL that gives the rows of each table.
PLAIN = {
    "T1": _by_place(f"substr({_DAY}, 1, 4)"),
    "T2": _by_place("coalesce(CAST(w.last_year AS TEXT), '(not told)')"),
    "T3": """SELECT t.type, CASE WHEN length(d.day) >= 7 THEN substr(d.day, 1, 7) ELSE '(not told)' END,
    count(*), sum(CASE WHEN d.start_date IS NOT NULL THEN 1 ELSE 0 END), sum(d.n), min(d.day), max(d.day)
    FROM (
        SELECT o.id, o.start_date, substr(coalesce(o.start_date, min(a.published)), 1, 10) AS day,
        count(DISTINCT a.id) AS n FROM occasions o JOIN occasion_reports r ON r.occasion_id = o.id
        JOIN events e ON e.id = r.event_id JOIN articles a ON a.id = e.article_id
        WHERE NOT EXISTS (SELECT 1 FROM duplicates u WHERE u.article_id = a.id) GROUP BY o.id
        UNION ALL
        SELECT o.id, o.start_date, substr(o.start_date, 1, 10), NULL FROM occasions o WHERE NOT EXISTS (
            SELECT 1 FROM occasion_reports r JOIN events e ON e.id = r.event_id WHERE r.occasion_id = o.id
            AND e.article_id NOT IN (SELECT article_id FROM duplicates))
    ) d JOIN occasion_types t ON t.occasion_id = d.id GROUP BY 1, 2""",
    "T4": """SELECT m.name, coalesce(m.launcher, '(not told)'), coalesce(m.start_date, '(not told)'),
    coalesce(m.end_date, '(not told)'), count(*), sum(CASE WHEN m.start_date IS NOT NULL THEN 1 ELSE 0 END),
    coalesce(sum(p.n), 0), sum(d.n), min(substr(coalesce(m.start_date, d.day), 1, 10)),
    max(substr(coalesce(m.start_date, d.day), 1, 10)) FROM movements m LEFT JOIN (
        SELECT r.movement_id, min(a.published) AS day, count(DISTINCT a.id) AS n FROM movement_reports r
        JOIN campaigns c ON c.id = r.campaign_id JOIN articles a ON a.id = c.article_id
        WHERE a.id NOT IN (SELECT article_id FROM duplicates) GROUP BY r.movement_id
    ) d ON d.movement_id = m.id LEFT JOIN (
        SELECT movement_id, max(n) AS n FROM movement_reports r JOIN (
            SELECT campaign_id, count(*) AS n FROM phases GROUP BY campaign_id
        ) s ON s.campaign_id = r.campaign_id GROUP BY movement_id
    ) p ON p.movement_id = m.id GROUP BY 1, 2, 3, 4""",
    "T5": f"""SELECT r.role, count(DISTINCT f.id), count(DISTINCT f.person_id), count(DISTINCT t.occasion_id),
    count(DISTINCT f.article_id), min({_DAY}), max({_DAY}) FROM officials f
    JOIN official_roles r ON r.official_id = f.id
    JOIN articles a ON a.id = f.article_id LEFT JOIN occasion_reports t ON t.event_id = f.event_id
    LEFT JOIN occasions o ON o.id = t.occasion_id
    WHERE f.article_id NOT IN (SELECT article_id FROM duplicates) GROUP BY 1""",
    "T6": f"SELECT w.form, w.status, {_AWARDS} GROUP BY 1, 2",
    "T7": """SELECT portal, year, sum(listed), sum(fetched), sum(failed), sum(skipped), sum(article), sum(relevant),
    sum(dated), sum(titled), sum(copy), sum(n_events), sum(n_awards), min(first), max(first), '' FROM (
        SELECT f.portal, substr(coalesce(a.published, f.published), 1, 4) AS year, 1 AS listed,
        CASE WHEN f.outcome IN ('fetched', 'unchanged') THEN 1 ELSE 0 END AS fetched,
        CASE WHEN f.outcome IN ('gone', 'refused', 'failed') THEN 1 ELSE 0 END AS failed,
        CASE WHEN a.id IS NULL AND f.outcome IN ('fetched', 'unchanged') THEN 1 ELSE 0 END AS skipped, 0 AS article,
        0 AS relevant, 0 AS dated, 0 AS titled, 0 AS copy, 0 AS n_events, 0 AS n_awards, NULL AS first
        FROM crawl_fetches f LEFT JOIN articles a ON a.url = f.url WHERE f.role = 'article'
        UNION ALL
        SELECT a.portal, substr(a.published, 1, 4), 0, 0, 0, 0, n.one, CASE WHEN a.relevant THEN n.one ELSE 0 END,
        CASE WHEN a.published IS NULL THEN 0 ELSE n.one END, CASE WHEN a.title IS NULL THEN 0 ELSE n.one END,
        1 - n.one, n.one * coalesce(e.n, 0), n.one * coalesce(w.n, 0),
        CASE WHEN n.one = 1 THEN substr(a.published, 1, 10) END FROM articles a
        JOIN (SELECT a.id, CASE WHEN u.article_id IS NULL THEN 1 ELSE 0 END AS one FROM articles a
              LEFT JOIN duplicates u ON u.article_id = a.id) n ON n.id = a.id
        LEFT JOIN (SELECT article_id, count(*) AS n FROM events GROUP BY article_id) e ON e.article_id = a.id
        LEFT JOIN (SELECT article_id, count(*) AS n FROM awards GROUP BY article_id) w ON w.article_id = a.id
    ) pages GROUP BY 1, 2""",
}


def _best(run: Callable[[], Any]) -> tuple[float, Any]:
    times, found = [], None
    for _ in range(REPEATS):
        begun = time.perf_counter()
        found = run()
        times.append(time.perf_counter() - begun)
    return min(times), found


def _plain(engine: Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def compare(engine: Engine, name: str) -> tuple[float, float, float]:
    """Return the seconds of a standard table by plain SQL, by ``corpus.stats``, and by it with its notes on coverage.

    Raises:
        ValueError: the two answers differ.
    """
    table = TABLES[name]
    asked: dict[str, Any] = {"by": table.by} | ({"status": table.status} if table.what == "awards" else {})
    plain, expected = _best(lambda: _plain(engine, PLAIN[name]))
    ours, found = _best(lambda: QUESTIONS[table.what][1](engine, **asked))
    noted, _ = _best(lambda: answer(engine, name))
    if sorted(map(str, found.rows)) != sorted(map(str, expected)):
        raise ValueError(f"{name}: the answers differ: {sorted(found.rows)[:2]} and {sorted(expected)[:2]}")
    return plain, ours, noted


def _insert(connection: Connection, rows: Rows) -> None:
    """Insert rows of many articles, parents first."""
    for table in Base.metadata.sorted_tables:
        if rows.get(table.name):
            connection.execute(insert(table), rows[table.name])


def _bare(connection: Connection, rows: Rows) -> None:
    """Insert rows by the driver's own executemany."""
    for name in TABLES_IN_ORDER:
        if not rows.get(name):
            continue
        columns = list(rows[name][0])
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        names = ", ".join(f'"{column}"' for column in columns)
        values = [tuple(row[column] for column in columns) for row in rows[name]]
        statement = f"INSERT INTO {name} ({names}) VALUES ({', '.join(mark for _ in columns)})"
        connection.connection.cursor().executemany(statement, values)


def loading(engine: Engine, articles: int) -> dict[str, float]:
    """Return rows a second into an empty database: article by article, as `build` saves; in pieces; and bare."""
    ways: dict[str, float] = {}
    with engine.begin() as connection:
        save_vocabulary(connection)
    single = Synthetic(SEED)
    one_by_one = []
    for number in range(articles):
        single.article(number)
        one_by_one.append(single.take())
    whole = list(pieces(articles))
    for name, batches, save in (
        ("one transaction an article", one_by_one, save_rows),
        (f"{PIECE} articles a transaction, without search index", whole, _insert),
        ("bare executemany", whole, _bare),
    ):
        begun = time.perf_counter()
        for rows in batches:
            with engine.begin() as connection:
                save(connection, rows)
        ways[name] = sum(len(found) for rows in whole for found in rows.values()) / (time.perf_counter() - begun)
        with engine.begin() as connection:
            for table in ("crawl_fetches", "occasions", "movements", "articles", "bodies", "persons"):
                connection.execute(text(f"DELETE FROM {table}"))
    return ways


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--sqlite-only", action="store_true")
    parser.add_argument("--no-loading", action="store_true")
    options = parser.parse_args()
    worst = 0.0
    with ExitStack() as stack:
        addresses = [f"sqlite:///{stack.enter_context(tempfile.TemporaryDirectory())}/{{}}.db"]
        if not options.sqlite_only:
            try:
                server = stack.enter_context(running_server())
                addresses.append(server.address("{}"))
                for name in ("loading", "queries"):
                    server.run(f"CREATE DATABASE {name}")
            except NoServerError as error:
                print(error, file=sys.stderr)
        for address in addresses:
            worst = max(worst, report(address, options.articles, with_loading=not options.no_loading))
    print(f"worst: {worst:.2f} times the plain SQL")
    return int(worst > 3)


def report(address: str, articles: int, *, with_loading: bool) -> float:
    """Print the figures of one kind of database, and return how many times the plain SQL the slowest table took."""
    kind = address.split(":")[0]
    if with_loading:
        engine = open_database(address.format("loading"), write=True)
        for way, rate in loading(engine, min(articles, 4000)).items():
            print(f"{kind} loading, {way}: {rate:,.0f} rows/s", flush=True)
        engine.dispose()
    engine = open_database(address.format("queries"), write=True)
    print(f"{kind}: {fill(engine, articles):,} synthetic rows of {articles:,} articles", flush=True)
    worst = 0.0
    for name, table in TABLES.items():
        plain, ours, noted = compare(engine, name)
        worst = max(worst, ours / plain)
        times = f"{ours:.3f} s, plain {plain:.3f} s, {ours / plain:.2f} times; {noted:.3f} s with its notes"
        print(f"{kind} {name} {table.title}: {times}", flush=True)
    engine.dispose()
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
