"""How common words are (tần suất từ): a fixed yardstick, so that likeness never depends on the corpus asked about.

``frequencies.tsv.gz`` holds the number of articles a folded syllable or a pair of neighbouring syllables stands in, of
2,400 Vietnamese newspaper articles, half of them on awards or emulation. ``python -m corpus.merging.frequencies``
counts them anew.
"""

from __future__ import annotations

import gzip
import math
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

from schemas.folding import compose, fold

_FILE = "frequencies.tsv.gz"
#: Terms in fewer articles than this are left out of the file and counted as standing in half as many.
_LEAST = 8
_WORD = re.compile(r"\w+")


def terms(folded: str) -> Iterator[str]:
    """Yield the syllables of a folded text and every pair of neighbours.

    >>> list(terms("sở công thương"))
    ['sở', 'công', 'thương', 'sở công', 'công thương']
    """
    words = _WORD.findall(folded)
    yield from words
    yield from (f"{left} {right}" for left, right in pairwise(words))


@cache
def _table() -> tuple[int, dict[str, int]]:
    """Return the number of articles counted, and in how many of them each term stands."""
    lines = gzip.decompress((files(__package__) / _FILE).read_bytes()).decode().splitlines()
    counted = (line.rsplit("\t", 1) for line in lines[1:])
    return int(lines[0]), {term: int(number) for term, number in counted}


def rarity(term: str) -> float:
    """Return the inverse document frequency of a term, in nats: near 0 for a word that stands everywhere.

    >>> rarity("và") < rarity("thi đua") < rarity("chuyên án") < rarity("không ai viết")
    True
    """
    articles, counts = _table()
    return math.log(articles / counts.get(term, _LEAST // 2))


def count(texts: Iterable[str]) -> str:
    """Return the content of the file for some texts: the number of texts, then ``term<tab>number`` sorted by term."""
    counts: Counter[str] = Counter()
    articles = 0
    for text in texts:
        articles += 1
        counts.update(set(terms(fold(compose(text)))))
    kept = sorted((term, number) for term, number in counts.items() if number >= _LEAST)
    return "\n".join([str(articles), *(f"{term}\t{number}" for term, number in kept)]) + "\n"


def main(sources: list[str]) -> None:
    """Write the counts of the articles of some sources, compressed, to standard output."""
    from schemas.pages import RawPage
    from scraper.clean import clean_page
    from scraper.readers import read_sources

    texts = (clean_page(page).text for page in read_sources(sources) if isinstance(page, RawPage))
    sys.stdout.buffer.write(gzip.compress(count(texts).encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
