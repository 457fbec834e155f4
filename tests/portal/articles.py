"""Articles of our own writing, made by a seeded generator, with the truth about each (bài viết mẫu)."""

from __future__ import annotations

import random
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

#: Articles are spread evenly over two years from here on.
FIRST_DAY = datetime(2024, 1, 8, 7, 30)
SPAN = timedelta(days=730)

_HERE = Path(__file__).parent
WORDS: dict[str, Any] = tomllib.loads((_HERE / "vocabulary.toml").read_text("utf-8"))
_SENTENCES: dict[str, Any] = tomllib.loads((_HERE / "sentences.toml").read_text("utf-8"))
_SLOT = re.compile(r"\{(\w+)(:02)?\}")

#: Slots of numbers with their bounds.
_RANGES = {
    "a": (300, 9800), "b": (2, 90), "c": (3, 48), "d": (2, 10), "j": (2, 40),
    "m": (20, 480), "mm": (20, 180), "n": (12, 260), "y": (3, 31),
}  # fmt: skip
_LISTS = {"commune", "collective", "department", "post", "job", "result", "shortfall", "task"}


@dataclass(frozen=True)
class Part:
    """A block of a body as a reader sees it: ``paragraph``, ``caption``, ``list_item`` or ``table_row``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Article:
    """What is true of one article.

    Attributes:
        number: 1 for the oldest; the portal's own id of the article.
        kind: What it tells of: ``review``, ``launch``, ``weather`` …
        relevant: Whether it is about thi đua – khen thưởng.
        title: Its title.
        published: Minute of publication, local time.
        byline: Who wrote it.
        parts: The blocks of its body in order; the first is the lead.
        url: Its canonical address, once a portal serves it.
        gone: Whether the portal has taken it down.
        revision: 1 as first published, one more with every change.
    """

    number: int
    kind: str
    relevant: bool
    title: str
    published: datetime
    byline: str
    parts: tuple[Part, ...]
    url: str = ""
    gone: bool = False
    revision: int = 1

    @property
    def body(self) -> str:
        """The body as cleaning must give it: one block a line, cells of a table row apart by tabs."""
        return "\n".join(part.text for part in self.parts)

    @property
    def slug(self) -> str:
        """The title in small ASCII letters, for addresses."""
        return slug(self.title)

    @property
    def timestamp(self) -> str:
        """The minute of publication as the corpus writes it: ``2024-01-08T07:30``."""
        return self.published.strftime("%Y-%m-%dT%H:%M")


def slug(text: str) -> str:
    """Return the text in small ASCII letters, words joined by hyphens.

    >>> slug("Đợt thi đua “Giữ rừng”")
    'dot-thi-dua-giu-rung'
    """
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def write_articles(count: int, *, seed: int = 1, province: str = "An Giang") -> tuple[Article, ...]:
    """Write articles, oldest first; every fifth is not about thi đua. The same arguments give the same articles."""
    chance = random.Random(f"{seed}/{province}")
    kinds = {True: [], False: []}  # type: dict[bool, list[dict[str, Any]]]
    for kind in _SENTENCES["kind"]:
        kinds[kind["relevant"]].append(kind)
    written: list[Article] = []
    titles: set[str] = set()
    for number in range(1, count + 1):
        day = FIRST_DAY + SPAN * (number - 1) / count
        published = day.replace(hour=7 + 10 * number % 11, minute=chance.randrange(60), second=0, microsecond=0)
        kind = chance.choice(kinds[number % 5 != 0])
        article = _write(number, kind, published, chance, province)
        while article.title in titles:
            article = _write(number, kind, published, chance, province)
        titles.add(article.title)
        written.append(article)
    return tuple(sorted(written, key=lambda article: (article.published, article.number)))


def _write(number: int, kind: dict[str, Any], published: datetime, chance: random.Random, province: str) -> Article:
    pen = Pen(chance, published, province)
    groups = _SENTENCES["groups"] | kind.get("groups", {})
    parts = [Part("paragraph", pen.write(chance.choice(kind["leads"])))]
    for name in kind["paragraphs"]:
        parts.append(Part("paragraph", pen.write(pen.draw(name, groups[name]))))
    if number % 3 == 0:
        parts.insert(2, Part("caption", pen.write(chance.choice(kind["captions"]))))
    if kind["relevant"] and number % 7 == 0:
        parts[-1:-1] = list(pen.honours_list())
    if kind["relevant"] and number % 11 == 0:
        parts[-1:-1] = list(pen.score_table())
    title, relevant = pen.write(chance.choice(kind["titles"])), kind["relevant"]
    return Article(number, kind["name"], relevant, title, published, pen.person(), tuple(parts))


class Pen:
    """Fills the slots of sentences: some stay the same over one article, others are drawn without repetition."""

    def __init__(self, chance: random.Random, published: datetime, province: str) -> None:
        """Fix what one article tells of: when, where, who, which campaign and which award."""
        self.chance = chance
        self.day = published - timedelta(days=chance.randrange(3))
        self.decks: dict[str, list[str]] = {}
        campaign, award = chance.choice(WORDS["campaigns"]), chance.choice(WORDS["awards"])
        host = self.draw("department", WORDS["departments"])
        self.fixed = {
            "day": _date(self.day),
            "year": str(self.day.year if self.day.month > 3 else self.day.year - 1),
            "next": str(self.day.year + 1),
            "province": province,
            "campaign": campaign["name"],
            "content": campaign["content"],
            "form": award["form"],
            "grantor": award["grantor"].format(province=province),
            "host": host,
            "organizer": f"{host.removesuffix(' tỉnh')} tỉnh {province}",
            "place": self.draw("commune", WORDS["communes"]),
            "team": self.draw("collective", WORDS["collectives"]),
            "deed": self.draw("deed", WORDS["deeds"]),
            "other_deed": self.draw("deed", WORDS["deeds"]),
            "calling": self.draw("job", WORDS["jobs"]),
            "hero": self.person(),
            **{slot: chance.choice(WORDS[slot + "s"]) for slot in ("work", "venue", "skill")},
            **{slot: str(chance.randrange(*span)) for slot, span in (("block", (1, 12)), ("t", (34, 41)))},
            **{slot: str(chance.randrange(*span)) for slot, span in (("groups", (3, 48)), ("people", (4, 96)))},
        }

    def write(self, sentence: str) -> str:
        """Fill every slot, and the slots that what is filled in brings along."""
        while _SLOT.search(sentence):
            sentence = _SLOT.sub(lambda slot: self.fill(slot[1], digits=2 if slot[2] else 1), sentence)
        return _capital(sentence)

    def fill(self, slot: str, *, digits: int = 1) -> str:
        """Return the words for one slot: ``…_c`` begins with a capital, ``…_s`` lacks its first word.

        Raises:
            KeyError: there is no such slot.
        """
        if slot[-2:] in ("_c", "_s"):
            words = self.fill(slot[:-2])
            return _capital(words) if slot.endswith("_c") else words.split(" ", 1)[1]
        if slot in self.fixed:
            return self.fixed[slot].zfill(digits)
        if slot in _RANGES:
            return f"{self.chance.randrange(*_RANGES[slot]):0{digits},}".replace(",", ".")
        if slot in _LISTS:
            return self.draw(slot, WORDS[slot + "s"])
        return {"person": self.person, "anyday": self.coming_day, "p": self.share}[slot]()

    def draw(self, name: str, choices: list[str]) -> str:
        """Draw a card from the deck of that name, shuffled anew when it is used up."""
        if not self.decks.get(name):
            self.decks[name] = self.chance.sample(choices, len(choices))
        return self.decks[name].pop()

    def person(self) -> str:
        """Invent a person."""
        return " ".join(self.chance.choice(WORDS[part].split()) for part in ("surnames", "middles", "given"))

    def coming_day(self) -> str:
        """A day within the next two months, ``dd/mm/yyyy``."""
        return _date(self.day + timedelta(days=self.chance.randrange(3, 60)))

    def share(self) -> str:
        """A percentage with two decimals."""
        return f"{self.chance.randrange(6000, 9990) / 100:.2f}".replace(".", ",")

    def honours_list(self) -> Iterator[Part]:
        """A list of those who are honoured, one a line."""
        for _ in range(self.chance.randrange(3, 6)):
            yield Part("list_item", self.write("Ông {person}, {job} của {collective} {commune};"))

    def score_table(self) -> Iterator[Part]:
        """A table of scores: number, unit, points."""
        yield Part("table_row", "STT\tĐơn vị\tĐiểm")
        for place in range(1, self.chance.randrange(4, 7)):
            yield Part("table_row", self.write(f"{place}\t{{collective}} {{commune}}\t{{p}}"))


def _date(day: datetime) -> str:
    return f"{day:%d/%m/%Y}"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
