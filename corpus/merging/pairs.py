"""The scored pairs of reports (cặp đã chấm điểm); of the texts they are scored by, only the last ones are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from itertools import combinations, groupby

from sqlalchemy import Connection, select

from corpus.merging.candidates import candidate_pairs
from corpus.merging.likeness import Profile
from corpus.merging.scoring import MOST_OF_TEXT, REVIEW, conditions, score, told_again
from corpus.merging.told import Told
from corpus.tables import ArticleRow

_KEPT_PROFILES = 2000


class Profiles:
    """The profiles of articles, made when they are asked for; the last ones asked for are kept."""

    def __init__(self, connection: Connection) -> None:
        """Read articles through a connection."""
        self._connection = connection
        self._kept: OrderedDict[str, Profile] = OrderedDict()

    def of(self, article: str) -> Profile:
        """Return the profile of an article's text."""
        profile = self._kept.pop(article, None) or self._read(article)
        self._kept[article] = profile
        if len(self._kept) > _KEPT_PROFILES:
            self._kept.popitem(last=False)
        return profile

    def _read(self, article: str) -> Profile:
        text = self._connection.scalar(select(ArticleRow.text).where(ArticleRow.id == article))
        return Profile.of(text or "")


def _by_article(told: Sequence[Told]) -> Iterator[list[Told]]:
    for _, events in groupby(told, key=lambda report: report.article):
        yield list(events)


class Pairs:
    """The pairs of the reports told.

    Args:
        connection: An open database.
        told: What each report tells.
    """

    def __init__(self, connection: Connection, told: Sequence[Told]) -> None:
        """Score nothing yet."""
        self._told = told
        self._by_event = {report.event: report for report in told}
        self._profiles = Profiles(connection)

    def points(self, one: str, other: str) -> dict[str, float]:
        """Return what speaks for and against two events being one occasion."""
        mine, theirs = self._by_event[one], self._by_event[other]
        if mine.article == theirs.article:
            return told_again(mine, theirs)
        return score(mine, theirs, (self._profiles.of(mine.article), self._profiles.of(theirs.article)))

    def scored(self) -> Iterator[tuple[tuple[str, str], dict[str, float]]]:
        """Yield the pairs of events that may be one occasion, or nearly, with what speaks for and against it."""
        for article in _by_article(self._told):
            for one, other in combinations(article, 2):
                if sum((points := told_again(one, other)).values()) >= REVIEW:
                    yield (one.event, other.event), points
        for here, there in candidate_pairs(self._told):
            one, other = self._told[here], self._told[there]
            if sum(conditions(one, other).values()) + MOST_OF_TEXT < REVIEW:
                continue
            points = self.points(one.event, other.event)
            if sum(points.values()) >= REVIEW:
                yield (one.event, other.event), points
