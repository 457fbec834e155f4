"""How well repeated articles are told from look-alikes, and what it costs.

    python benchmarks/duplicates.py [SOURCE ...]

Of every article of the sources (by default the department articles of ``tests/gold``) copies are made as they occur:
a print view, a copy cut to 80, 65 and 50 % of its sentences, a re-post with another lead and an editor's note, a
re-post with slips of the pen and old spelling. Beside them stand look-alikes that are no copies: the review of another
year (every number is another, the words are the same), the report of another unit in the same formulas, and a
follow-up that repeats half of an article as the background of other news. All pairs of different articles are
look-alikes, too.

Prints the share of pairs that are linked, by thresholds; the pairs of different articles that are; how many copies the
bands of the signatures lose; and milliseconds an article for its signature. Everything is drawn with a fixed seed.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from corpus.bodies import bands_of, likeness, shared_numbers, shingles_of, signature_of, words_of
from corpus.duplicates import ALIKE
from schemas.pages import RawPage
from scraper.clean import clean_page
from scraper.readers import read_sources

GOLD = Path(__file__).parents[1] / "tests" / "gold"
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_OLD_SPELLING = (("òa", "oà"), ("óa", "oá"), ("ủy", "uỷ"), ("úy", "uý"), ("thủy", "thuỷ"))
_UNITS = (
    "Sở Nội vụ",
    "Sở Y tế",
    "Sở Tài chính",
    "Sở Công Thương",
    "Sở Tư pháp",
    "Liên đoàn Lao động tỉnh",
    "UBND tỉnh",
)

Words = list[str]


def sentences(text: str) -> list[str]:
    """Return the sentences of a text."""
    return [sentence for sentence in _SENTENCE.split(text) if sentence.strip()]


def print_view(text: str, others: Sequence[str], draw: random.Random) -> str:
    """Return a text in the dress of a print view: in capitals at the head, addresses and counters around it."""
    head, *rest = sentences(text)
    return "\n".join(
        ["CỔNG THÔNG TIN ĐIỆN TỬ", "Bản in | Gửi email", head.upper(), *rest, "In trang này – Đóng cửa sổ"]
    )


def cut(share: float) -> Callable[[str, Sequence[str], random.Random], str]:
    """Return what cuts a text to a share of its sentences, from the end."""

    def cut_text(text: str, others: Sequence[str], draw: random.Random) -> str:
        parts = sentences(text)
        length = 0
        for number, part in enumerate(parts):
            length += len(part)
            if length >= share * len(text):
                return " ".join(parts[: number + 1])
        return text

    return cut_text


def other_lead(text: str, others: Sequence[str], draw: random.Random) -> str:
    """Return a re-post: the lead is written anew, a note of the editor stands at the end."""
    lead = sentences(draw.choice(others))[0]
    return "\n".join(
        [lead, *sentences(text)[1:], "Theo Cổng thông tin điện tử tỉnh. Ban biên tập giới thiệu cùng bạn đọc."]
    )


def slips(text: str, others: Sequence[str], draw: random.Random) -> str:
    """Return a text in old spelling in which one word of forty is lost or another one."""
    for new, old in _OLD_SPELLING:
        text = text.replace(new, old)
    words = text.split(" ")
    for at in draw.sample(range(len(words)), k=len(words) // 40):
        words[at] = draw.choice(["", "các", "đã", words[at].upper()]) if not re.search(r"\d", words[at]) else words[at]
    return " ".join(words)


def other_year(text: str, others: Sequence[str], draw: random.Random) -> str:
    """Return the review of another year: the same words, years one later, every other number another."""

    def other(match: re.Match[str]) -> str:
        number = int(match[0])
        return str(number + 1) if 1900 < number < 2100 else str(max(1, number + draw.choice([-3, -2, -1, 1, 2, 5, 9])))

    return re.sub(r"\d+", other, text)


def other_unit(text: str, others: Sequence[str], draw: random.Random) -> str:
    """Return the report of another unit in another year: other names of units and persons, other numbers."""
    for unit in _UNITS:
        text = text.replace(unit, draw.choice(_UNITS))
    names = set(re.findall(r"(?:ông|bà|đồng chí|Ông|Bà|Đồng chí) ((?:[A-ZĐÀ-Ỹ]\w+ ?){2,4})", text))
    for name in sorted(names):
        text = text.replace(name.strip(), draw.choice(["Lê Văn Mẫu", "Trần Thị Thử", "Đỗ Quang Ví", "Vũ Hoài Dụ"]))
    return other_year(text, others, draw)


def follow_up(text: str, others: Sequence[str], draw: random.Random) -> str:
    """Return other news of the same length in front, and the second half of a text as its background."""
    parts = sentences(text)
    return " ".join([*sentences(draw.choice(others)), "Trước đó, như đã đưa tin:", *parts[len(parts) // 2 :]])


COPIES = {
    "print view": print_view,
    "cut to 80 %": cut(0.8),
    "cut to 65 %": cut(0.65),
    "cut to 50 %": cut(0.5),
    "another lead": other_lead,
    "slips, old spelling": slips,
}
LOOK_ALIKES = {"another year": other_year, "another unit and year": other_unit, "follow-up": follow_up}
THRESHOLDS = ((0.6, 0.4, 0.0), (0.8, 0.4, 0.0), (0.6, 0.4, 0.9), (0.7, 0.4, 0.9), (0.9, 0.4, 0.9))
OURS = (ALIKE.contained, ALIKE.jaccard, ALIKE.numbers)


def texts_of(sources: Sequence[str]) -> list[str]:
    """Return the bodies of the sources that are long enough to be compared."""
    pages = (page for page in read_sources(sources) if isinstance(page, RawPage))
    texts = []
    for page in pages:
        text = clean_page(page).text if page.kind == "html" else page.content
        if signature_of(words_of(text)):
            texts.append(text)
    return texts


def measures(one: Words, other: Words) -> tuple[float, float, float]:
    """Return what the thresholds are held against."""
    return (*likeness(one, other), shared_numbers(one, other))


def linked(pairs: Sequence[tuple[float, float, float]], thresholds: tuple[float, float, float]) -> float:
    """Return the share of pairs that reach all thresholds."""
    reached = [all(value >= least for value, least in zip(pair, thresholds, strict=True)) for pair in pairs]
    return sum(reached) / len(reached)


def share_a_band(one: Words, other: Words) -> bool:
    """Tell whether two bodies would be compared at all."""
    left, right = signature_of(one), signature_of(other)
    return bool(left and right and set(bands_of(left)) & set(bands_of(right)))


def print_edits(texts: Sequence[str]) -> None:
    """Print the share of edited copies and of look-alikes that are linked, by thresholds."""
    columns = (*THRESHOLDS, OURS)
    print(
        "contained, Jaccard, numbers:",
        "  ".join("/".join(f"{value:g}" for value in item) for item in columns),
        "(ours)",
    )
    for name, edit in (COPIES | LOOK_ALIKES).items():
        draw = random.Random(7)
        pairs, lost = [], 0
        for place, text in enumerate(texts):
            one, other = words_of(text), words_of(edit(text, [*texts[:place], *texts[place + 1 :]], draw))
            pairs.append(measures(one, other))
            lost += linked(pairs[-1:], OURS) > 0 and not share_a_band(one, other)
        shares = "  ".join(f"{linked(pairs, item):11.1%}" for item in columns)
        kind = "copy" if name in COPIES else "none"
        print(f"{kind}  {name:<22}{shares}   lost by the bands: {lost}")


def overlapping(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs of articles of which one holds 30 % of the shingles of the other."""
    shingles = [shingles_of(words_of(text)) for text in texts]
    holders: dict[str, list[int]] = {}
    for place, item in enumerate(shingles):
        for shingle in item:
            holders.setdefault(shingle, []).append(place)
    rare = (places for places in holders.values() if 1 < len(places) <= 50)
    shared = Counter(pair for places in rare for pair in itertools.combinations(places, 2))
    sizes = [len(item) for item in shingles]
    return [(one, other) for (one, other), n in shared.items() if n >= 0.3 * min(sizes[one], sizes[other])]


def print_different(texts: Sequence[str]) -> None:
    """Print which pairs of different articles are linked."""
    near = overlapping(texts)
    words = {place: words_of(texts[place]) for pair in near for place in pair}
    measured = {pair: measures(words[pair[0]], words[pair[1]]) for pair in near}
    found = [pair for pair in near if linked([measured[pair]], OURS)]
    number = len(texts) * (len(texts) - 1) // 2
    print(f"{number:,} pairs of articles: {len(near)} share 30 % or more, {len(found)} are linked")
    for one, other in found:
        told = " ".join(f"{value:.2f}" for value in measured[one, other])
        print(f"  {told} | {texts[one][:60]!r} | {texts[other][:60]!r}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", default=[str(GOLD / "departments"), str(GOLD / "unseen")])
    texts = texts_of(parser.parse_args().sources)
    print(f"{len(texts)} articles")
    print_edits(texts)
    print_different(texts)
    begin = time.perf_counter()
    for text in texts:
        signature_of(words_of(text))
    print(f"{1000 * (time.perf_counter() - begin) / len(texts):.2f} ms an article for words and signature")


if __name__ == "__main__":
    main()
