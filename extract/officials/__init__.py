"""Officials (người giữ chức vụ): persons with their posts, and what each does at an event."""

from extract.officials.people import find_people
from extract.officials.records import read_officials

__all__ = ["find_people", "read_officials"]
