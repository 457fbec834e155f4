"""Officials (cán bộ, lãnh đạo): persons named with a post or acting in office."""

from __future__ import annotations

from extract.people import find_people

__all__ = ["find_people"]
