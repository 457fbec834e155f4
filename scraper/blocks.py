"""A page as blocks (khối): text, offsets in the flattened page, place in the mark-up, density of links."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from selectolax.lexbor import LexborHTMLParser

from schemas.folding import compose, fold
from schemas.pages import BlockKind
from scraper.marks import LONGEST_LINE, Reach, load_marks
from scraper.moments import Moment, find_moments

_INVISIBLE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\xad\u200b-\u200f\u2060\ufeff]+")
_WORD = re.compile(r"\w+")
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
    text = _INVISIBLE.sub("", compose(text))
    if text.count("\t") >= 2:
        cells = [" ".join(cell.split()) for cell in text.lstrip().rstrip(" \r\n\u00a0").split("\t")]
        if len(cells) > 2 and sum(map(bool, cells)) > 1:
            return "\t".join(cells)
    return " ".join(text.split())


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
        after_image: A picture stands directly before it.
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
    after_image: bool = False
    slanted: bool = False
    bold: bool = False
    side: str = ""
    hidden: bool = False
    control: bool = False
    told: str = ""

    @cached_property
    def low(self) -> str:
        """The folded text, of the same length."""
        return fold(self.text)

    @cached_property
    def key(self) -> str:
        """The folded words alone, to compare titles by."""
        return " ".join(_WORD.findall(self.low))

    @cached_property
    def mark(self) -> tuple[str, Reach] | None:
        """The mark of boilerplate it falls under, and how far that reaches."""
        return load_marks().find(self.low) if len(self.text) <= LONGEST_LINE else None

    @cached_property
    def moments(self) -> tuple[Moment, ...]:
        """The moments it tells, where it is short enough for a dateline."""
        return tuple(find_moments(self.low)) if len(self.text) <= _LONGEST_DATELINE and _YEAR.search(self.text) else ()

    @cached_property
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

    @cached_property
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
    cells: list[int] = field(default_factory=list)


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


def _is_line_of(low: str, moment: Moment) -> bool:
    rest = load_marks().pieces.sub("", f"{low[: moment.start]} | {low[moment.end :]}")
    return len(" ".join(_WORD.findall(rest))) <= 30


def fold_words(text: str) -> str:
    """Return the folded words of a text without punctuation.

    >>> fold_words("Uỷ ban: “Thi đua”")
    'ủy ban thi đua'
    """
    return " ".join(_WORD.findall(fold(compose(text))))


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
