"""A portal that is in no registry is cleaned by the definition that its archive keeps."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import create_engine, text

from corpus.archives import portals_in
from corpus.commands import build_database, extract_records
from schemas.crawls import Fetch
from schemas.errors import PortalError
from scraper.archive import Archive, Exchange
from scraper.portals import Portal, Selectors, load_portals
from scraper.portals.kept import KEPT, keep_portal, kept_portal
from tests.portal.site import Site

HOST = "tdkt.mau.example"


def portal_of(byline: str = ".byline .author", name: str = "so-mau-thu") -> Portal:
    selectors = Selectors(byline=(byline,))
    return Portal(
        id=name, name="Sở thử", unit="Sở", hosts=(HOST,), verified=False, verified_reason="thử", selectors=selectors
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive of two articles whose author only selectors find."""
    site = Site("wordpress", f"https://{HOST}", articles=2)
    folder = tmp_path / "raw" / "so-mau-thu"
    with Archive(folder, portal="so-mau-thu") as archive:
        for article in site.articles:
            page = site.page(article.url.removeprefix(site.base))
            assert page
            fetch = Fetch(portal="so-mau-thu", url=article.url, role="article", listed="2026-02-01", outcome="fetched")
            exchange = Exchange(
                article.url,
                200,
                datetime(2026, 2, 1, tzinfo=UTC),
                page.body,
                response_headers=[("Content-Type", page.type)],
            )
            archive.store(exchange, fetch)
    return folder


def bylines(folder: Path, tmp_path: Path) -> tuple[list[str | None], str]:
    """Build the archive; return the bylines of its articles, and what was said."""
    console = Console(record=True, width=200, quiet=False, file=(tmp_path / "said.txt").open("a"))
    address = f"sqlite:///{tmp_path / 'thidua.db'}"
    build_database([str(folder)], address=address, rebuild=False, console=console)
    console.file.close()
    engine = create_engine(address)
    with engine.connect() as connection:
        found = list(connection.scalars(text("SELECT byline FROM articles ORDER BY url")))
    engine.dispose()
    return found, console.export_text()


def test_what_is_kept_is_what_was_given(tmp_path: Path) -> None:
    assert kept_portal(tmp_path) is None
    keep_portal(portal_of(".cu"), tmp_path)
    keep_portal(portal_of(), tmp_path)
    assert kept_portal(tmp_path) == portal_of()
    assert [path.name for path in tmp_path.iterdir()] == [KEPT]


def test_pages_are_cleaned_by_the_kept_definition(folder: Path, tmp_path: Path) -> None:
    assert bylines(folder, tmp_path)[0] == [None, None]
    keep_portal(portal_of(), folder)
    found, said = bylines(folder, tmp_path)
    assert all(found)
    assert "(0 new, 2 changed, 0 unchanged)" in said
    assert "(0 new, 0 changed, 2 unchanged)" in bylines(folder, tmp_path)[1]


def test_another_definition_reads_its_pages_again(folder: Path, tmp_path: Path) -> None:
    keep_portal(portal_of(".khong-co"), folder)
    assert bylines(folder, tmp_path)[0] == [None, None]
    keep_portal(portal_of(), folder)
    assert all(bylines(folder, tmp_path)[0])


@pytest.mark.parametrize("content", ["{", '{"id": "so-mau-thu"}', '{"id": "x", "strange": 1}'])
def test_a_broken_definition_costs_no_page(folder: Path, tmp_path: Path, content: str) -> None:
    (folder / KEPT).write_text(content, "utf-8")
    with pytest.raises(PortalError, match="is no definition of a portal"):
        kept_portal(folder)
    found, said = bylines(folder, tmp_path)
    assert len(found) == 2
    assert f"{folder / KEPT}: skipped (read): is no definition of a portal" in said


def test_a_definition_that_cannot_be_read_is_told(folder: Path) -> None:
    (folder / KEPT).mkdir()
    assert portals_in([str(folder)])[0] == {}
    assert "cannot be read" in portals_in([str(folder)])[1][0].reason


def test_the_registry_goes_before(folder: Path) -> None:
    registered = load_portals()[0]
    keep_portal(registered.model_copy(update={"selectors": Selectors(title=(".cu",))}), folder)
    assert portals_in([str(folder)]) == ({}, [])


def test_records_are_read_by_it_too(folder: Path, tmp_path: Path) -> None:
    keep_portal(portal_of(), folder)
    out = tmp_path / "records.jsonl"
    assert extract_records([str(folder)], output=out, console=Console(quiet=True)) == 0
    assert len(out.read_text("utf-8").splitlines()) == 2
