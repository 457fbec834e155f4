"""The bounds of what is taken in (giới hạn)."""

from __future__ import annotations

#: Bytes a page may have; what is larger is refused by name.
MAX_PAGE_BYTES = 20_000_000
