"""Shows one article (xem bài viết): the body with every value highlighted and labelled, in the terminal or a page."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from rich.text import Text

from corpus.database import UsageError
from corpus.highlights import Highlight, ShownArticle

#: Kinds of values and their colours, in the order of the legend.
COLOURS: Mapping[str, tuple[str, str]] = {
    "event": ("black on yellow", "#ffe08a"),
    "award": ("black on green", "#b7e4a8"),
    "campaign": ("black on cyan", "#a8e0e6"),
    "phase": ("black on bright_cyan", "#d0f0f4"),
    "official": ("black on magenta", "#efc3e6"),
    "unit": ("white on blue", "#bcd4f5"),
    "province": ("black on white", "#e2e2e2"),
}


def _pieces(shown: ShownArticle) -> list[tuple[str, list[Highlight], list[Highlight]]]:
    """Return the body cut wherever a highlight begins or ends: the piece, what covers it, what ends with it."""
    cuts = sorted({0, len(shown.text), *(edge for item in shown.highlights for edge in (item.start, item.end))})
    pieces = []
    for start, end in pairwise(cuts):
        over = [item for item in shown.highlights if item.start <= start and item.end >= end]
        pieces.append((shown.text[start:end], over, [item for item in over if item.end == end]))
    return pieces


def as_text(shown: ShownArticle) -> Text:
    """Return the article for the terminal: each value coloured, its label after it in brackets."""
    out = Text(f"{shown.title}\n", style="bold")
    for name, value in shown.facts:
        out.append(f"{name}: {value}\n", style="dim")
    out.append("\n")
    for piece, over, ending in _pieces(shown):
        out.append(piece, style=COLOURS[over[-1].kind][0] if over else "")
        for item in ending:
            out.append(f"[{item.kind}: {item.label}]", style="italic dim")
    return out


_PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 16px/1.7 system-ui, sans-serif; max-width: 50em; margin: 2em auto; padding: 0 1em; }}
p.body {{ white-space: pre-wrap; }}
dl {{ color: #555; font-size: 85%; display: grid; grid-template-columns: max-content auto; gap: 0 1em; }}
dd {{ margin: 0; }}
mark {{ color: inherit; padding: 1px 0; border-bottom: 2px solid #0004; }}
sub {{ color: #444; font-size: 65%; margin: 0 .3em; }}
{styles}
</style></head>
<body><h1>{title}</h1>
<dl>{facts}</dl>
<p class="legend">{legend}</p>
<p class="body">{body}</p>
</body></html>
"""


def _marked(piece: str, over: Sequence[Highlight], ending: Sequence[Highlight]) -> str:
    text = html.escape(piece)
    for item in reversed(over):
        label = html.escape(f"{item.kind}: {item.label}")
        text = f'<mark class="{item.kind}" title="{label}">{text}</mark>'
    notes = (f'<sub class="label">{html.escape(f"{item.kind}: {item.label}")}</sub>' for item in ending)
    return text + "".join(notes)


def as_html(shown: ShownArticle) -> str:
    """Return the article as a page that stands alone: nothing is loaded, all text is escaped."""
    return _PAGE.format(
        title=html.escape(shown.title),
        styles="\n".join(f"mark.{kind} {{ background: {colour}; }}" for kind, (_, colour) in COLOURS.items()),
        facts="".join(f"<dt>{name}</dt><dd>{html.escape(value)}</dd>" for name, value in shown.facts),
        legend=" ".join(f'<mark class="{kind}">{kind}</mark>' for kind in COLOURS),
        body="".join(_marked(*piece) for piece in _pieces(shown)),
    )


def write_html(shown: ShownArticle, path: Path) -> None:
    """Write the article as a page.

    Raises:
        UsageError: the file cannot be written.
    """
    try:
        path.write_text(as_html(shown), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot be written ({error.strerror}); name another file", source=str(path)) from error
