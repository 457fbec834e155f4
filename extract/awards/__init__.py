"""Awards (khen thưởng): form, grantor, status and how many of whom."""

from extract.awards.records import read_awards

__all__ = ["read_awards"]
