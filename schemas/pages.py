"""Pages as they come in and articles as they leave the cleaning (trang, bài viết)."""

from __future__ import annotations

import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict

from schemas.dates import Timestamp

BodyOrigin = Literal["selectors", "rules", "trafilatura"]
BlockKind = Literal["paragraph", "heading", "caption", "list_item", "table_row"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class RawPage(_Frozen):
    """A page as it was read: decoded, and not touched otherwise.

    Attributes:
        source: Where it came from, for messages: a path, ``path:line`` of a JSONL dump, an address.
        id: The id the dump gives, or the file's name without its ending.
        kind: ``html`` for mark-up, ``text`` for a text dump.
        content: The decoded characters.
        encoding: How the bytes were decoded.
        url: The page's address where known.
        published: Publication time handed over with the page; trusted when given.
        retrieved: When the page was fetched, where known.
        title: Title handed over with the page; trusted when given.
        portal: Id of the portal it was fetched from, where its source tells.
    """

    source: str
    id: str
    kind: Literal["html", "text"]
    content: str
    encoding: str = "utf-8"
    url: str | None = None
    published: Timestamp | None = None
    retrieved: Timestamp | None = None
    title: str | None = None
    portal: str | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 of everything that decides what is read from the page, in hexadecimal digits."""
        parts = (self.kind, self.url or "", self.published or "", self.title or "", self.content)
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


class Skipped(_Frozen):
    """A page that did not become an article, with the stage that gave up and why.

    ``failed`` is false where nothing went wrong: the page is a list of articles, or the same page twice. ``url`` is the
    page's address where its source tells.
    """

    source: str
    stage: Literal["fetch", "read", "clean", "extract", "save"]
    reason: str
    failed: bool = True
    url: str | None = None


class TextBlock(_Frozen):
    """A block that stands in the article's text: ``text[start:end]``.

    ``source_start`` and ``source_end`` are its offsets in the flattened page (see :class:`Article`).
    """

    start: int
    end: int
    kind: BlockKind
    source_start: int
    source_end: int


class RemovedBlock(_Frozen):
    """A block the cleaning took out, with the rule that did it; offsets count in the flattened page."""

    rule: str
    text: str
    source_start: int
    source_end: int


class Choice(_Frozen):
    """How a title, a publication time or a byline was chosen.

    Attributes:
        value: The value chosen.
        origin: The rule that chose it, such as ``given``, ``dateline``, ``heading``.
        quote: The characters of the page it was read from.
    """

    value: str
    origin: str
    quote: str


class Article(_Frozen):
    """An article as it leaves the cleaning (bài viết).

    ``text`` is the body in NFC without no-break spaces, blocks separated by line breaks, cells of a table row by
    tabs; every offset of a record counts in it, in code points. The *flattened page* is the text of all blocks of the
    page in order, joined by line breaks (for a text dump: the composed dump itself); ``blocks`` and ``removed``
    together cover it. ``body_origin`` tells what decided which blocks are body: the selectors of the portal, the
    block rules, or trafilatura as second opinion where they were unsure.
    """

    id: str
    source: str
    url: str | None = None
    host: str | None = None
    title: str | None = None
    published: Timestamp | None = None
    byline: str | None = None
    title_choice: Choice | None = None
    published_choice: Choice | None = None
    byline_choice: Choice | None = None
    retrieved: Timestamp | None = None
    encoding: str = "utf-8"
    content_hash: str
    body_origin: BodyOrigin = "rules"
    text: str
    blocks: tuple[TextBlock, ...]
    removed: tuple[RemovedBlock, ...] = ()
