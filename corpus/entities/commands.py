"""What ``thidua entities`` does (lệnh xem đơn vị, cá nhân)."""

from __future__ import annotations

from corpus.database import database
from corpus.entities.report import Kind, list_persons, list_reviews, list_units
from corpus.render import FORMATS, Format
from corpus.words import read_province


def list_entities(address: str, kind: Kind, *, review: bool, name: str, province: str | None, layout: Format) -> str:
    """Return the units or the persons, or the uncertain pairs of them, as text.

    Raises:
        UsageError: no province is called so.
    """
    place = read_province(province) if province else None
    with database(address) as engine:
        if review:
            answer = list_reviews(engine, kind)
        else:
            answer = (list_units if kind == "unit" else list_persons)(engine, name=name, province=place)
    return FORMATS[layout](answer)
