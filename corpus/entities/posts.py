"""What a post says (chức vụ): its title, how high it ranks, and the unit, office or words that make it one post."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.entities.names import tidy, unit_behind
from corpus.entities.resolving import ArticleUnits, Resolved, UnitKey
from extract.officials.positions import TITLE, is_weak
from extract.units.forms import form_words
from schemas.folding import fold, fold_key
from schemas.vocabulary import Position, positions

_NATIONAL = frozenset({"central", "government", "state_president"})
#: Lowest rank of an office there is one of in the country.
_HIGHEST = 2
#: Titles of members, who are many.
_MEMBER = ("ủy viên", "thành viên", "đại biểu", "uv", "hội viên", "đảng viên")
#: Titles there are many holders of in one unit.
_MANY = frozenset({"giáo viên", "cán bộ", "nhân viên", "chiến sĩ", "bác sĩ", "công nhân", "học sinh", "sinh viên"})
#: Words behind a title that tell a post without a unit.
_TELLING = 2

Anchor = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Post:
    """A post of an official.

    Attributes:
        written: The post as written.
        title: Its title, folded.
        anchor: What makes it one post: the key of its unit, of an office of the country, or of its words in a
            province, with which of these it is first; ``None`` where nothing does ("Giám đốc").
        rank: Twice the rank of the title, one more for a deputy; ``None`` where not known.
        former: It is told as a post of before.
        leads: Few hold such a title in one unit.
        unit: The unit it is held in, where that is told.
    """

    written: str
    title: str
    anchor: Anchor | None
    rank: int | None
    former: bool
    leads: bool
    unit: Resolved | None = None

    @property
    def unit_key(self) -> UnitKey | None:
        """The key of the unit it is held in."""
        return self.unit.key if self.unit else None


@lru_cache(maxsize=1 << 16)
def _split(position: str) -> tuple[str, str, bool, str | None]:
    """Return the title of a post, what stands behind it, whether it is one of before, and the unit it names."""
    written = tidy(position)
    low = fold(written)
    match = TITLE.match(low)
    if match is None:
        return low, "", False, None
    title = f"{match['title']}{match['more']}"
    unit = unit_behind(written[match.start("title") :])
    return title, low[match.end() :].strip(" ,-"), match["former"] is not None, unit


def read_post(position: str, resolver: ArticleUnits, line: str | None) -> Post:
    """Return what a post says.

    Args:
        position: The post as written.
        resolver: The units of its article.
        line: The one province of its article, where there is one.
    """
    title, rest, former, written_unit = _split(position)
    entry = _entry(title)
    unit = resolver.resolve_unit(written_unit) if written_unit else None
    leads = entry is not None and not entry.membership and title not in _MANY and not is_weak(title)
    anchor = _anchor(title, rest, entry, unit, line)
    return Post(tidy(position), title, anchor, _rank(title, entry), former, leads, unit)


def _anchor(title: str, rest: str, entry: Position | None, unit: Resolved | None, line: str | None) -> Anchor | None:
    """Return what makes a post one post: its office in the country, its unit, or its words in a province."""
    if title.startswith(_MEMBER) or (entry is not None and entry.membership):
        return None
    if entry is not None and entry.unit_level in _NATIONAL and (entry.rank or 9) <= _HIGHEST:
        return ("national", entry.id)
    if unit is not None:
        return None if unit.key.in_article_only else ("unit", unit.key.scope, *unit.key.words)
    words = form_words(rest) if rest else ()
    if len(words) < _TELLING or line is None:
        return None
    return ("words", line, *form_words(title), *words)


def _entry(title: str) -> Position | None:
    """Return what is known of a title, or of the longest title it begins with: "Bí thư thứ nhất"."""
    words = title.split()
    known = (_entries().get(" ".join(words[:count])) for count in range(len(words), 0, -1))
    return next((entry for entry in known if entry), None)


def _rank(title: str, entry: Position | None) -> int | None:
    if entry is None or entry.rank is None:
        return None
    return 2 * entry.rank + ("phó" in title.split())


@cache
def _entries() -> dict[str, Position]:
    return {fold_key(surface): entry for entry in positions() for surface in entry.surfaces()}
