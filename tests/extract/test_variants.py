"""The same article in another dress: decomposed letters and no-break blanks change nothing, capitals little."""

import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from extract import read_record
from schemas.pages import Article, RawPage
from schemas.records import Award, Record
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


def told(awards: tuple[Award, ...]) -> Counter[tuple[object, ...]]:
    """Return what capitals cannot touch: form, status and numbers."""
    return Counter(
        (award.form, award.status, award.collectives, award.individuals, award.households, award.joint)
        for award in awards
    )


def test_capitals_lose_only_what_case_tells() -> None:
    """In capitals the ends of names are lost, and with them named recipients; numbers told in figures stay."""
    kept = total = 0
    for article in ARTICLES:
        plain = read_record(article)
        shouted = article.model_copy(update={"text": article.text.upper()})
        expected, found = told(plain.awards), told(read_record(shouted).awards)
        kept, total = kept + (expected & found).total(), total + expected.total()
    assert total > 50
    assert kept / total >= 0.7
