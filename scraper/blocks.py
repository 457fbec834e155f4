"""A page as blocks (khối): text, offsets in the flattened page, place in the mark-up, density of links."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from selectolax.lexbor import LexborHTMLParser

from schemas.folding import compose, fold
from schemas.pages import BlockKind
from scraper.marks import LONGEST_LINE, Reach, load_marks
from scraper.moments import Moment, find_moments

_Value = TypeVar("_Value")
_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\xad\u200b-\u200f\u2060\ufeff]+")
_NO_WORD = re.compile(r"[^\w ]+")
_YEAR = re.compile(r"\d{4}")
_LONGEST_DATELINE = 350
_LONGEST_LINE = 200
#: Marks of lines that tell the day of the visit.
_TODAY_MARKS = frozenset({"today", "crawl-day", "hotline", "greeting", "weather"})
_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BULLET = re.compile(r"[-–•+*·▪►●○]\s|\(?(?:[a-zđ]|\d{1,2})[.)]\s")
_NUMBERED = re.compile(r"(?:[IVX]{1,4}|\d{1,2}|[A-ZĐ])[.)/]\s")
_PHOTO = re.compile(r"(?:Ảnh|ẢNH)\s*:")
#: Emphasis of a whole line, and a link that is no picture.
_EMPHASIS = re.compile(r"^([*_]{1,3})(?=\S)(.+?)(?<=\S)\1$")
_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\([^()\s]*\)")
_MARKDOWN = re.compile(r"#{1,6}\s+(?=\w)")
_RULE_ROW = re.compile(r"[\s|:+=_-]*")
_SENTENCE_END = (".", "!", "?", "…", ";", ":", "”", '"', ")", "/")


def clean_text(text: str) -> str:
    """Return text in NFC without invisible characters, every run of blanks as one blank and none at the ends.

    A tab stays as the bound of two table cells when it stands in a row of at least three.

    >>> clean_text("  Sở\u00a0 Công Thương\u200b ")
    'Sở Công Thương'
    """
    text = compose(text)
    if "\t" not in text:
        line = " ".join(text.split())
        if line.isprintable():
            return line
    text = _INVISIBLE.sub("", text)
    if text.count("\t") >= 2:
        cells = [" ".join(cell.split()) for cell in text.lstrip().rstrip(" \r\n\u00a0").split("\t")]
        if len(cells) > 2 and sum(map(bool, cells)) > 1:
            return "\t".join(cells)
    return " ".join(text.split())


class lazy(Generic[_Value]):
    """A property computed at the first look and kept: ``functools.cached_property`` without its lock."""

    def __init__(self, compute: Callable[[Any], _Value]) -> None:
        """Take the function that computes the value."""
        self._compute, self._name = compute, compute.__name__
        self.__doc__ = compute.__doc__

    def __get__(self, owner: Any, _: type | None = None) -> _Value:
        """Compute the value; the next look finds it in the object itself."""
        value = owner.__dict__[self._name] = self._compute(owner)
        return value


@dataclass(eq=False)
class Block:
    """A block of a page.

    Attributes:
        text: The block as it may stand in an article (see :func:`clean_text`).
        start: Offset of its first character in the flattened page.
        end: Offset after its last character there.
        kind: What the mark-up or the shape of the line makes of it.
        element: Index of its element in :attr:`Page.elements`, -1 in a text dump.
        names: Folded classes and ids of the inline elements it begins in.
        links: Share of its characters that stand in links.
        slanted: All of it is emphasised by italics.
        bold: All of it is bold.
        side: ``right`` or ``center`` where it is aligned so.
        hidden: The mark-up hides it from readers.
        control: It stands in a form control or a button.
        told: The ``datetime`` of a ``time`` element in it.
    """

    text: str
    start: int
    end: int
    kind: BlockKind = "paragraph"
    element: int = -1
    names: str = ""
    links: float = 0.0
    slanted: bool = False
    bold: bool = False
    side: str = ""
    hidden: bool = False
    control: bool = False
    told: str = ""

    @lazy
    def low(self) -> str:
        """The folded text, of the same length."""
        return fold(self.text)

    @lazy
    def key(self) -> str:
        """The folded words alone, to compare titles by."""
        return _words_of(self.low)

    @lazy
    def words(self) -> frozenset[str]:
        """The different words of :attr:`key`."""
        return frozenset(self.key.split())

    @lazy
    def mark(self) -> tuple[str, Reach] | None:
        """The mark of boilerplate it falls under, and how far that reaches."""
        return load_marks().find(self.low) if len(self.text) <= LONGEST_LINE else None

    @lazy
    def moments(self) -> tuple[Moment, ...]:
        """The moments it tells, where it is short enough for a dateline."""
        return tuple(find_moments(self.low)) if len(self.text) <= _LONGEST_DATELINE and _YEAR.search(self.text) else ()

    @lazy
    def datelines(self) -> tuple[Moment, ...]:
        """The moments of a line that says hardly more: marks and labels aside, 30 characters at most."""
        if self.links >= 0.8 or len(self.text) > _LONGEST_LINE or not self.moments:
            return ()
        if self.mark and self.mark[0] in _TODAY_MARKS:
            return ()
        return tuple(moment for moment in self.moments if _is_line_of(self.low, moment))

    @property
    def ended(self) -> bool:
        """Whether it ends as a sentence does."""
        return self.text.endswith(_SENTENCE_END)

    @lazy
    def is_texty(self) -> bool:
        """Whether it may be part of a body: some length, not links, nothing that a mark takes out."""
        length = len(self.text)
        return length >= 40 and self.links < 0.4 and not self.hidden and not self.control and self.mark is None

    @lazy
    def is_prose(self) -> bool:
        """Whether it is running text: long, not a link, not a control."""
        length = len(self.text)
        return (
            length >= 80 and self.links < 0.4 and not self.hidden and not self.control and (self.ended or length > 160)
        )


@dataclass(slots=True)
class Element:
    """An element of the mark-up: its tag, its folded classes and ids, and its parent's index."""

    tag: str
    names: str
    parent: int
    side: str = ""
    control: bool = False
    row: int = -1
    images: int = 0
    cells: Sequence[int] = ()


@dataclass(frozen=True)
class PageMeta:
    """What a page says about itself in its head."""

    title: str = ""
    og_title: str = ""
    published: str = ""
    url: str | None = None
    host: str | None = None


@dataclass(frozen=True)
class Page:
    """A flattened page with its blocks in order and, for HTML, its elements (parents before children).

    ``tree`` is the parsed HTML and ``nodes`` says which of its nodes (by ``mem_id``) is which element.
    """

    flat: str
    blocks: tuple[Block, ...]
    elements: tuple[Element, ...] = ()
    meta: PageMeta = PageMeta()
    tree: LexborHTMLParser | None = None
    nodes: Mapping[int, int] = field(default_factory=dict)

    def ancestors(self, element: int) -> Iterator[int]:
        """Yield an element's index and those of its ancestors, the innermost first."""
        while element >= 0:
            yield element
            element = self.elements[element].parent

    def flow(self, index: int) -> int:
        """Return the element whose children a block is one of; lines of a dump share none."""
        element = self.blocks[index].element
        return self.elements[element].parent if element >= 0 else -2 - index

    def under(self, tops: Container[int]) -> list[bool]:
        """Tell of each element whether it is one of some elements or stands in one."""
        found: list[bool] = []
        for index, element in enumerate(self.elements):
            found.append(index in tops or (element.parent >= 0 and found[element.parent]))
        return found

    def mass(self, indexes: Iterable[int]) -> dict[int, int]:
        """Return the characters that some blocks have in each element that holds any of them."""
        mass: dict[int, int] = {}
        for index in indexes:
            block = self.blocks[index]
            mass[block.element] = mass.get(block.element, 0) + len(block.text)
        for index in range(max(mass, default=-1), -1, -1):
            if index in mass and self.elements[index].parent >= 0:
                parent = self.elements[index].parent
                mass[parent] = mass.get(parent, 0) + mass[index]
        return mass


def _is_line_of(low: str, moment: Moment) -> bool:
    rest = f"{low[: moment.start]} | {low[moment.end :]}"
    return len(_words_of(rest)) <= 30 or len(_words_of(load_marks().pieces.sub("", rest))) <= 30


def _words_of(low: str) -> str:
    """Return the words of a folded text, one blank between them; looking for what is none takes half the time."""
    return " ".join(_NO_WORD.sub(" ", low).split())


def fold_words(text: str) -> str:
    """Return the folded words of a text without punctuation.

    >>> fold_words("Uỷ ban: “Thi đua”")
    'ủy ban thi đua'
    """
    return _words_of(fold(compose(text)))


def text_page(content: str) -> Page:
    """Return a text dump as a page of one block a line; the flattened page is the composed dump itself.

    Marks of Markdown (bold, links, headings) are no part of a block's text; what stood in links is counted.
    """
    flat = compose(content)
    blocks = []
    for line in _LINE.finditer(flat):
        text = clean_text(line[0])
        if text:
            text, links = _without_markdown(text)
            text, kind = _line_kind(text)
            blocks.append(Block(text, line.start(), line.end(), kind, links=links))
    return Page(flat, tuple(blocks))


def _without_markdown(text: str) -> tuple[str, float]:
    """Return a line without the marks of Markdown, and the share of it that stands in links."""
    if "**" in text or text[0] in "*_":
        text = _EMPHASIS.sub(r"\2", text.replace("**", "")) or text
    if "](" not in text:
        return text, 0.0
    plain = " ".join(_LINK.sub(r"\1", text).split())
    linked = sum(len(match) for match in _LINK.findall(text))
    return (plain, linked / len(plain)) if plain else (text, 0.0)


def _line_kind(text: str) -> tuple[str, BlockKind]:
    """Return a dump's line and its kind; rows drawn with bars become cells joined by tabs, headings lose their #."""
    if "\t" in text:
        return text, "table_row"
    if _MARKDOWN.match(text):
        return _MARKDOWN.sub("", text), "heading"
    if text.count("|") >= 2 and (text[0] == "|" or text[-1] == "|") and not _RULE_ROW.fullmatch(text):
        cells = [cell.strip() for cell in text.strip("|").split("|")]
        if len(cells) > 1 and sum(map(bool, cells)) > 1:
            return "\t".join(cells), "table_row"
    return text, shape(text)


def shape(text: str) -> BlockKind:
    """Return the kind that the shape of a line suggests.

    >>> shape("- Giai đoạn 1: đăng ký;"), shape("I. Kết quả phong trào"), shape("Các đại biểu dự Hội nghị")
    ('list_item', 'heading', 'paragraph')
    """
    if len(text) < 160 and not text.endswith((".", ";", ",")) and _NUMBERED.match(text):
        return "heading"
    if _PHOTO.match(text) and len(text) < 100:
        return "caption"
    return "list_item" if _BULLET.match(text) else "paragraph"
