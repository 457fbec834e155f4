"""The same article in another dress: decomposed letters and no-break blanks change nothing, capitals little."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from extract import read_record
from schemas.folding import fold_key
from schemas.pages import Article, RawPage
from schemas.records import Record
from scraper.clean import clean_page
from scraper.readers import read_sources

EXAMPLES = Path(__file__).parents[2] / "examples"


def articles() -> list[Article]:
    pages = (page for page in read_sources([str(EXAMPLES)]) if isinstance(page, RawPage))
    return [clean_page(page) for page in pages if "danh-sach" not in page.id]


ARTICLES = articles()


def read(article: Article, text: str) -> Record:
    """Read the article's body as if it had been written so; titles and days stay."""
    page = RawPage(source="variant", id="variant", kind="text", content=text, published=article.published)
    cleaned = clean_page(page)
    given = {"id": article.id, "title": article.title, "url": article.url, "host": article.host}
    return read_record(cleaned.model_copy(update=given))


@pytest.mark.parametrize("article", ARTICLES, ids=[article.id for article in ARTICLES])
def test_decomposed_letters_and_no_break_blanks_change_nothing(article: Article) -> None:
    plain = read(article, article.text)
    assert read(article, unicodedata.normalize("NFD", article.text)) == plain
    assert read(article, article.text.replace(" ", "\u00a0")) == plain


def told(record: Record) -> dict[str, Counter[object]]:
    """Return what a record says by kind; of awards what capitals cannot touch: form, status and numbers."""
    awards = (
        (award.form, award.status, award.collectives, award.individuals, award.households, award.joint)
        for award in record.awards
    )
    phases = ((phase.start, phase.end) for campaign in record.campaigns for phase in campaign.phases)
    posts = ((fold_key(one.name), fold_key(post)) for one in record.officials for post in one.positions)
    return {
        "relevant": Counter([record.relevant]),
        "provinces": Counter(record.provinces),
        "events": Counter((event.start, event.end, event.types) for event in record.events),
        "campaigns": Counter(fold_key(campaign.name) for campaign in record.campaigns),
        "phases": Counter(phases),
        "officials": Counter(fold_key(official.name) for official in record.officials),
        "positions": Counter(posts),
        "units": Counter(fold_key(unit.name) for unit in record.units),
        "awards": Counter(awards),
    }


#: The share that must stay in capitals. Days, types, numbers and quoted names stay; what only case tells is lost: where
#: the name of a person or a unit ends, and with it posts, named recipients, and units that a capital sets apart.
KEPT = {
    "relevant": 1.0,
    "provinces": 0.95,
    "events": 0.9,
    "campaigns": 0.9,
    "phases": 0.9,
    "officials": 0.8,
    "positions": 0.75,
    "units": 0.6,
    "awards": 0.7,
}


@pytest.fixture(scope="module")
def in_capitals() -> dict[str, tuple[int, int]]:
    """How much of each kind stays, and how much there is."""
    kept: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for article in ARTICLES:
        plain = told(read_record(article))
        shouted = told(read_record(article.model_copy(update={"text": article.text.upper()})))
        for kind, values in plain.items():
            kept[kind] += (values & shouted[kind]).total()
            total[kind] += values.total()
    return {kind: (kept[kind], total[kind]) for kind in total}


@pytest.mark.parametrize("kind", KEPT)
def test_capitals_lose_only_what_case_tells(in_capitals: dict[str, tuple[int, int]], kind: str) -> None:
    kept, total = in_capitals[kind]
    assert total > 10
    assert kept / total >= KEPT[kind], f"{kept} of {total} {kind} stay"
