"""What differs between two databases of one corpus (so sánh hai kho), value by value, and why."""

from corpus.comparing.differences import Difference, differences

__all__ = ["Difference", "differences"]
