"""What was joined, what nearly was, and whose numbers are used (xem lại việc gộp)."""

from __future__ import annotations

from sqlalchemy import Engine, func, or_, select
from sqlalchemy.orm import aliased

from corpus.database import UsageError, reading
from corpus.derived_tables import AwardCount, MergeRow, OccasionReport, OccasionRow
from corpus.questions import Answer, answer_of
from corpus.tables import ArticleRow, AwardRow, EventRow


def several_reports(engine: Engine) -> Answer:
    """Return the occasions that several articles report, the most reported first."""
    statement = (
        select(
            OccasionRow.id,
            OccasionRow.start_date.label("start"),
            OccasionRow.province_id.label("province"),
            OccasionRow.n_reports,
            OccasionRow.title,
        )
        .where(OccasionRow.n_reports > 1)
        .order_by(OccasionRow.n_reports.desc(), OccasionRow.id)
    )
    return answer_of(engine, statement)


def merges(engine: Engine, decision: str) -> Answer:
    """Return the pairs of events joined, or left for review, with the points for and against, the surest first."""
    one, other = aliased(ArticleRow), aliased(ArticleRow)
    mine, theirs = aliased(EventRow), aliased(EventRow)
    statement = (
        select(
            MergeRow.event_id,
            MergeRow.other_id,
            MergeRow.score,
            MergeRow.basis,
            one.title.label("title"),
            other.title.label("other_title"),
        )
        .join(mine, mine.id == MergeRow.event_id)
        .join(theirs, theirs.id == MergeRow.other_id)
        .join(one, one.id == mine.article_id)
        .join(other, other.id == theirs.article_id)
        .where(MergeRow.decision == decision)
        .order_by(MergeRow.score.desc(), MergeRow.event_id, MergeRow.other_id)
    )
    return answer_of(engine, statement)


def counts_of(engine: Engine, occasion: str) -> Answer:
    """Return every award row told of an occasion, side by side: which is counted, which repeats it, and why.

    Args:
        engine: An open database.
        occasion: The id of an occasion, or of one of its events, or the begin of either.

    Raises:
        UsageError: no occasion or several are called so.
    """
    with reading(engine) as connection:
        events = select(OccasionReport.occasion_id).where(
            or_(OccasionReport.occasion_id.startswith(occasion), OccasionReport.event_id.startswith(occasion))
        )
        found = sorted(set(connection.scalars(events)))
    if len(found) != 1:
        raise UsageError(f"{len(found)} occasions are called {occasion!r}; see `thidua merge --occasions`")
    statement = (
        select(
            ArticleRow.page_id.label("article"),
            AwardRow.form,
            AwardRow.status,
            AwardRow.collectives,
            AwardRow.individuals,
            AwardRow.households,
            AwardRow.joint,
            AwardRow.quantity,
            func.coalesce(AwardCount.reason, "copy of an article").label("reason"),
            AwardRow.id.label("award"),
            AwardCount.repeats_id.label("repeats"),
        )
        .join(ArticleRow, ArticleRow.id == AwardRow.article_id)
        .join(AwardCount, AwardCount.award_id == AwardRow.id)
        .where(AwardCount.occasion_id == found[0])
        .order_by(AwardRow.form, AwardRow.status, AwardCount.counted.desc(), AwardRow.id)
    )
    return answer_of(engine, statement)
