"""Title, publication time and byline (tít, ngày đăng, tác giả): which candidate, and from where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from schemas.folding import fold
from schemas.pages import Choice, RawPage
from scraper.blocks import Block, Page, fold_words
from scraper.moments import TIME_LINE, Moment, find_moments, read_time, vietnam_minute

#: A day printed behind a title in the same block, in brackets or behind a dash; or in brackets before it.
_TITLE_DAY = re.compile(
    r"\s*[(\[]\s*(?:[^()\[\]]{0,25}\d{4}[^()\[\]]{0,25})[)\]]\s*$"
    r"|\s*[-–|]\s*\d{1,2}/\d{1,2}/\d{4}(?:\s+\d{1,2}:\d{2})?\s*$"
)
_DAY_TITLE = re.compile(r"[(\[]\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:[\s,|-]+\d{1,2}:\d{2})?\s*[)\]]\s*[-–:|]?\s*")
_OPENING = re.compile(
    r"(?:rạng sáng|sáng|trưa|chiều|tối|ngày|hôm nay|vừa qua|mới đây|nhằm|thực hiện|để|theo|được|trong|nhân dịp|tại|với"
    r"|tới dự|tham dự)(?!\w)"
)
#: Blocks of the body that a dateline may stand among: it may follow the lead.
_NEAR = 3
#: How a line ends that no other line of the title follows.
_CLOSED = (".", ":", ";", "!")
_META_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})")
_CREDIT = re.compile(
    r"(?:tác giả(?: bài viết)?"
    r"|(?:tin|bài|ảnh)(?: ?(?:,|và|&|/|-|\+) ?(?:tin|bài|ảnh|clip|video))*(?: viết)?"
    r"|bài viết|người viết|thực hiện|nhóm phóng viên|phóng viên|pv|ctv|cộng tác viên|sưu tầm|tổng hợp|nguồn(?: tin)?"
    r"|theo)\s*:\s*\S.{0,90}$"
)
_DATE_NAMES = re.compile(
    r"(?:entry|post|article|item|news|publish(?:ed)?|detail|bai-?viet|tin)[-_]?(?:date|time|meta|info|ngay)|ngay-?dang"
    r"|date-?(?:published|created)|created?-?date"
)
_PHOTO = re.compile(r"ảnh\s*:")
_SOURCE = re.compile(r"(?:nguồn|theo)(?!\w)")
_NAME_WORD = r"(?:[A-ZÀ-ỸĐ][\w’'.]*)"
_NAME = re.compile(
    rf"{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,4}}(?:\s*(?:[-–,/&]|và)\s*{_NAME_WORD}(?:\s+{_NAME_WORD}){{0,4}}){{0,2}}(?:\s*(?:[-–,]\s*|\()(?P<unit>[^.:;]{{2,60}}))?"
)
_UNIT = re.compile(
    r"(?:văn phòng|phòng|ban|tổ|trung tâm|chi cục|cục|sở|thanh tra|bbt|công đoàn|đoàn thanh niên|liên đoàn|liên minh"
    r"|hội(?! (?:nghị|thảo|thi|thao))|đảng ủy|đảng bộ|bộ phận|khối|ubnd|ủy ban|trường|bệnh viện|cổng thông tin)(?!\w)"
    r"[^.:;!?\d]{0,75}$"
)
_VERB = re.compile(
    r"(?<!\w)(?:có|đã|là|về|sẽ|cùng|sơ kết|thực hiện|chủ trì|khai mạc|(?<!phòng )(?<!ban )tổ chức|tặng|trao|nhận|đạt"
    r"|phát động|ký|triển khai|tổng kết|được|dự|chúc|thăm|ra mắt|công bố|báo cáo|phát biểu|chụp|quyết định|hướng dẫn"
    r"|biểu dương|vinh danh|tuyên dương|giành|chào mừng|họp)(?!\w)"
)
#: The name of a unit with its province, as it stands in the head of a site, and nothing told of it.
_SITE_NAME = re.compile(
    r"(?i:ubnd|ủy ban nhân dân|uỷ ban nhân dân|sở|ban|công đoàn|liên đoàn|hội|đoàn|chi cục|cục|trung tâm|tỉnh đoàn"
    r"|huyện|xã|phường|đảng bộ|bộ)(?: (?i:(?!tổ chức|tặng|trao|họp|phát động|tổng kết|sơ kết|triển khai|ký|đón|nhận"
    r"|khen|bình|công bố|được|biểu dương|đề xuất|đề nghị))[\w&-]+){0,10} (?i:tỉnh|thành phố|tp\.?|huyện)"
    r"(?: (?:-|–|[A-ZÀ-ỸĐ]\w*)){1,5}"
)


def split_title(text: str) -> str:
    """Return a title without the day printed behind or before it.

    A day is one that :func:`find_moments` reads; years in brackets belong to the title.

    >>> split_title("Sở công bố quyết định khen thưởng (28/02/2014)")
    'Sở công bố quyết định khen thưởng'
    >>> split_title("Kỷ niệm ngày truyền thống (1951 - 2021)")
    'Kỷ niệm ngày truyền thống (1951 - 2021)'
    """
    start, end = _title_bounds(text)
    return text[start:end].strip() or text


def day_of_title(block: Block) -> Moment | None:
    """Return the moment that stands in a title's block beside the title."""
    start, end = _title_bounds(block.text)
    return next((moment for moment in block.moments if moment.start < start or moment.start >= end), None)


def _title_bounds(text: str) -> tuple[int, int]:
    start, end = 0, len(text)
    before, behind = _DAY_TITLE.match(text), _TITLE_DAY.search(text)
    if behind and next(find_moments(fold(behind[0])), None):
        end = behind.start()
    if before:
        start = before.end()
    return (start, end) if start < end else (0, len(text))


def find_dump_title(blocks: Sequence[Block], given: str | None, repeated: frozenset[int] = frozenset()) -> int | None:
    """Return the index of the line of a dump that is its title, ``None`` for a dump that begins with its body.

    The candidates are lines before the first running text. A line that is repeated or that a dateline follows comes
    first; then, in a text that begins without the navigation of a site, its first line, else the last candidate. Lines
    that stand on most pages of the host (``repeated``) are none.
    """
    wanted = fold_words(given or "")
    best, found, marked = 0, None, False
    for index, block in enumerate(blocks[:60]):
        if wanted:
            if block.key == wanted:
                return index
            continue
        score = 0 if index in repeated else _dump_score(blocks, index)
        if score < 0:
            break
        marked = marked or block.mark is not None
        if score > best or (marked and score == best > 0):
            best, found = score, index
        best += 3 if found == index and not marked else 0
    while found and _continues(blocks[found - 1], blocks[found]):
        found -= 1
    return found


def _continues(above: Block, block: Block) -> bool:
    """Tell whether a line of a dump in capitals is the first part of the title below it."""
    capitals = above.text.isupper() and block.text.isupper() and len(above.text) >= 12
    return capitals and above.mark is None and not is_site_name(above.text) and above.key != block.key


def _dump_score(blocks: Sequence[Block], index: int) -> int:
    """Weigh a line of a dump as title: 0 is none, less than 0 the beginning of the body."""
    block, following = blocks[index], blocks[index + 1 : index + 4]
    length = len(block.text)
    if block.mark is not None or is_site_name(block.text):
        return 0
    repeated = _stands_in_head(blocks, index) or any(
        len(other.text) < 400 and other.key == block.key for other in following
    )
    dated = _dateline_follows(blocks, index)
    ended = block.text.endswith(_CLOSED)
    if length > 300 or (ended and _begins_body(block, following, dated=dated or repeated)):
        return -1
    if length < 12 or block.kind in ("table_row", "list_item") or not following:
        return 0
    return 1 + (not ended) + (length >= 40) + (len(block.key.split()) >= 6) + 5 * repeated + 4 * dated


def _stands_in_head(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether an earlier line holds a line and more, as the first line of a dump does ("tít - tên trang")."""
    key = blocks[index].key
    above = (other.key for other in blocks[:index] if len(other.text) <= 350)
    return len(key) >= 20 and any(key in other and key != other for other in above)


def _begins_body(block: Block, following: Sequence[Block], *, dated: bool) -> bool:
    """Tell whether a line that ends as a sentence is the lead: it opens as one, or is too long for a title."""
    if _OPENING.match(block.low) or len(block.text) > 200:
        return True
    lead = following and len(following[0].text) > len(block.text) and following[0].ended
    return len(block.text) > 100 and not dated and not lead


def _dateline_follows(blocks: Sequence[Block], index: int) -> bool:
    """Tell whether nothing but marked lines stands between a line and a dateline, or the line ends with a day."""
    if len(split_title(blocks[index].text)) >= 25 and day_of_title(blocks[index]):
        return True
    for other in blocks[index + 1 : index + 6]:
        if other.datelines:
            return True
        if other.mark is None:
            return False
    return False


def title_end(structure: Page, index: int) -> int:
    """Return the index behind the last block of a title that line breaks divide."""
    end = index + 1
    while end < min(index + 3, len(structure.blocks)) and one_title(structure, end - 1, end):
        end += 1
    return end


def one_title(structure: Page, index: int, other: int) -> bool:
    """Tell whether two blocks that follow each other are lines of one title: alike in mark-up, or in capitals."""
    first, block = structure.blocks[index], structure.blocks[other]
    if first.element != block.element or first.key == block.key or first.moments:
        return False
    if first.mark or block.mark or max(len(first.text), len(block.text)) > 200:
        return False
    if first.text.endswith(_CLOSED) or block.text.endswith(_CLOSED):
        return False
    if block.element < 0:
        return first.text.isupper() and block.text.isupper()
    return structure.elements[block.element].tag in ("h1", "h2") or (block.bold and first.bold)


def choose_title(page: RawPage, structure: Page, index: int | None, end: int) -> Choice | None:
    """Return the title and where it was read: handed over, a block of the page, or its ``og:title``.

    Args:
        page: The page as read.
        structure: Its blocks.
        index: Index of the title's first block.
        end: Index behind its last block.
    """
    block = structure.blocks[index] if index is not None else None
    told_by = " ".join(part.text for part in structure.blocks[index:end]) if index is not None else ""
    if page.title and page.title.strip():
        value = " ".join(page.title.split())
        return Choice(value=value, origin="given", quote=told_by or value)
    if block is not None:
        element = structure.elements[block.element].tag if block.element >= 0 else "line"
        return Choice(value=split_title(told_by), origin=f"title-{element}", quote=told_by)
    told = structure.meta.og_title
    return Choice(value=told, origin="og:title", quote=told) if len(told) >= 20 else None


def choose_published(page: RawPage, structure: Page, title: int | None, body: Sequence[int]) -> Choice | None:
    """Return the publication time and the characters it was read from, ``None`` rather than a guess.

    In this order: what was handed over; a day in the title's block; the dateline between title and body; one that
    stands directly before the title and says what it is; one behind the body that says so; a well-formed
    ``article:published_time``; a well-formed ``time`` element beside the title. A day before the title without a
    label is the day of the visit and is not read.

    Args:
        page: The page as read.
        structure: Its blocks.
        title: Index of the title's block.
        body: Indexes of the blocks of the body.
    """
    if page.published:
        return Choice(value=page.published, origin="given", quote=page.published)
    blocks = structure.blocks
    first, last = (body[:_NEAR][-1], body[-1]) if body else (len(blocks), len(blocks) - 1)
    near = [index for index in range(first) if index not in body]
    begin = title if title is not None and title < first else 0
    return (
        _in_title(blocks, title)
        or _nearest(blocks, [index for index in near if index >= begin and index != title], "dateline", loose=False)
        or _nearest(blocks, [index for index in near if title is not None and index > begin], "dateline", loose=True)
        or _before_title(structure, begin)
        or _nearest(blocks, range(last + 1, min(last + 8, len(blocks))), "dateline-after-body", loose=False)
        or _told(structure.meta.published, "article:published_time")
        or next(filter(None, (_told(block.told, "time") for block in blocks[max(begin - 4, 0) : first])), None)
    )


def _in_title(blocks: Sequence[Block], title: int | None) -> Choice | None:
    moment = day_of_title(blocks[title]) if title is not None else None
    if moment is None or title is None:
        return None
    return Choice(value=moment.value, origin="title", quote=blocks[title].text[moment.start : moment.end])


def _before_title(structure: Page, title: int) -> Choice | None:
    """Return a dateline directly before the title: labelled, or in an element that is named as the article's date."""
    near = range(title - 1, max(title - 5, -1), -1)
    named = [index for index in near if _DATE_NAMES.search(_names_of(structure, index))]
    return _nearest(structure.blocks, near, "dateline-before-title", loose=False) or next(
        filter(
            None,
            (
                _nearest(structure.blocks, range(index, index + 1), "dateline-before-title", loose=True)
                for index in named
            ),
        ),
        None,
    )


def _names_of(structure: Page, index: int) -> str:
    block = structure.blocks[index]
    if block.element < 0:
        return ""
    element = structure.elements[block.element]
    above = structure.elements[element.parent].names if element.parent >= 0 else ""
    return f"{block.names} {element.names} {above}"


def _nearest(blocks: Sequence[Block], indexes: Sequence[int], origin: str, *, loose: bool) -> Choice | None:
    """Return the first line that is a dateline: labelled, or (where loose) telling hardly more than a moment."""
    for index in indexes:
        for moment in (
            () if blocks[index].hidden else sorted(blocks[index].datelines, key=lambda found: not found.labelled)
        ):
            if moment.labelled or loose:
                return _with_hour(blocks, index, moment, origin)
    return None


def _with_hour(blocks: Sequence[Block], index: int, moment: Moment, origin: str) -> Choice:
    """Add the hour that stands alone on the next line."""
    quote, value = blocks[index].text[moment.start : moment.end], moment.value
    follows = TIME_LINE.fullmatch(blocks[index + 1].low) if index + 1 < len(blocks) else None
    hour = read_time(follows["time"]) if follows and "T" not in value else None
    if hour and follows:
        quote, value = f"{quote}\n{blocks[index + 1].text}", f"{value}T{hour}"
    return Choice(value=value, origin=origin, quote=quote)


def _told(text: str, origin: str) -> Choice | None:
    """Return a well-formed moment with its offset, on the clock of Vietnam."""
    if not _META_TIME.fullmatch(text.strip()):
        return None
    try:
        value = vietnam_minute(datetime.fromisoformat(text.strip()))
    except (ValueError, OverflowError):
        return None
    return Choice(value=value, origin=origin, quote=text.strip()) if value else None


def is_byline(block: Block, *, before: Block | None) -> bool:
    """Tell whether a block at the end of a body is who wrote it or where it was taken from.

    Args:
        block: The block.
        before: The block before it; a list of names or units is no byline.
    """
    text = block.text.strip(" ()[]*./–-")
    low = block.low.strip(" ()[]*./–-")
    if not text or len(text) > 120 or block.kind in ("table_row", "caption"):
        return False
    if _CREDIT.match(low):
        return not _PHOTO.match(low)
    if block.text.endswith((".", ":", ";", ",", "?", "!")) and len(text.split()) > 3:
        return False
    if block.kind == "list_item" and block.side != "right":
        return False
    if before is not None and block.side != "right" and not before.ended and is_name(before):
        return False
    return _is_name(text, low)


def is_site_name(text: str) -> bool:
    """Tell whether a line is the name of a unit with its province, as it stands in the head of a site.

    >>> is_site_name("SỞ CÔNG THƯƠNG TỈNH BẮC GIANG"), is_site_name("Sở Nội vụ đề xuất tỉnh khen người tốt")
    (True, False)
    """
    return _SITE_NAME.fullmatch(text) is not None


def is_name(block: Block) -> bool:
    """Tell whether a block is a name of persons or a unit and nothing else."""
    return _is_name(block.text, block.low)


def _is_name(text: str, low: str) -> bool:
    if _VERB.search(low) or any(char.isdigit() for char in text):
        return False
    return (
        bool(_NAME.fullmatch(text) and len(text) <= 90)
        or bool(_UNIT.match(low))
        or bool(_SOURCE.match(low) and len(text) < 60)
    )


def choose_byline(blocks: Sequence[Block], indexes: Sequence[int]) -> Choice | None:
    """Return the byline among blocks found to be such; an author comes before a source."""
    if not indexes:
        return None
    index = next((index for index in indexes if not _SOURCE.match(blocks[index].low)), indexes[0])
    text = blocks[index].text
    value = text.strip(" ()[]*") or text
    return Choice(value=value, origin="byline", quote=text)
