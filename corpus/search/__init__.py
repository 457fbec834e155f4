"""Full-text search over bodies, units and persons, with and without diacritics (tìm kiếm toàn văn)."""
