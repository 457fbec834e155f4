"""Rows of data tables (hàng của bảng số liệu): each is one block, its cells joined by tabs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scraper.blocks import Block, Element

_LONGEST_CELL = 400


def join_rows(elements: Sequence[Element], blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks, those of a data table's row joined into one."""
    tables = _data_rows(elements, blocks)
    if not tables:
        yield from blocks
        return
    waiting: list[Block] = []
    row = -1
    for block in blocks:
        now = elements[block.element].row
        now = now if now in tables else -1
        if waiting and now != row:
            yield _row_block(elements, row, waiting)
            waiting = []
        row = now
        if row < 0:
            yield block
        else:
            waiting.append(block)
    if waiting:
        yield _row_block(elements, row, waiting)


def _data_rows(elements: Sequence[Element], blocks: Sequence[Block]) -> frozenset[int]:
    """Return the rows of tables that hold data and no layout.

    A data table has at least two rows of several cells, short cells, few links, no picture and no table inside.
    """
    rows: dict[int, list[int]] = {}
    layout: set[int] = set()
    for index, element in enumerate(elements):
        if element.tag == "tr":
            rows.setdefault(table_of(elements, element.parent), []).append(index)
        if element.tag == "table" or element.images:
            layout.add(table_of(elements, element.parent if element.tag == "table" else index))
    if not rows:
        return frozenset()
    lengths, linked = _cell_lengths(elements, blocks)
    found: set[int] = set()
    for table, mine in rows.items():
        cells = [cell for row in mine for cell in elements[row].cells]
        total = sum(lengths.get(cell, 0) for cell in cells)
        broad = sum(sum(1 for cell in elements[row].cells if cell in lengths) > 1 for row in mine)
        short = all(lengths.get(cell, 0) <= _LONGEST_CELL for cell in cells)
        if table not in layout and broad >= 2 and short and 2 * sum(linked.get(cell, 0) for cell in cells) < total:
            found.update(mine)
    return frozenset(found)


def table_of(elements: Sequence[Element], index: int) -> int:
    """Return the index of the innermost table that an element is or stands in, -1 where there is none."""
    while index >= 0 and elements[index].tag != "table":
        index = elements[index].parent
    return index


def _cell_of(elements: Sequence[Element], index: int) -> int:
    while index >= 0 and elements[index].tag not in ("td", "th"):
        index = elements[index].parent
    return index


def _cell_lengths(elements: Sequence[Element], blocks: Sequence[Block]) -> tuple[dict[int, int], dict[int, float]]:
    lengths: dict[int, int] = {}
    linked: dict[int, float] = {}
    for block in blocks:
        if elements[block.element].row >= 0:
            cell = _cell_of(elements, block.element)
            lengths[cell] = lengths.get(cell, 0) + len(block.text)
            linked[cell] = linked.get(cell, 0) + len(block.text) * block.links
    return lengths, linked


def _row_block(elements: Sequence[Element], row: int, blocks: list[Block]) -> Block:
    texts: dict[int, list[str]] = {}
    for block in blocks:
        texts.setdefault(_cell_of(elements, block.element), []).append(block.text)
    cells = [" ".join(texts.get(cell, [])) for cell in elements[row].cells]
    size = sum(len(block.text) for block in blocks)
    return Block(
        "\t".join(cells) if len(texts) > 1 else "".join(cells),
        0,
        0,
        "table_row",
        row,
        links=sum(len(block.text) * block.links for block in blocks) / size,
        hidden=all(block.hidden for block in blocks),
    )
