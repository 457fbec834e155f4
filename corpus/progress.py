"""What a user sees while pages are read (tiến độ): a bar on a terminal, messages on standard error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

Item = TypeVar("Item")


def messages() -> Console:
    """Return the console for messages: standard error as it is now, one line a message."""
    return Console(stderr=True, soft_wrap=True, markup=False, highlight=False, emoji=False)


def counted(items: Iterable[Item], *, console: Console) -> Iterator[Item]:
    """Yield the items; on a terminal, show how many pages have passed and for how long."""
    if not console.is_terminal:
        yield from items
        return
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} pages"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("pages", total=None)
        for item in items:
            yield item
            progress.advance(task)
