"""What two bodies have in common (thân bài): words without their dress, shingles, signatures and bands.

Everything here is a function of the text alone, so it does not matter which of two articles was saved first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from datasketch import MinHash  # type: ignore[import-untyped]

from corpus.identity import digest
from schemas.folding import compose, fold

#: Words of a shingle. Vietnamese is written in syllables: four of them are two or three words.
SHINGLE = 4
#: Bodies of fewer words are captions and notices: only the same title and the same words make them one.
FEWEST_WORDS = 40
#: A signature is 42 bands of 3 numbers: bodies of Jaccard similarity .5 share a band with probability .996, those
#: of .3 with .68, those of .05 with .005.
BANDS, ROWS = 42, 3

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+")


def words_of(text: str) -> list[str]:
    """Return the words of a text without case, tone placement and punctuation.

    >>> words_of("Uỷ ban “Hoà Bình”, 12/3")
    ['ủy', 'ban', 'hòa', 'bình', '12', '3']
    """
    return _WORD.findall(fold(compose(text)))


def body_key(text: str, *, title: str | None) -> str:
    """Return the id of a body: the hash of its words, and of its title's where it is too short to tell alone."""
    words = words_of(text)
    if len(words) >= FEWEST_WORDS:
        return digest("body", " ".join(words))
    return digest("short body", " ".join(words), " ".join(words_of(title or "")))


def shingles_of(words: Sequence[str]) -> frozenset[str]:
    """Return every run of :data:`SHINGLE` words."""
    return frozenset(" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1))


def signature_of(words: Sequence[str]) -> bytes | None:
    """Return the MinHash of a body's shingles, four bytes a number; ``None`` where it is too short to compare."""
    if len(words) < FEWEST_WORDS:
        return None
    sketch = MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32")
    sketch.update_batch(shingle.encode() for shingle in shingles_of(words))
    return bytes(sketch.hashvalues.astype("<u4").tobytes())


def bands_of(signature: bytes) -> Iterator[int]:
    """Yield the key of each band of a signature, a signed number of eight bytes."""
    for band in range(BANDS):
        part = signature[4 * ROWS * band : 4 * ROWS * (band + 1)]
        yield int(digest("band", str(band), part.hex())[:16], 16) - (1 << 63)


def numbers_of(words: Sequence[str]) -> Counter[str]:
    """Return how often each number stands in a body; leading zeros do not count."""
    return Counter(number.lstrip("0") for word in words for number in _NUMBER.findall(word))


def likeness(one: Sequence[str], other: Sequence[str]) -> tuple[float, float]:
    """Return the share of the shorter body's shingles that stand in the longer one, and the Jaccard similarity."""
    left, right = shingles_of(one), shingles_of(other)
    shared = len(left & right)
    return shared / max(min(len(left), len(right)), 1), shared / max(len(left | right), 1)


def shared_numbers(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of the numbers of the body that has fewer which stand in the other one; 1 where it has none.

    >>> shared_numbers(["năm", "2023", "tặng", "12"], ["năm", "2024", "tặng", "12", "và", "7"])
    0.5
    """
    fewer, more = sorted((numbers_of(one), numbers_of(other)), key=Counter.total)
    return (fewer & more).total() / fewer.total() if fewer else 1.0
