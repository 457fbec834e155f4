"""The verdict on each block of a page (phiếu xét khối): which rule removes it, or none for the body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from schemas.errors import CleanError, NotAnArticleError
from schemas.pages import BodyOrigin, RawPage
from scraper.apart import standing_apart
from scraper.blocks import Block, Page
from scraper.chrome import signature
from scraper.container import find_title, outside
from scraper.dateline import find_dump_title, is_byline, is_name, title_end
from scraper.marks import Reach
from scraper.opinion import second_opinion
from scraper.portals import Selectors
from scraper.selected import blocks_in, select

_DATED_END = re.compile(r"\(?(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})(?:[ ,|-]+\d{1,2}[:h]\d{2})?\W*$")
#: The day behind a headline: in brackets, or bare with or without its hour.
_HEADLINE_DAY = re.compile(
    r"\s\(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:[ ,|-]+\d{1,2}[:h]\d{2})?\)$|\s\d{1,2}/\d{1,2}/\d{4}(?: \d{1,2}:\d{2})?$"
)
#: What stands before a day that belongs to the sentence.
_SPAN = re.compile(r"(?:từ|đến|tới|ngày|trước|sau|hết|vào|lúc|sáng|chiều|tối|và|-)$")
_AUTHOR_LABEL = re.compile(r"(?:viết |đăng )?bởi\W*|tác giả(?: bài viết)?\W*|by\W*")
_FULL_STOP = (".", "!", "?", "…", "”", '"', "/.", ";", ":")
#: The mark of "Xem tiếp"; a dump with one for each paragraph or two lists articles.
_MORE = ("see-also", "inline")
#: A body below this share of a page's running text is one the rules are unsure of.
_SURE_SHARE = 0.35
#: Characters that a second opinion needs to overrule the rules.
_LEAST_OPINION = 200


class Sheet:
    """The verdict on each block of one page: the rule that removes it, or nothing for the body."""

    def __init__(
        self,
        page: RawPage,
        structure: Page,
        selectors: Selectors | None = None,
        repeated: frozenset[int] = frozenset(),
    ) -> None:
        """Take a page, the selectors of its portal, and the signatures of lines that most pages of its host have."""
        self.structure = structure
        self.blocks = structure.blocks
        self.repeated = frozenset(
            index for index, block in enumerate(self.blocks) if repeated and signature(block) in repeated
        )
        html = page.kind == "html"
        self.selected = select(structure, selectors)
        self.title = self._html_title(page.title) if html else find_dump_title(self.blocks, page.title, self.repeated)
        self.rules: list[str] = outside(structure, self.title, self.selected) if html else [""] * len(self.blocks)
        self.title_end = title_end(structure, self.title) if self.title is not None else 0
        run = self.blocks[self.title or 0 : self.title_end]
        self.title_keys = {block.key for block in run} | {" ".join(block.key for block in run)}
        self.bylines: list[int] = []
        self.content = page.content
        self.origin: BodyOrigin = "selectors" if self.selected.body else "rules"

    def _html_title(self, given: str | None) -> int | None:
        told = self.selected.title_block(self.structure) if not given else None
        if told is None:
            told = find_title(
                self.structure, given or (self.selected.title.value if self.selected.title else None), self.repeated
            )
        return told

    def decide(self) -> None:
        """Give every block its verdict.

        Raises:
            CleanError: nothing is left for a body.
        """
        if self._lists_articles():
            raise NotAnArticleError("a list of articles, not an article: take the pages it links to")
        self._remove_title()
        self._remove_selected()
        first = self._first_text()
        self._remove_marks()
        self._remove_head(first)
        self._remove_late_dateline()
        self._remove_site_chrome()
        self._remove_tail()
        if self.origin == "selectors" and not self.bylines:
            self._sign_beside()
        if self.origin == "rules" and self.structure.elements and self._is_unsure():
            self._ask()
        if not any(self.blocks[index].is_texty or self.structure.elements == () for index in self.body):
            raise CleanError("no article body: only navigation, lists or notices")

    def _lists_articles(self) -> bool:
        """Tell whether a dump is a category page: excerpt for excerpt with "Xem tiếp" behind it."""
        if self.structure.elements:
            return False
        more = sum(len(block.text) <= 30 and block.mark == _MORE for block in self.blocks)
        return more >= 3 and 2 * more >= sum(block.is_prose for block in self.blocks)

    @property
    def body(self) -> list[int]:
        """Indexes of the blocks that no rule removes."""
        return [index for index, rule in enumerate(self.rules) if not rule]

    def _remove_title(self) -> None:
        if self.title is None:
            return
        for index in range(self.title if self.origin == "rules" else 0):
            self.rules[index] = self.rules[index] or "before-title"
        for index in range(self.title, self.title_end):
            self.rules[index] = "title"

    def _remove_selected(self) -> None:
        """Take out of the body what selectors name as its publication time or byline."""
        for rule, elements in (
            ("date-bar", self.selected.date_elements),
            ("byline", self.selected.byline_elements),
        ):
            for index in blocks_in(self.structure, elements - self.selected.body):
                self.rules[index] = self.rules[index] or rule

    def _sign_beside(self) -> None:
        """Take as byline what stands beside a selected body and says that it is one."""
        body = self.body
        beside = (*range(self.title_end, body[0]), *range(body[-1] + 1, body[-1] + 5)) if body else ()
        for index in (index for index in beside if index < len(self.blocks)):
            block = self.blocks[index]
            if is_byline(block, before=None) and (":" in block.text or self._is_labelled_name(index)):
                self.rules[index] = "byline"
                self.bylines.append(index)

    def _first_text(self) -> int:
        """Return the index of the first running text, or of the first line that no mark takes out."""
        open_lines = [index for index in self.body if self._find(index) is None]
        running = (index for index in open_lines if self.blocks[index].is_prose or self._is_sentence(index))
        return next(running, open_lines[0] if open_lines else len(self.blocks))

    def _is_sentence(self, index: int) -> bool:
        block = self.blocks[index]
        return len(block.text) >= 50 and block.links < 0.4 and block.text.endswith(_FULL_STOP)

    def _find(self, index: int) -> tuple[str, Reach] | None:
        block = self.blocks[index]
        if block.kind == "table_row":
            return None
        found = block.mark
        if found and found[0] == "menu" and (block.bold or block.kind == "heading"):
            return None
        if found is None and block.links > 0.7 and not block.is_prose and not self._is_labelled_name(index):
            return "links", "piece"
        return found or self._dated_headline(index)

    def _dated_headline(self, index: int) -> tuple[str, Reach] | None:
        """Tell a headline with its day behind it, one of two at least in a row: a list without a heading."""
        if not _is_dated_headline(self.blocks[index]):
            return None
        beside = self.blocks[max(index - 1, 0) : index] + self.blocks[index + 1 : index + 2]
        return ("dated-headlines", "list") if any(map(_is_dated_headline, beside)) else None

    def _remove_marks(self) -> None:
        """Take out marked lines, and what the headings among them list."""
        listing: tuple[str, Reach] | None = None
        kept = 0
        ahead = self._mass_ahead()
        flow: int | None = None
        for index in self.body:
            block, found = self.blocks[index], self._find(index)
            if found and found[0] == "date-bar" and kept and not listing and self._within(index):
                found = None
            if found is None and listing and not self._resumes(index, listing, flow, kept, ahead):
                self.rules[index] = listing[0]
            elif found is None:
                listing = None
                kept += len(block.text) if block.is_prose or self._is_sentence(index) else 0
                flow = self.structure.flow(index) if block.is_prose else flow
            else:
                self.rules[index] = found[0]
                listing = self._opens(index, found, listing, kept, ahead)

    def _within(self, index: int) -> bool:
        """Tell whether running text follows directly."""
        return any(self.blocks[other].is_prose for other in range(index + 1, min(index + 3, len(self.blocks))))

    def _opens(
        self, index: int, found: tuple[str, Reach], listing: tuple[str, Reach] | None, kept: int, ahead: list[int]
    ) -> tuple[str, Reach] | None:
        """Return the listing that holds behind a marked line."""
        _, reach = found
        if reach == "list":
            return found
        if reach == "inline":
            alone = len(self.blocks[index].text) <= 30
            return listing if listing and listing[1] != "inline" else found if alone else None
        if reach == "end" and kept and ahead[index + 1] < 200:
            return found
        return listing

    def _resumes(self, index: int, listing: tuple[str, Reach], flow: int | None, kept: int, ahead: list[int]) -> bool:
        """Tell whether the body goes on at a block behind a heading that lists other articles."""
        block, (rule, reach) = self.blocks[index], listing
        if reach == "end" or _DATED_END.search(block.low[-40:]):
            return False
        if reach == "inline":
            return block.is_prose or (block.links < 0.4 and self._find(index - 1) is None)
        if kept and rule == "other-articles" and self._is_sentence(index) and self._is_signed_behind(index):
            return True
        if not block.is_prose or len(block.text) < 120 or not block.ended:
            return False
        return not kept or self.structure.flow(index) == flow or ahead[index] > kept

    def _is_signed_behind(self, index: int) -> bool:
        """Tell whether the byline of the article follows a sentence, before another list or the foot of the page."""
        for block in self.blocks[index + 1 : index + 15]:
            if block.mark and block.mark[1] in ("list", "end"):
                return False
            if is_byline(block, before=None):
                return True
        return False

    def _mass_ahead(self) -> list[int]:
        """Return for each block the characters of long running text from it on."""
        ahead = [0] * (len(self.blocks) + 1)
        for index in range(len(self.blocks) - 1, -1, -1):
            block = self.blocks[index]
            long = not self.rules[index] and block.is_prose and len(block.text) >= 200 and self._find(index) is None
            ahead[index] = ahead[index + 1] + (len(block.text) if long else 0)
        return ahead

    def _remove_head(self, first: int) -> None:
        """Take out what stands between the title and the first running text and is none of the body."""
        for index in self.body:
            if index >= first:
                break
            block = self.blocks[index]
            if block.key in self.title_keys:
                self.rules[index] = "title"
            elif is_byline(block, before=None) and (":" in block.text or self._is_labelled_name(index)):
                self.rules[index] = "byline"
                self.bylines.append(index)
            elif self._is_before_body(block):
                self.rules[index] = "before-body"

    def _is_labelled_name(self, index: int) -> bool:
        """Tell whether the block before is nothing but the label of an author."""
        return index > 0 and _AUTHOR_LABEL.fullmatch(self.blocks[index - 1].low) is not None

    def _remove_late_dateline(self) -> None:
        """Take out a dateline that stands behind the lead: a day, its label or hour, and hardly more."""
        for index in self.body[:4]:
            block = self.blocks[index]
            told = [moment for moment in block.datelines if moment.labelled or "T" in moment.value]
            if told and not block.ended and block.kind != "table_row":
                self.rules[index] = "date-bar"

    def _is_before_body(self, block: Block) -> bool:
        """Tell whether a block before the first running text is a scrap: short, or above a body without a title."""
        if block.ended or block.kind in ("caption", "table_row"):
            return False
        return len(block.text) < 40 or (self.title is None and bool(self.structure.elements))

    def _remove_site_chrome(self) -> None:
        """Take out lines that stand on most pages of the host and apart from the text of this article.

        A line in the text is the article's own, however many articles of the host say the same.
        """
        apart = standing_apart(self.structure, self.rules, self.repeated)
        if any(self.blocks[index].is_texty for index in self.body if index not in apart):
            for index in apart:
                self.rules[index] = "site-chrome"

    def _remove_tail(self) -> None:
        """Take out bylines at the end, and the headlines that stand behind them without a heading."""
        self._remove_behind_signature()
        body = self.body
        found: int | None = None
        for position in range(len(body) - 1, max(len(body) - 10, 0), -1):
            index = body[position]
            block, before = self.blocks[index], self.blocks[body[position - 1]]
            if is_byline(block, before=before):
                self.rules[index] = "byline"
                self.bylines.insert(0, index)
                found = index
            elif found is not None or (block.is_prose and block.kind != "caption") or is_name(block):
                break
        behind = [index for index in body if found is not None and index > found and not self.rules[index]]
        told = self._words(body) if behind else frozenset()
        for index in behind:
            if not self._is_caption(index, told if len(behind) <= 3 else frozenset()):
                self.rules[index] = "behind-byline"

    def _remove_behind_signature(self) -> None:
        """Take out what stands outside the element that the text fills and a byline at its right edge ends."""
        body = self.body
        inside = self._in_text_element(body)
        if len(inside) < 2 or inside[-1] == body[-1]:
            return
        block, before = self.blocks[inside[-1]], self.blocks[inside[-2]]
        if block.side == "right" and is_byline(block, before=before):
            for index in body:
                if index > inside[-1]:
                    self.rules[index] = "behind-byline"

    def _in_text_element(self, body: Sequence[int]) -> list[int]:
        """Return the blocks of a body in the innermost element that holds most of its running text."""
        if not self.structure.elements:
            return []
        mass = self.structure.mass(index for index in body if self.blocks[index].is_prose)
        most = 0.6 * max(mass.values(), default=0)
        holder = max((element for element, held in mass.items() if held >= most), default=-1)
        inside = self.structure.under((holder,))
        return [index for index in body if inside[self.blocks[index].element]]

    def _is_unsure(self) -> bool:
        """Tell whether a second opinion is asked: no title found, or a lesser part of the text as body and no date."""
        if self.title is not None and any(block.moments for block in self.blocks[self.title : self.title + 4]):
            return False
        mass = [len(block.text) if block.is_texty else 0 for block in self.blocks]
        return self.title is None or sum(mass[index] for index in self.body) < _SURE_SHARE * sum(mass)

    def _ask(self) -> None:
        """Take the body that trafilatura sees, where it is another one altogether."""
        seen = second_opinion(self.content)
        theirs = {index for index, block in enumerate(self.blocks) if block.is_texty and block.key in seen}
        ours = self.body
        shared = sum(len(self.blocks[index].text) for index in ours if index in theirs)
        size = sum(len(self.blocks[index].text) for index in ours)
        opinion = sum(len(self.blocks[index].text) for index in theirs)
        if opinion < _LEAST_OPINION or 2 * shared > max(size, opinion):
            return
        self.origin = "trafilatura"
        self.bylines = []
        for index, rule in enumerate(self.rules):
            self.rules[index] = "" if index in theirs else rule or "second-opinion"
        self._remove_tail()

    def _words(self, indexes: Sequence[int]) -> frozenset[str]:
        return frozenset(
            word for index in indexes if self.blocks[index].is_prose for word in self.blocks[index].key.split()
        )

    def _is_caption(self, index: int, told: frozenset[str]) -> bool:
        """Tell whether a line behind the byline is a caption: it ends as a sentence, or says what the body told."""
        block = self.blocks[index]
        if block.kind == "caption" or block.text.endswith(_FULL_STOP) or "ảnh" in block.low:
            return True
        words = [word for word in block.key.split() if len(word) > 2]
        return 5 * sum(word in told for word in words) >= 4 * len(words) > 0


def _is_dated_headline(block: Block) -> bool:
    """Tell whether a line is a headline with the day of an article behind it, and no phase or span of days."""
    if len(block.text) > 250 or block.kind in ("table_row", "heading") or not block.moments:
        return False
    match = _HEADLINE_DAY.search(block.low)
    return match is not None and match.start() >= 15 and not _SPAN.search(block.low[: match.start()])
