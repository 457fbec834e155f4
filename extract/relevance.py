"""Whether an article may tell of thi đua - khen thưởng, decided before anything dear runs (bài có liên quan không)."""

from __future__ import annotations

from extract.rules import load_rules
from extract.rules.sought import Sought
from extract.text import Text

_RULES = load_rules("relevance")
_STEMS = _RULES["stem"].cues
_TOLD = Sought("|".join(rule.pattern for rule in _RULES.values() if rule.pattern))


def may_be_relevant(text: Text) -> bool:
    """Return whether the body speaks of award forms, titles of honour, honouring or organised emulation at all.

    ``False`` is final: nothing is read from such an article. ``True`` only opens the way; whether a record is relevant
    is decided by what is read. Costs some hundredths of a millisecond where no such word stands in the body.

    >>> may_be_relevant(Text("Sở tặng Giấy khen cho 03 tập thể."))
    True
    >>> may_be_relevant(Text("Các hãng thi đua giảm giá; đội nhà giành huy chương vàng."))
    False
    """
    low = text.body.lower()
    return any(stem in low for stem in _STEMS) and _TOLD.search(low) is not None
