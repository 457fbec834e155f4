"""The tables of crawls and of repeated articles (nhật ký thu thập, bài trùng).

The crawl log says what became of every address of a portal. A body is kept apart from its article, under the hash of
its words: articles of one body are exact copies, and what bodies share is found by their signatures.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from corpus.columns import Base, Id, not_negative, one_of, parent
from schemas.crawls import AddressRole, FetchOutcome

#: How an article repeats another: in the same words, or in most of them.
CopyKind = Literal["exact", "near"]


class CrawlFetch(Base):
    """One address of a portal and how the last try at it ended; see :class:`schemas.crawls.Fetch`, and its host."""

    __tablename__ = "crawl_fetches"
    portal: Mapped[Id]
    url: Mapped[Id]
    host: Mapped[str | None]
    role: Mapped[str]
    listed: Mapped[str]
    published: Mapped[str | None]
    fetched: Mapped[str | None]
    status: Mapped[int | None]
    outcome: Mapped[str]
    reason: Mapped[str | None]
    warc: Mapped[str | None]
    offset: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = (one_of("role", AddressRole), one_of("outcome", FetchOutcome))


class BodyRow(Base):
    """The body of an article without case, tone placement and punctuation (thân bài): ``id`` is the hash of its words.

    ``signature`` is the MinHash of its shingles, null where it is too short to tell; ``compared`` says that
    :class:`SimilarBodies` holds all that is like it.
    """

    __tablename__ = "bodies"
    id: Mapped[Id]
    n_words: Mapped[int]
    signature: Mapped[bytes | None] = mapped_column(LargeBinary)
    compared: Mapped[bool]
    __table_args__ = not_negative("n_words")


class BodyBand(Base):
    """One band of a signature: two bodies that share a band may be alike."""

    __tablename__ = "body_bands"
    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    body_id: Mapped[str] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"), primary_key=True, index=True)
    __table_args__ = ({"sqlite_with_rowid": False},)


class SimilarBodies(Base):
    """Two bodies of which one tells what the other does in the same words; ``one`` sorts before ``other``."""

    __tablename__ = "similar_bodies"
    one: Mapped[str] = parent("bodies", key=True)
    other: Mapped[str] = mapped_column(ForeignKey("bodies.id", ondelete="CASCADE"), primary_key=True, index=True)
    similarity: Mapped[float]
    __table_args__ = (
        CheckConstraint("one < other", name="in_order"),
        CheckConstraint("similarity BETWEEN 0 AND 1", name="similarity_is_share"),
    )


class Duplicate(Base):
    """An article that repeats another (bài trùng): it is kept and shown, and counted nowhere.

    ``similarity`` is the share of shingles of the shorter body that stand in the longer one, 1 for the same words.
    """

    __tablename__ = "duplicates"
    article_id: Mapped[str] = parent("articles", key=True)
    original_id: Mapped[str] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    similarity: Mapped[float]
    __table_args__ = (
        one_of("kind", CopyKind),
        CheckConstraint("article_id <> original_id", name="not_itself"),
        CheckConstraint("similarity BETWEEN 0 AND 1", name="similarity_is_share"),
    )
