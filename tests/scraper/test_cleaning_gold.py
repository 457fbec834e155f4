"""Measured on the annotated pages and seeds, where they are at hand."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from schemas.errors import CleanError
from scraper.clean import clean_page
from scraper.markup import html_page
from scraper.readers import read_sources

SHARED = Path(__file__).resolve().parents[3] / "shared"
pytestmark = pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="the annotated pages are not here")


def golden(part):
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (SHARED / "gold" / part).glob("*.json")}


def articles(source):
    for page in read_sources([str(SHARED / source)]):
        try:
            yield page.id, clean_page(page)
        except CleanError:
            yield page.id, None


def test_pages_reach_the_measure():
    gold, hits, found, wanted, wrong = golden("pages"), 0, 0, 0, []
    for name, article in articles("gold/pages"):
        want = gold[name]
        ours, theirs = (Counter(re.findall(r"\w+", text)) for text in (article.text if article else "", want["body"]))
        hits, found, wanted = hits + (ours & theirs).total(), found + ours.total(), wanted + theirs.total()
        if article is None:
            wrong += [name] if want["body"] else []
        else:
            wrong += [(name, key) for key in ("title", "published", "byline") if getattr(article, key) != want[key]]
            wrong += [(name, line) for line in want["boilerplate"] if line in article.text]
    assert wrong == []
    assert 2 * hits / (found + wanted) >= 0.98


def as_dump(page):
    lines = [block.text for block in html_page(page.content).blocks if not block.hidden and not block.control]
    return page.model_copy(update={"kind": "text", "content": "\n".join(lines)})


def without_names(page):
    content = re.sub(r"\s(?:class|id|itemprop)\s*=\s*(\"[^\"]*\"|'[^']*')", "", page.content)
    return page.model_copy(update={"content": content})


@pytest.mark.parametrize("change", [as_dump, without_names])
def test_pages_reach_the_measure_without_their_mark_up(change):
    gold, hits, sizes, titles = golden("pages"), 0, 0, 0
    pages = [page for page in read_sources([str(SHARED / "gold/pages")]) if gold[page.id]["body"]]
    for page in pages:
        article = clean_page(change(page))
        ours, theirs = (Counter(re.findall(r"\w+", text)) for text in (article.text, gold[page.id]["body"]))
        hits, sizes = hits + (ours & theirs).total(), sizes + ours.total() + theirs.total()
        titles += article.title == gold[page.id]["title"]
    assert titles == len(pages)
    assert 2 * hits / sizes >= 0.98


def test_seeds_are_clean():
    gold = golden("seeds")
    seen = dict(articles("seeds"))
    assert seen.keys() == gold.keys()
    for name, article in seen.items():
        want = gold[name]
        assert article is not None, name
        assert article.text.startswith(want["body_first"]), name
        assert article.text.endswith(want["body_last"]), name
        assert (article.title, article.published) == (want["title"], want["published_in_text"]), name
        assert not set(want["boilerplate"]) & set(article.text.split("\n")), name
