"""What the corpus makes of its articles (suy ra từ toàn kho): occasions, movements and the award rows that count.

Everything here follows from the rows of the articles alone, whatever the order in which they came; so it is made anew
as a whole, in one transaction: a build that is killed leaves what was there before.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Engine

from corpus.merging.counting import count_awards
from corpus.merging.movements import merge_movements
from corpus.merging.occasions import merge_occasions


def derive(engine: Engine) -> Counter[str]:
    """Make the derived tables anew from the article rows.

    Args:
        engine: A database opened for writing.

    Returns:
        The number of events, occasions, joins and pairs for review, of campaigns and movements, and of award rows by
        the reason why they are counted or not.
    """
    with engine.begin() as connection:
        occasions = merge_occasions(connection)
        movements = merge_movements(connection)
        return occasions + movements + count_awards(connection)


def derived_lines(numbers: Counter[str]) -> list[str]:
    """Return what was derived for a reader, nothing where there was nothing to derive from.

    >>> derived_lines(Counter(events=5, occasions=3, campaigns=1, movements=1))
    ['5 events are 3 occasions (0 pairs to review: `thidua merge --review`), 1 campaigns are 1 movements']
    """
    if not (numbers["events"] or numbers["campaigns"]):
        return []
    review = f"{numbers['review']} pairs to review: `thidua merge --review`"
    occasions = f"{numbers['events']} events are {numbers['occasions']} occasions ({review})"
    return [f"{occasions}, {numbers['campaigns']} campaigns are {numbers['movements']} movements"]
