"""Provinces of an article (tỉnh, thành phố trực thuộc Trung ương): those it names, and those it is about."""

from extract.provinces.choice import decide_provinces
from extract.provinces.mentions import find_provinces

__all__ = ["decide_provinces", "find_provinces"]
