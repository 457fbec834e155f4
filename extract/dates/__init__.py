"""Dates and spans of time (ngày, tháng, năm, giai đoạn)."""

from extract.dates.mentions import find_dates

__all__ = ["find_dates"]
