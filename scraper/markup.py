"""HTML to a page of blocks (đọc trang HTML), in one walk over the tree."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from schemas.pages import BlockKind
from scraper.blocks import Block, Element, Page, clean_text, shape
from scraper.head import read_meta
from scraper.rows import join_rows, table_of

_TAG = re.compile(r"\w+")
_BLOCK_TAGS = frozenset(
    _TAG.findall(
        "address article aside blockquote body button caption center dd details dialog div dl dt fieldset figcaption"
        " figure footer form h1 h2 h3 h4 h5 h6 header html label legend li main marquee menu nav ol option p pre"
        " section select summary table tbody td tfoot th thead tr ul"
    )
)
_SILENT_TAGS = frozenset(
    _TAG.findall("head script style noscript template svg iframe object textarea audio video canvas")
)
_CONTROL_TAGS = frozenset(["button", "select", "label", "option"])
_HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_SLANTED = frozenset({"em", "i"})
_BOLD = frozenset({"b", "strong"})
#: Inline elements that say something without an attribute.
_TELLING = _SLANTED | _BOLD
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden")
_HIDDEN_NAMES = re.compile(
    r"(?<![\w-])(?:hidden|hide|d-none(?!.*(?<![\w-])d-(?:sm|md|lg|xl|xxl)-)|sr-only|screen-reader-text|visually-hidden|element-invisible|hide-accessible)(?![\w-])"
)
_SIDE = re.compile(r"(?:text-?align|text|rte|align)[\s:-]*(right|center|justify|left|start|end)")
_CAPTION_NAMES = re.compile(r"caption|chu-?thich|chuthich|img-?desc|photo-?desc")


def html_page(content: str) -> Page:
    """Return an HTML page as blocks; the flattened page is their texts joined by line breaks.

    Blocks are what block-level elements and line breaks bound; a row of a data table is one block of cells joined by
    tabs. Scripts, styles and other silent elements give no block; hidden text and form controls do, marked as such.
    """
    tree = LexborHTMLParser(content)
    walk = _Walk()
    if tree.root is not None:
        walk.run(tree.root)
    blocks, start = [], 0
    for block in join_rows(walk.elements, walk.blocks):
        block.start, block.end = start, start + len(block.text)
        blocks.append(block)
        start = block.end + 1
    flat = "\n".join(block.text for block in blocks)
    return Page(flat, tuple(blocks), tuple(walk.elements), read_meta(tree, content), tree, walk.nodes)


@dataclass(slots=True)
class _Buffer:
    """The inline text since the last bound of a block."""

    parts: list[str] = field(default_factory=list)
    index: int = -1
    names: str = ""
    length: int = 0
    linked: int = 0
    slanted: int = 0
    bold: int = 0
    hidden: bool = False
    told: str = ""


@dataclass(slots=True)
class _Open:
    """An open element of the walk: its nearest element and block, and what it makes of the text in it."""

    index: int = -1
    block_index: int = -1
    is_block: bool = False
    pre: bool = False
    link: bool = False
    slanted: bool = False
    bold: bool = False
    names: str = ""
    hidden: bool = False
    plain: _Open | None = None

    def inline(self) -> _Open:
        """Return what an inline element in it is that changes nothing."""
        if not self.is_block:
            return self
        self.plain = self.plain or _Open(
            self.index, self.block_index, False, self.pre, self.link, self.slanted, self.bold, self.names, self.hidden
        )
        return self.plain


class _Walk:
    """One walk over the tree that fills elements and blocks; it keeps its own stack, so depth costs nothing."""

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.blocks: list[Block] = []
        self.nodes: dict[int, int] = {}
        self.cells: dict[int, list[int]] = {}
        self.inside = _Open()
        self.buffer = _Buffer()
        self.unseen = _Buffer()
        self.image: int | None = None

    def run(self, root: LexborNode) -> None:
        """Walk a tree in the order of the page, its own stack of parents in hand: depth costs nothing."""
        parents: list[tuple[LexborNode, _Open]] = []
        node: LexborNode | None = root
        while node is not None:
            outer = self.inside
            if self._enter(node):
                child = node.child
                if child is not None:
                    parents.append((node, outer))
                    node = child
                    continue
                self._leave(outer)
            following = node.next if parents else None
            while following is None and parents:
                node, outer = parents.pop()
                self._leave(outer)
                following = node.next if parents else None
            node = following
        self._flush()

    def _enter(self, node: LexborNode) -> bool:
        """Take a node; tell whether it is an element whose children are walked, and which is left then."""
        tag = node.tag or "-"
        if tag == "-text":
            self._text(node.text_content)
        elif tag[0] not in "-_!" and tag not in _SILENT_TAGS:
            return self._open(node, tag)
        return False

    def _leave(self, outer: _Open) -> None:
        if self.inside.is_block:
            self._flush()
        self.inside = outer

    def _text(self, text: str | None) -> None:
        inside = self.inside
        buffer = self.unseen if inside.hidden else self.buffer
        size = 0 if not text or text.isspace() else len(text)
        if not text or not (size or buffer.parts):
            return
        if size and not buffer.length:
            buffer.index, buffer.names, buffer.hidden = inside.block_index, inside.names, inside.hidden
        if inside.pre and "\n" in text:
            self._lines(text)
            return
        buffer.parts.append(text)
        buffer.length += size
        if inside.link:
            buffer.linked += size
        if inside.slanted:
            buffer.slanted += size
        if inside.bold:
            buffer.bold += size

    def _lines(self, text: str) -> None:
        """Take preformatted text: each line is a block."""
        inside = self.inside
        for line in text.split("\n"):
            buffer = self.buffer
            buffer.index, buffer.names, buffer.hidden = inside.block_index, inside.names, inside.hidden
            buffer.parts.append(line)
            buffer.length += len(line.strip())
            self._flush()

    def _open(self, node: LexborNode, tag: str) -> bool:
        if tag in _BLOCK_TAGS:
            self._flush()
            self._push(node, tag, is_block=True)
        elif tag in ("br", "hr"):
            self._flush()
            return False
        elif tag == "img":
            self._picture()
            return False
        else:
            self._push(node, tag, is_block=False)
            if tag == "time":
                self._time(node)
        return True

    def _picture(self) -> None:
        """Take down that a picture stands here, and in which element."""
        self._flush()
        self.image = self.inside.index
        if self.image >= 0:
            self.elements[self.image].images += 1

    def _time(self, node: LexborNode) -> None:
        """Take the moment of a ``time`` element, the first of a block; two that touch are two words."""
        buffer = self.buffer
        buffer.told = buffer.told or node.attributes.get("datetime") or ""
        if buffer.parts:
            buffer.parts.append(" ")

    def _push(self, node: LexborNode, tag: str, *, is_block: bool) -> None:
        """Open an element."""
        attributes, outer = node.attributes, self.inside
        if not attributes and not is_block and tag not in _TELLING:
            self.inside = outer.inline()
            return
        names, side, hidden, index = "", "center" if tag == "center" else "", outer.hidden, outer.index
        if attributes:
            names = _names(attributes)
            style = attributes.get("style") or ""
            unseen, told = _looks(names, style) if names or style else _PLAIN
            hidden = hidden or unseen or "hidden" in attributes
            side = side or (attributes.get("align") or "").lower() or told
        if is_block or names:
            index = self._element(tag, names, outer.index, side)
            self.nodes[node.mem_id] = index
        self.inside = _Open(
            index,
            index if is_block else outer.block_index,
            is_block,
            outer.pre or tag == "pre",
            outer.link or (tag == "a" and attributes.get("href") is not None),
            outer.slanted or tag in _SLANTED,
            outer.bold or tag in _BOLD,
            "" if is_block else f"{outer.names} {names}" if names else outer.names,
            hidden,
        )

    def _element(self, tag: str, names: str, parent: int, side: str) -> int:
        above, index = self.elements[parent] if parent >= 0 else _NOTHING, len(self.elements)
        row: int = above.row
        cells: Sequence[int] = ()
        if tag == "tr":
            row = index
            cells = self.cells[index] = []
        elif tag == "table":
            row = -1
        elif tag in ("td", "th") and row >= 0:
            self.cells[row].append(index)
        control = above.control or tag in _CONTROL_TAGS
        self.elements.append(Element(tag, names, parent, side or above.side, control, row, 0, cells))
        return index

    def _flush(self) -> None:
        """End the block: what readers see of it, then what the mark-up hides in it."""
        if self.buffer.parts:
            buffer, self.buffer = self.buffer, _Buffer()
            self._add(buffer)
        if self.unseen.parts:
            buffer, self.unseen = self.unseen, _Buffer()
            self._add(buffer)

    def _add(self, buffer: _Buffer) -> None:
        text = clean_text("".join(buffer.parts).replace("\t", " ")) if buffer.length else ""
        if not text or buffer.index < 0:
            return
        element = self.elements[buffer.index]
        slanted = buffer.slanted >= 0.9 * buffer.length
        self.blocks.append(
            Block(
                text,
                0,
                len(text),
                _kind(element, text, buffer.names, under_image=self._is_under_image(buffer.index, slanted=slanted)),
                buffer.index,
                buffer.names,
                min(buffer.linked / buffer.length, 1.0),
                slanted,
                buffer.bold >= 0.9 * buffer.length,
                element.side,
                buffer.hidden,
                element.control,
                buffer.told,
            )
        )
        self.image = None

    def _is_under_image(self, index: int, *, slanted: bool) -> bool:
        """Tell whether the text of an element may be the caption of the picture before it."""
        element = self.elements[index]
        if self.image is None or slanted or not (element.side == "center" or element.row >= 0):
            return self.image is not None and slanted
        # What only stands in a cell or is centred belongs to a picture in its own table, not in another column.
        holder = table_of(self.elements, index)
        return holder < 0 or holder in _tables_around(self.elements, self.image)


def _tables_around(elements: Sequence[Element], index: int) -> set[int]:
    found = set()
    while index >= 0:
        if elements[index].tag == "table":
            found.add(index)
        index = elements[index].parent
    return found


_NOTHING = Element("", "", -1)


#: How an element looks whose classes and style say nothing.
_PLAIN = (False, "")


def _names(attributes: Mapping[str, str | None]) -> str:
    """Return the folded classes, id and ``itemprop`` of an element."""
    names = attributes.get("class") or ""
    for key in ("id", "itemprop"):
        told = attributes.get(key)
        if told:
            names = f"{names} {told}" if names else told
    return names.lower()


@lru_cache(maxsize=4096)
def _looks(names: str, style: str) -> tuple[bool, str]:
    """Return whether classes or a style hide an element, and how they align its text."""
    low = style.lower()
    side = _SIDE.search(f"{names} {low}" if low else names)
    hidden = _HIDDEN_NAMES.search(names) or _HIDDEN_STYLE.search(low)
    return hidden is not None, side[1] if side else ""


def _kind(element: Element, text: str, names: str, *, under_image: bool) -> BlockKind:
    if element.tag in ("figcaption", "caption") or _is_called_caption(element.names) or _is_called_caption(names):
        return "caption"
    if under_image and len(text) < 300:
        return "caption"
    if element.tag in _HEADINGS:
        return "heading"
    return "list_item" if element.tag == "li" else shape(text)


@lru_cache(maxsize=4096)
def _is_called_caption(names: str) -> bool:
    return _CAPTION_NAMES.search(names) is not None
