"""Events (sự kiện thi đua - khen thưởng): what was held, when, where and by whom."""

from extract.events.records import read_events

__all__ = ["read_events"]
