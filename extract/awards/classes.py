"""Classes of an order told in a row: "Huân chương Lao động hạng Nhì, hạng Ba" are two awards."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.awards.chunks import Given
from extract.awards.forms import Form

_LIST = re.compile(
    r" *,? *\(?hạng (?:nhất|nhì|ba|i{1,3})(?:(?:,| và|, và) (?:hạng )?(?:nhất|nhì|ba|i{1,3})(?!\w))+\)?$"
)
_ONE = re.compile(r"(?:hạng )?(?:nhất|nhì|ba|i{1,3})(?!\w)")


def each_class(low: str, form: Form) -> list[Given]:
    """Return one award for each class of a form that tells several, nothing for any other form.

    The first keeps the form up to its class; the others are the form without a class, which the name is made of.

    Args:
        low: Folded text.
        form: The form with all its classes.
    """
    if low.find(" hạng ", form.start, form.end) < 0:
        return []
    told = _LIST.search(low, form.start, form.end)
    if told is None:
        return []
    first, *others = list(_ONE.finditer(low, told.start(), told.end()))
    general = replace(form, end=told.start())
    return [
        Given(form.start, first.end(), replace(form, end=first.end())),
        *(Given(one.start(), one.end(), general) for one in others),
    ]


def with_class(name: str, part: str) -> str:
    """Return a form's name with the class that another place tells.

    >>> with_class("Huân chương Lao động", "Nhì"), with_class("Huân chương Lao động", "hạng Ba")
    ('Huân chương Lao động hạng Nhì', 'Huân chương Lao động hạng Ba')
    """
    if part.lower().startswith("cấp"):
        return f"{name.removesuffix(' các cấp')} {part}"
    return f"{name} {part}" if part.lower().startswith("hạng") else f"{name} hạng {part}"
