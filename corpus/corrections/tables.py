"""The tables of corrections (bảng đính chính): every statement with what became of it, every value corrected."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column

from corpus.columns import Base, Id, Ordinal, one_of, parent
from corpus.corrections.applying import State
from corpus.corrections.statements import Action, Kind


class CorrectionState(Base):
    """A statement of the ledger as the last build found it, and what became of it.

    ``statement`` is the line of the ledger, ``source`` its file and line. ``article_id`` refers to no row: the article
    may not be there.
    """

    __tablename__ = "correction_states"
    statement_id: Mapped[Id]
    stated: Mapped[str]
    who: Mapped[str]
    why: Mapped[str]
    action: Mapped[str]
    kind: Mapped[str]
    article_id: Mapped[str] = mapped_column(index=True)
    statement: Mapped[str]
    source: Mapped[str]
    state: Mapped[str]
    note: Mapped[str | None]
    __table_args__ = (one_of("action", Action), one_of("kind", Kind), one_of("state", State))


class ArticleCorrection(Base):
    """A statement as it was applied to an article when that was saved.

    ``value_id`` is the id of the row of the value, null of one that is deleted or was not found, or of the article
    itself; ``read_value`` what the pipeline read, as JSON, null where it read nothing. The row goes with its article.
    """

    __tablename__ = "article_corrections"
    article_id: Mapped[str] = parent("articles", key=True)
    ordinal: Mapped[Ordinal]
    statement_id: Mapped[str] = mapped_column(index=True)
    stated: Mapped[str]
    who: Mapped[str]
    why: Mapped[str]
    action: Mapped[str]
    kind: Mapped[str]
    value_id: Mapped[str | None] = mapped_column(index=True)
    field: Mapped[str | None]
    value: Mapped[str | None]
    read_value: Mapped[str | None]
    state: Mapped[str]
    note: Mapped[str | None]
    __table_args__ = (one_of("action", Action), one_of("kind", Kind), one_of("state", State))
