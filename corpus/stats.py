"""The questions a corpus answers (thống kê): one function a question, one query an answer.

What counts where:

* What several articles report counts once: see :mod:`corpus.merging`. An award belongs to the occasion told last before
  it. Its province is the occasion's, else the one province of its article, else ``(several)`` or ``(none)``: nothing is
  counted in two provinces. ``province_today`` is the province its land belongs to today.
* ``year`` and ``month`` are those of the occasion, else of the publication; ``award_year`` is the last year of the
  period the award is for, ``period`` that period as written.
* Only conferred awards count, unless ``status`` is grouped or filtered by, or ``status="all"`` is asked for.
* ``n_unknown`` counts entries that leave a number of recipients open, ``n_approximate`` those told as "hơn 200" or
  "gần 200": where either is not zero, sums are not exact; ``bounds=True`` adds the least and the greatest number. A sum
  is ``None`` when no entry tells a number.
* A note says what is covered: where that is nothing, a zero means that nothing was read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Engine, func, select

from corpus.award_question import award_question, bound_measures, recipient_measures
from corpus.coverage import COVERAGE, coverage
from corpus.crawl_tables import Duplicate
from corpus.database import UsageError, reading
from corpus.derived_tables import KINDS
from corpus.event_questions import campaign_question, event_question, official_question
from corpus.questions import Answer, Join, Question, ask, read_filter, read_groups
from corpus.runs import Run
from corpus.tables import ArticleRow
from corpus.words import PLACE, article_words, day_of, number_of, place_words, time_words

CONFERRED_ONLY = "only conferred awards; ask for the others with --status all or --by status"
STALE = "the last build was interrupted: what several articles tell may count twice; run `thidua merge`"

AWARDS, EVENTS, CAMPAIGNS = award_question(), event_question(), campaign_question()
OFFICIALS = official_question()


def awards(
    engine: Engine,
    *,
    by: Sequence[str] = (),
    where: Sequence[str] = (),
    status: str | None = None,
    bounds: bool = False,
) -> Answer:
    """Return award counts (số tập thể, cá nhân được khen thưởng).

    Args:
        engine: An open database.
        by: Words to group by, see ``AWARDS.words``. By ``recipient`` there is one number a row, with its bounds.
        where: Conditions such as ``year>=2020``.
        status: One status, or ``all``; the conferred only when neither this nor a condition asks for others.
        bounds: Add the least and the greatest number that the words allow to each sum.
    """
    conditions, notes = award_conditions(by, where, status)
    measures = {**AWARDS.measures}
    if "recipient" in read_groups(by, AWARDS.words):
        measures = recipient_measures()
    elif bounds:
        kept = {name: measures.pop(name) for name in KINDS}
        measures = {**kept, **bound_measures(), **measures}
    return ask(engine, AWARDS, by=by, where=conditions, notes=notes, measures=measures)


def award_conditions(by: Sequence[str], where: Sequence[str], status: str | None) -> tuple[list[str], list[str]]:
    """Return the conditions of a question about awards, the one on status made plain, and the note that says so."""
    words = AWARDS.words
    asked = {read_filter(text, words).word for text in where} | set(read_groups(by, words))
    if status is None and "status" not in asked:
        return [*where, "status=conferred"], [CONFERRED_ONLY]
    return [*where, *([f"status={status}"] if status not in (None, "all") else [])], []


def events(engine: Engine, *, by: Sequence[str] = (), where: Sequence[str] = ()) -> Answer:
    """Return the number of events (số sự kiện), dated and in all; what several articles report is one."""
    return ask(engine, EVENTS, by=by, where=where)


def campaigns(engine: Engine, *, by: Sequence[str] = (), where: Sequence[str] = ()) -> Answer:
    """Return the number of campaigns and phases (số phong trào, đợt thi đua); what several articles report is one."""
    return ask(engine, CAMPAIGNS, by=by, where=where)


def officials(engine: Engine, *, by: Sequence[str] = (), where: Sequence[str] = ()) -> Answer:
    """Return the number of mentions of officials in office and of persons (số lượt cán bộ)."""
    return ask(engine, OFFICIALS, by=by, where=where)


QUESTIONS: Mapping[str, tuple[Question, Callable[..., Answer]]] = {
    "awards": (AWARDS, awards),
    "events": (EVENTS, events),
    "campaigns": (CAMPAIGNS, campaigns),
    "officials": (OFFICIALS, officials),
    "coverage": (COVERAGE, coverage),
}


@dataclass(frozen=True, slots=True)
class StandardTable:
    """A table that is asked for often: what it counts and how."""

    what: str
    by: tuple[str, ...]
    status: str | None = None
    title: str = ""


#: The standard tables of award statistics.
TABLES: Mapping[str, StandardTable] = {
    "T1": StandardTable("awards", ("province", "year", "form", "grantor_level"), title="awards by year of the event"),
    "T2": StandardTable("awards", ("province", "award_year", "form", "grantor_level"), title="awards by award year"),
    "T3": StandardTable("events", ("type", "month"), title="events by type and month"),
    "T4": StandardTable("campaigns", ("name", "launcher", "start", "end"), title="campaigns with their phases"),
    "T5": StandardTable("officials", ("role",), title="officials by role"),
    "T6": StandardTable("awards", ("form", "status"), "all", "proposed and conferred awards"),
    "T7": StandardTable("coverage", ("portal", "year"), title="coverage by portal and year"),
}


def answer(
    engine: Engine,
    what: str,
    *,
    by: Sequence[str] = (),
    where: Sequence[str] = (),
    status: str | None = None,
    bounds: bool = False,
) -> Answer:
    """Return the answer to the question, or the standard table, of that name, and what it rests on.

    Only awards have a status and bounds; coverage is by portal and month.

    Raises:
        UsageError: a word, a condition or a value is not known, or a status is asked of anything but awards.
    """
    table = TABLES.get(what, StandardTable(what, ("portal", "month") if what == "coverage" else ()))
    by = by or table.by
    if table.what == "awards":
        found = awards(engine, by=by, where=where, status=status or table.status, bounds=bounds)
    elif status is not None or bounds:
        raise UsageError(f"{table.what} have no {'status' if status else 'bounds'}; only awards have")
    else:
        found = QUESTIONS[table.what][1](engine, by=by, where=where)
    notes = () if table.what == "coverage" else basis(engine, table.what, where)
    return replace(found, notes=(*found.notes, *notes))


def _articles_covered() -> Question:
    """Return what may be asked of the articles alone, which is quick where coverage weighs every address."""
    day = day_of(ArticleRow.published)
    return Question(
        base=ArticleRow,
        counted=ArticleRow.id.not_in(select(Duplicate.article_id)),
        words={**place_words(PLACE, joins=("place",)), **time_words(day), **article_words()},
        measures={
            "n_articles": func.count(),
            "n_relevant": number_of(ArticleRow.relevant.is_(True)),
            "first": func.min(day),
            "last": func.max(day),
        },
        joins={"place": Join(PLACE, PLACE.c.article_id == ArticleRow.id)},
    )


_COVERED = _articles_covered()


def basis(engine: Engine, what: str, where: Sequence[str]) -> tuple[str, ...]:
    """Return what an answer rests on: the articles covered under those of its conditions that are about articles."""
    known = [text for text in where if read_filter(text, QUESTIONS[what][0].words).word in _COVERED.words]
    (row,) = ask(engine, _COVERED, where=known).records()
    of = f" of {', '.join(known)}" if known else ""
    if not row["n_articles"]:
        return (f"covered{of}: nothing; a zero here means that nothing was read", *_stale(engine))
    span = f", published {row['first']} to {row['last']}" if row["first"] else ""
    articles = f"{row['n_articles']} articles, {row['n_relevant']} of them relevant"
    return (f"covered{of}: {articles}{span}", *_stale(engine))


def _stale(engine: Engine) -> tuple[str, ...]:
    with reading(engine) as connection:
        last: Any = connection.execute(select(Run.finished).order_by(Run.id.desc()).limit(1)).first()
    return (STALE,) if last and last.finished is None else ()
