"""Where a scan of a unit's name stands, and what it sees before it (trạng thái khi đọc tên)."""

from __future__ import annotations

from extract.names import full_name_end
from extract.rules.trie import spaced
from extract.units.words import FREE, KINDS, PIECE, PLACE, PROVINCES


class NameState:
    """The text of a name as far as it is read, with looks at what follows."""

    __slots__ = ("body", "end", "glued", "head", "kind", "last", "low", "placed", "post", "proper", "shouted", "start")

    def __init__(self, body: str, low: str, start: int, end: int, *, kind: str, glued: bool) -> None:
        """Begin behind the head ``start:end`` of type ``kind``; ``glued``: a person's name may follow directly."""
        self.body, self.low, self.end = body, low, end
        self.start, self.head = start, low[start:end]
        self.kind, self.glued, self.post = kind, glued, kind == "post"
        self.last, self.placed = "head", False
        #: The line is written in capitals: only known words go on with the name.
        self.shouted = end - start > 1 and body[start : end + 24].isupper()
        #: Capitalised words in a row: two or more are a proper name, which no lower-case syllable completes.
        self.proper = 0

    def _piece(self, at: int) -> tuple[str, int, int] | None:
        """Return kind, begin and end of the next word or phrase."""
        piece = PIECE.match(self.low, at)
        if piece is None:
            return None
        group = str(piece.lastgroup)
        start = piece.start(group)
        return (KINDS[spaced(piece[group])] if group == "phrase" else group), start, piece.end()

    def _phrase(self, start: int, end: int) -> str:
        return spaced(self.low[start:end])

    def _take(self, end: int, last: str) -> bool:
        self.end, self.last = end, last
        self.proper = self.proper + 1 if last == "word" else 0
        return True

    def _capital_follows(self, end: int) -> bool:
        following = self.body[end : end + 4]
        return following[:1] == " " and (following[1:2].isupper() or following[1:] == "số ")

    def _place_at(self, start: int) -> bool:
        place = PLACE.match(self.low, start)
        if place is None:
            return False
        self.placed = True
        return self._take(place.end(), "place")

    def _person_follows(self, start: int) -> bool:
        end = full_name_end(self.body, self.low, start, anyone=True)
        if self.low[start:end] in PROVINCES:
            return False
        blanks = self.body.count(" ", start, end)
        if not self.glued:
            return blanks >= 2 and self.low.endswith("việt nam", 0, self.end)
        return blanks >= (2 if self.kind in FREE else 1)
