"""How well and how fast pages are cleaned, beside trafilatura, jusText and readability-lxml in one run.

    python benchmarks/cleaning.py [FOLDER] [--repeat N] [--errors]

FOLDER holds saved pages (``NAME.html``) with reviewed golden files (``NAME.json``: title, published, byline, body) and
``held-out.txt``, the names of pages that were put aside before the rules were tuned. Prints for each tool, for tuned
and held-out pages: word F1 of the body; titles right; publication days right, wrong, and told where the page tells
none; milliseconds a page. Every tool gets the same decoded characters; bare times mean nothing, their ratios do.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from schemas.errors import CleanError
from schemas.pages import RawPage
from scraper.clean import clean_page
from scraper.readers import read_sources

FOLDER = Path(__file__).parent.parent / "tests" / "pages"
HELD_OUT = "held-out.txt"
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Found:
    """What a tool finds in a page; the day is ISO, ``None`` where it tells none."""

    body: str = ""
    title: str = ""
    published: str | None = None
    byline: str | None = None


@dataclass(frozen=True)
class Sample:
    """A saved page with its reviewed values."""

    page: RawPage
    golden: dict[str, Any]
    held_out: bool

    @property
    def body(self) -> str:
        """The reviewed body."""
        body = self.golden["body"]
        return body if isinstance(body, str) else "\n".join(body)


@dataclass
class Score:
    """Counts of one tool over pages."""

    hits: int = 0
    found: int = 0
    wanted: int = 0
    titles: int = 0
    right: int = 0
    wrong: int = 0
    invented: int = 0
    dated: int = 0
    pages: int = 0

    @property
    def f1(self) -> float:
        """Word F1 of all bodies together."""
        return 2 * self.hits / max(self.found + self.wanted, 1)

    def add(self, sample: Sample, found: Found) -> None:
        """Count one page."""
        ours, theirs = (Counter(_WORD.findall(text)) for text in (found.body, sample.body))
        self.hits += (ours & theirs).total()
        self.found, self.wanted = self.found + ours.total(), self.wanted + theirs.total()
        self.titles += _WORD.findall(found.title) == _WORD.findall(sample.golden["title"] or "")
        told, want = (found.published or "")[:10], (sample.golden["published"] or "")[:10]
        self.dated += bool(want)
        self.right += bool(want) and told == want
        self.wrong += bool(want) and bool(told) and told != want
        self.invented += bool(told) and not want
        self.pages += 1


def ours(page: RawPage) -> Found:
    """Clean with thidua."""
    article = clean_page(page)
    return Found(article.text, article.title or "", article.published, article.byline)


def trafilatura(page: RawPage) -> Found:
    """Clean with trafilatura, with its metadata."""
    from trafilatura import bare_extraction

    document = bare_extraction(page.content, with_metadata=True, include_comments=False)
    return Found(document.text or "", document.title or "", document.date) if document else Found()


def justext(page: RawPage) -> Found:
    """Clean with jusText and its Vietnamese stop words; it tells neither title nor day."""
    from justext import get_stoplist
    from justext import justext as clean

    paragraphs = clean(page.content.encode("utf-8"), get_stoplist("Vietnamese"), encoding="utf-8")
    return Found("\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))


def readability(page: RawPage) -> Found:
    """Clean with readability-lxml; it tells no day."""
    from readability import Document

    document = Document(re.sub(r"^\s*<\?xml[^>]*\?>", "", page.content))
    return Found(unescape(re.sub(r"<[^>]+>", " ", document.summary())), document.short_title())


TOOLS: dict[str, Callable[[RawPage], Found]] = {
    "thidua": ours,
    "trafilatura": trafilatura,
    "jusText": justext,
    "readability-lxml": readability,
}


def load_samples(folder: Path) -> list[Sample]:
    """Return the saved pages of a folder that hold an article."""
    aside = folder / HELD_OUT
    held_out = set(aside.read_text(encoding="utf-8").splitlines()) if aside.exists() else set()
    samples = []
    for page in read_sources([str(folder / "*.html")]):
        golden = (
            json.loads((folder / f"{page.id}.json").read_text(encoding="utf-8")) if isinstance(page, RawPage) else {}
        )
        if isinstance(page, RawPage) and golden.get("body"):
            samples.append(Sample(page, golden, page.id in held_out))
    return samples


def clean_with(tool: Callable[[RawPage], Found], page: RawPage) -> Found:
    """Return what a tool finds, nothing where it gives up."""
    try:
        return tool(page)
    except (CleanError, ValueError):
        return Found()


def score(tool: Callable[[RawPage], Found], samples: Iterable[Sample]) -> Score:
    """Return the counts of a tool over pages."""
    total = Score()
    for sample in samples:
        total.add(sample, clean_with(tool, sample.page))
    return total


def milliseconds(samples: Sequence[Sample], repeat: int) -> dict[str, dict[str, float]]:
    """Return the processor time of each tool for each page, the best of several runs.

    The tools take turns at every page, so that what slows the machine for a while slows all of them.
    """
    best = {name: {sample.page.id: float("inf") for sample in samples} for name in TOOLS}
    for sample in samples:
        for _ in range(repeat):
            for name, tool in TOOLS.items():
                begin = time.process_time()
                clean_with(tool, sample.page)
                spent = 1e3 * (time.process_time() - begin)
                best[name][sample.page.id] = min(best[name][sample.page.id], spent)
    return best


def report(samples: list[Sample], repeat: int) -> None:
    """Measure all tools and print a table, and how many times as fast as the others thidua is over all pages."""
    parts = {"tuned": [s for s in samples if not s.held_out], "held out": [s for s in samples if s.held_out]}
    print(
        f"{'':17} {'pages':9} {'n':>3} {'body F1':>8} {'titles':>7} {'days':>7} {'wrong':>6} {'invented':>9} {'ms':>7}"
    )
    scores = {(name, part): score(tool, mine) for name, tool in TOOLS.items() for part, mine in parts.items() if mine}
    spent = milliseconds(samples, repeat)
    for (name, part), total in scores.items():
        each = sum(spent[name][sample.page.id] for sample in parts[part]) / total.pages
        print(
            f"{name:17} {part:9} {total.pages:3} {total.f1:8.3f} {total.titles:3}/{total.pages:<3} "
            f"{total.right:3}/{total.dated:<3} {total.wrong:6} {total.invented:9} {each:7.2f}"
        )
    totals = {name: sum(times.values()) for name, times in spent.items()}
    others = (f"{total / totals['thidua']:.1f} times as fast as {name}" for name, total in totals.items())
    print("thidua:", ", ".join(list(others)[1:]))


def errors(samples: Iterable[Sample]) -> None:
    """Print what thidua gets wrong on the tuned pages, line by line; held-out pages are not shown."""
    for sample in (sample for sample in samples if not sample.held_out):
        found = clean_with(ours, sample.page)
        told, want = found.body.split("\n"), sample.body.split("\n")
        lines = [f"  - {line}" for line in want if line not in told] + [
            f"  + {line}" for line in told if line not in want
        ]
        told_of = {"title": found.title or None, "published": found.published, "byline": found.byline}
        lines += [f"  {name} {value!r}" for name, value in told_of.items() if value != sample.golden[name]]
        if lines:
            print(sample.page.id, *lines, sep="\n")


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--errors", action="store_true", help="show what thidua gets wrong on the tuned pages")
    options = parser.parse_args()
    samples = load_samples(options.folder)
    if options.errors:
        errors(samples)
    else:
        report(samples, options.repeat)


if __name__ == "__main__":
    main()
