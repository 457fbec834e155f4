"""The tables that keep the books (sổ ghi): the schema's version, the runs and the pages they skipped."""

from __future__ import annotations

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from corpus.columns import Base, Id, Ordinal, not_negative, one_of, parent
from schemas.pages import Skipped

#: Raised with every change of the tables; a database of another version is refused.
SCHEMA_VERSION = 9


class SchemaVersion(Base):
    """The version of these tables, one row."""

    __tablename__ = "schema_version"
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Writer(Base):
    """Who writes to the database now: one row, or none; see :mod:`corpus.locks`."""

    __tablename__ = "writers"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    command: Mapped[str]
    host: Mapped[str]
    pid: Mapped[int]
    since: Mapped[str]
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)


class Run(Base):
    """One build (lần chạy): what it read and what became of it; ``finished`` is null when it was interrupted."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    started: Mapped[str]
    finished: Mapped[str | None]
    pipeline_version: Mapped[str]
    options: Mapped[str]
    n_read: Mapped[int] = mapped_column(default=0)
    n_new: Mapped[int] = mapped_column(default=0)
    n_changed: Mapped[int] = mapped_column(default=0)
    n_unchanged: Mapped[int] = mapped_column(default=0)
    n_skipped: Mapped[int] = mapped_column(default=0)
    __table_args__ = (
        *not_negative("n_read", "n_new", "n_changed", "n_unchanged", "n_skipped"),
        CheckConstraint("n_read = n_new + n_changed + n_unchanged + n_skipped", name="nothing_lost"),
    )


class SkippedPage(Base):
    """A page that did not become an article (trang bị bỏ qua), with the stage that gave up and why."""

    __tablename__ = "skipped_pages"
    id: Mapped[Id]
    source: Mapped[str]
    stage: Mapped[str]
    reason: Mapped[str]
    url: Mapped[str | None] = mapped_column(index=True)
    __table_args__ = (one_of("stage", Skipped.model_fields["stage"].annotation),)


class RunSkip(Base):
    """Which run skipped which page; one source may be skipped twice in a run, for pages of the same name."""

    __tablename__ = "run_skips"
    run_id: Mapped[int] = parent("runs", key=True)
    ordinal: Mapped[Ordinal]
    skipped_id: Mapped[str] = parent("skipped_pages")
