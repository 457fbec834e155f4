"""What the corpus makes of its articles (suy ra từ toàn kho): one unit, person and occasion once.

Everything here follows from the rows of the articles and from what people said of pairs of events, whatever the order
in which they came; so it is made anew as a whole, in one transaction: a build that is killed leaves what was there
before.
"""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Engine

from corpus.corrections.pairs import read_pairs
from corpus.entities.saving import join_entities
from corpus.merging.counting import count_awards
from corpus.merging.movements import merge_movements
from corpus.merging.occasions import merge_occasions


def derive(engine: Engine) -> Counter[str]:
    """Make the derived tables anew from the article rows.

    Args:
        engine: A database opened for writing.

    Returns:
        The number of units, persons and doubtful pairs of them, of events, occasions, joins and pairs for review, of
        campaigns and movements, and of award rows by the reason why they are counted or not.
    """
    with engine.begin() as connection:
        stated = read_pairs(connection)
        entities = join_entities(connection)
        occasions = merge_occasions(connection, together=stated.together, apart=stated.apart)
        movements = merge_movements(connection)
        return entities + occasions + movements + count_awards(connection)


def derived_lines(numbers: Counter[str]) -> list[str]:
    """Return what was joined, and what is worth a look, for a reader; nothing where that is nothing.

    >>> derived_lines(Counter(events=5, occasions=3, joined=2, campaigns=1, movements=1, review=1))
    ['5 events are 3 occasions', '1 pairs of events to look at: thidua merge --review']
    """
    lines = []
    if numbers["occasions"] < numbers["events"]:
        lines.append(f"{numbers['events']} events are {numbers['occasions']} occasions")
    if numbers["movements"] < numbers["campaigns"]:
        lines.append(f"{numbers['campaigns']} campaigns are {numbers['movements']} movements")
    if numbers["review"]:
        lines.append(f"{numbers['review']} pairs of events to look at: thidua merge --review")
    return lines
