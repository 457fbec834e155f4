"""The kinds of columns and constraints the tables are made of."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, get_args

from sqlalchemy import CheckConstraint, ForeignKey, MetaData
from sqlalchemy.orm import DeclarativeBase, mapped_column

from corpus.dialects import Text

Id = Annotated[str, mapped_column(primary_key=True)]
Ordinal = Annotated[int, mapped_column(primary_key=True, autoincrement=False)]


def parent(target: str, *, key: bool = False) -> Any:
    """Return a column that refers to a row and goes with it."""
    return mapped_column(ForeignKey(f"{target}.id", ondelete="CASCADE"), primary_key=key, index=not key)


def link(target: str) -> Any:
    """Return a column that may refer to a row."""
    return mapped_column(ForeignKey(f"{target}.id"), index=True)


def one_of(column: str, values: Any) -> CheckConstraint:
    """Return the constraint that a column holds one of the values of a ``Literal``."""
    listed = ", ".join(f"'{value}'" for value in get_args(values))
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


def not_negative(*columns: str) -> tuple[CheckConstraint, ...]:
    """Return the constraints that counts are zero or more, or not told."""
    return tuple(CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative") for column in columns)


def dates() -> tuple[CheckConstraint, ...]:
    """Return the constraints on a period: ISO prefixes, the end not before the start."""
    return (
        CheckConstraint("length(start_date) IN (4, 7, 10)", name="start_date_is_prefix"),
        CheckConstraint("length(end_date) IN (4, 7, 10)", name="end_date_is_prefix"),
        CheckConstraint("end_date >= substr(start_date, 1, length(end_date))", name="end_after_start"),
    )


def offsets(start: str, end: str) -> tuple[CheckConstraint, ...]:
    """Return the constraints on a stretch of characters."""
    return (
        CheckConstraint(f"{start} >= 0", name=f"{start}_not_negative"),
        CheckConstraint(f"{end} >= {start}", name=f"{end}_after_{start}"),
    )


def exactly_one(name: str, columns: tuple[str, ...]) -> CheckConstraint:
    """Return the constraint that exactly one of the columns is filled."""
    filled = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return CheckConstraint(f"{filled} = 1", name=f"one_{name}")


class Base(DeclarativeBase):
    """Base of all tables; constraints have names, so that a violation says what it breaks."""

    type_annotation_map: ClassVar = {str: Text}
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
