"""The spider against the local portal, over HTTP, each crawl in a process of its own."""

import asyncio
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from rich.console import Console
from typer.testing import CliRunner

from corpus.cli import app
from schemas.errors import FetchError
from schemas.pages import RawPage
from scraper.archive import Archive, read_archive, validate, warc_files
from scraper.crawl.transport import NoReplyError
from scraper.portals import load_portal
from scraper.portals.kept import kept_portal
from scraper.spider import Order, _Job, crawl, crawl_portals
from tests.portal import MISBEHAVIOURS, LocalPortal
from tests.scraper.crawl.crawling import ROOT, fetch, fetch_forked, kill_after, rows, start, start_crawl

DELAY = 0.06


def _pages(folder):
    return {page.url: page for page in read_archive(warc_files(folder), folder) if isinstance(page, RawPage)}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    """A portal of 120 articles after its first crawl: the portal, its definition, its archive, code and messages."""
    folder = tmp_path_factory.mktemp("crawled")
    with LocalPortal("wordpress", articles=120, delay=DELAY) as portal:
        definition = portal.definition(folder)
        code, said = fetch(definition, cwd=folder)
        yield portal, definition, folder / "raw" / "local-wordpress", code, said


def test_every_article_is_fetched_once_and_in_order(crawled):
    portal, _, archive, code, said = crawled
    first = len(portal.log)
    paths = [hit.path for hit in portal.log[:first]]
    wanted = [article.url for article in reversed(portal.articles)]
    asked = [url for path in paths if (url := portal.base + path) in set(wanted)]
    assert (code, asked) == (0, wanted), said
    assert paths[0] == "/robots.txt"
    assert max(Counter(paths).values()) == 1
    assert "listed 120 (120 new), fetched 120, unchanged 0, gone 0, refused 0, failed 0" in said
    log = rows(archive)
    assert {url: (log[url].outcome, log[url].status) for url in wanted} == dict.fromkeys(wanted, ("fetched", 200))
    assert [log[article.url].published[:10] for article in portal.articles] == [
        article.timestamp[:10] for article in portal.articles
    ]
    assert set(_pages(archive)) == set(wanted)
    assert validate(archive) == []


def test_the_crawl_delay_is_kept(crawled):
    portal = crawled[0]
    assert len(portal.log) > 120
    assert min(portal.gaps()[1:]) >= DELAY


def test_the_portal_sees_who_asks_and_no_cookie(crawled):
    for hit in crawled[0].log:
        assert hit.method == "GET"
        assert hit.headers["user-agent"].startswith("thidua/")
        assert hit.headers["user-agent"].endswith(" (+a@vidu.vn)")
        assert "cookie" not in hit.headers
        assert "referer" not in hit.headers


def test_a_second_run_fetches_only_what_changed(crawled):
    portal, definition, archive, *_ = crawled
    before = len(portal.log)
    changed, vanished = portal.change(60), portal.vanish(30)
    (fresh,) = portal.publish(1)
    code, said = fetch_forked(definition, "--refresh", cwd=definition.parent)
    hits = {portal.base + hit.path: hit for hit in portal.log[before:]}
    articles = {article.url for article in portal.articles}
    answers = Counter(hit.status for url, hit in hits.items() if url in articles)
    assert code == 0, said
    assert answers == {200: 2, 304: 118, 404: 1}
    assert (hits[changed.url].status, hits[fresh.url].status, hits[vanished.url].status) == (200, 200, 404)
    assert "fetched 2, unchanged 118, gone 1, refused 0, failed 0" in said
    assert "Tin bổ sung" in _pages(archive)[changed.url].content
    assert validate(archive) == []
    third = len(portal.log)
    assert fetch_forked(definition, cwd=definition.parent)[0] == 0
    asked = [hit for hit in portal.log[third:] if portal.base + hit.path in articles]
    assert asked == []


@pytest.fixture(scope="module")
def misbehaved(tmp_path_factory):
    """A portal at which everything goes wrong once, after a crawl."""
    folder = tmp_path_factory.mktemp("misbehaved")
    with LocalPortal("wordpress", articles=40, delay=None, misbehave="all", switches=["hostile_links"]) as portal:
        definition = portal.definition(folder, politeness={"delay": 0.01, "timeout": 1, "retries": 2})
        code, said = fetch(definition, cwd=folder)
        yield portal, folder / "raw" / "local-wordpress", code, said


@pytest.mark.parametrize("name", MISBEHAVIOURS)
def test_each_misbehaviour_ends_as_it_must(misbehaved, name):
    portal, archive, *_ = misbehaved
    rule, article = MISBEHAVIOURS[name], portal.article(portal.victims[name])
    row = rows(archive)[article.url]
    assert row.outcome == rule.outcome, row
    assert rule.status in (None, row.status)
    assert rule.tries in (None, len(portal.hits(article.number)))
    assert (article.url in _pages(archive)) or not rule.page
    assert row.reason or row.outcome in ("fetched", "gone")


def test_misbehaviours_are_told_and_stay_harmless(misbehaved):
    portal, archive, code, said = misbehaved
    assert code == 1
    assert portal.trap == []
    for reason in ("HTTP 500", "timeout", "larger than 10 MB", "decompression bomb", "redirect loop"):
        assert f"failed: {reason}" in said
    for reason in ("robots.txt", "redirect: foreign host", "redirect: scheme file", "redirect: scheme javascript"):
        assert f"refused: {reason}" in said
    assert validate(archive) == []
    fine = {article.url for article in portal.articles} - {portal.article(n).url for n in portal.victims.values()}
    assert fine <= set(_pages(archive))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_host_that_resolves_to_this_machine_is_refused(tmp_path, host):
    with LocalPortal("wordpress", articles=2) as portal:
        port = portal.host.rpartition(":")[2]
        definition = portal.definition(tmp_path, hosts=[f"{host}:{port}"], loopback=False)
        code, said = fetch(definition, cwd=tmp_path)
        assert portal.log == []
    assert code == 1
    assert "private address" in said


def test_a_test_portal_by_name_may_stand_on_this_machine(tmp_path):
    with LocalPortal("wordpress", articles=2, delay=None) as portal:
        port = portal.host.rpartition(":")[2]
        definition = portal.definition(tmp_path, hosts=[f"localhost:{port}"], loopback=True)
        code, said = fetch_forked(definition, "--limit", "1", cwd=tmp_path)
        assert portal.hits("/robots.txt"), said
    assert code in (0, 1)


def test_portals_side_by_side_and_one_that_is_taken(tmp_path):
    with (
        LocalPortal("wordpress", articles=4, delay=None) as one,
        LocalPortal("nukeviet", articles=4, delay=None) as two,
        LocalPortal("sharepoint", articles=4, delay=None) as three,
        Archive(tmp_path / "raw" / "local-sharepoint", portal="local-sharepoint"),
    ):
        definitions = [portal.definition(tmp_path) for portal in (one, two, three)]
        code, said = fetch_forked(*definitions, cwd=tmp_path)
        assert three.log == []
        assert code == 1
        assert "another writer holds it" in said
        for portal, name in ((one, "local-wordpress"), (two, "local-nukeviet")):
            assert set(_pages(tmp_path / "raw" / name)) == {article.url for article in portal.articles}, said


def test_an_unknown_portal_needs_a_host_and_nothing_else(tmp_path):
    with LocalPortal("wordpress", articles=20, delay=None) as portal:
        definition = portal.definition(
            tmp_path, cms=None, article=None, selectors=None, listings=None, feeds=None, sitemaps=None
        )
        code, said = fetch_forked(definition, cwd=tmp_path)
        wanted = {article.url for article in portal.articles}
        assert wanted <= set(_pages(tmp_path / "raw" / "local-wordpress")), said
        again, _ = fetch_forked(definition, cwd=tmp_path)
    assert (code, again) == (0, 0), said
    kept = kept_portal(tmp_path / "raw" / "local-wordpress")
    assert kept is not None
    assert (kept.cms, bool(kept.selectors.body)) == ("wordpress", True)


@pytest.mark.parametrize("switch", ["repeating_listing", "last_page_again", "restless", "robots_missing"])
def test_what_a_whole_site_does(tmp_path, switch):
    with LocalPortal("wordpress", articles=20, delay=None, switches=[switch]) as portal:
        definition = portal.definition(tmp_path)
        code, said = fetch_forked(definition, cwd=tmp_path)
        assert code == 0, said
        assert set(_pages(tmp_path / "raw" / "local-wordpress")) == {article.url for article in portal.articles}
        assert len(portal.log) < 35


def test_interrupting_ends_with_a_summary_and_the_next_run_goes_on(tmp_path):
    with LocalPortal("wordpress", articles=30, delay=0.1) as portal:
        definition = portal.definition(tmp_path)
        process = start(definition, cwd=tmp_path)
        while len(portal.log) < 12:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "stopped: interrupted" in said
        assert fetch_forked(definition, cwd=tmp_path)[0] == 0
        counts = Counter(hit.path for hit in portal.log if portal.base + hit.path in {a.url for a in portal.articles})
        assert len(counts) == 30
        assert sum(counts.values()) <= 31
    assert validate(tmp_path / "raw" / "local-wordpress") == []


def test_ten_kills_lose_nothing_and_double_nothing(tmp_path):
    """SIGKILL at ten random moments; in the end the archive holds every article once and is whole."""
    chance = random.Random(20250106)
    kills = 0
    with LocalPortal("wordpress", articles=60, delay=None) as portal:
        definition = portal.definition(tmp_path)
        while kills < 10:
            process = start_crawl(definition, tmp_path / "raw")
            assert kill_after(process, portal, hits=chance.randrange(1, 7), seconds=chance.random() / 20)
            kills += 1
        process = start_crawl(definition, tmp_path / "raw")
        process.join(60)
        assert process.exitcode == 0
        archive = tmp_path / "raw" / "local-wordpress"
        wanted = {article.url for article in portal.articles}
        log = rows(archive)
        assert {url: log[url].outcome for url in wanted} == dict.fromkeys(wanted, "fetched")
        assert set(_pages(archive)) == wanted
        asked = Counter(portal.base + hit.path for hit in portal.log)
        assert sum(asked[url] for url in wanted) <= len(wanted) + kills
    assert validate(archive) == []


def _refused(*arguments):
    result = CliRunner().invoke(app, ["fetch", *arguments])
    assert result.exit_code == 2, result.output
    return result.output


def test_wrong_use_is_told(tmp_path):
    contact = ("--contact", "a@vidu.vn")
    assert "contact" in _refused("so-nao-do")
    assert "neither a mail address nor an http address" in _refused("snv.vidu.vn", "--contact", "tôi")
    assert "no portal 'so-nao-do'" in _refused("so-nao-do", *contact)
    assert "is no period" in _refused("snv.vidu.vn", *contact, "--since", "hôm qua")
    assert "no day lies between" in _refused("snv.vidu.vn", *contact, "--since", "2025", "--until", "2024")
    assert "--limit" in _refused("snv.vidu.vn", *contact, "--limit", "0")
    assert "is asked for twice" in _refused("snv.vidu.vn", "http://snv.vidu.vn/tin", *contact)


def test_an_order_knows_its_limits():
    assert Order("https://vidu.vn/lien-he").agent.endswith(" (+https://vidu.vn/lien-he)")
    for contact in ("", "a b@vidu.vn", "a@vidu.vn)\r\nX: y", "vidu"):
        with pytest.raises(FetchError):
            Order(contact)
    with pytest.raises(FetchError):
        Order("a@vidu.vn", limit=0)


def test_an_archive_that_cannot_be_opened_stops_its_portal(tmp_path):
    (tmp_path / "raw").write_text("a file, no folder")
    portal = load_portal("snv.vidu.vn")
    console = Console(quiet=True)
    report = crawl(portal, tmp_path / "raw", contact="a@vidu.vn", console=console)
    assert report.failed == 1
    assert "cannot be opened" in report.stopped
    with pytest.raises(FetchError, match="is asked for twice"):
        crawl_portals([portal, portal], tmp_path / "raw", Order("a@vidu.vn"), console=console)


class _Gives:
    """A transport that gives an error."""

    def __init__(self, error):
        self.error = error

    async def get(self, address, **more):
        raise self.error


@pytest.mark.parametrize("error", [NoReplyError("no connection"), RuntimeError("a fault of the program")])
def test_a_fault_of_the_program_is_no_line_of_a_report(tmp_path, error):
    job = _Job(load_portal("snv.vidu.vn"), tmp_path, Order("a@vidu.vn"), Console(quiet=True))
    assert job.open()
    job.archive.close()
    asyncio.run(job.run(_Gives(error)))
    if isinstance(error, RuntimeError):
        assert job.error is error
    else:
        assert (job.error, "not open" in job.report.stopped) == (None, True)


def test_other_commands_do_not_load_the_network():
    code = "import sys, corpus.cli, corpus.commands; sys.exit('scrapy' in sys.modules or 'twisted' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120).returncode == 0
