"""Organisations (cơ quan, đơn vị, tổ chức): those an article names, and what each does in it."""

from extract.units.mentions import find_units, mark_positions
from extract.units.records import read_units

__all__ = ["find_units", "mark_positions", "read_units"]
