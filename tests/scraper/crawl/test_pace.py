import asyncio
from datetime import UTC, datetime

import pytest

from scraper.crawl.pace import LONGEST_REST, Pace, back_off, retry_after
from scraper.crawl.robots import LARGEST_ROBOTS, Robots, read_robots


class Clock:
    def __init__(self):
        self.now = 100.0
        self.slept = []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def _requests(pace, clock, *taken):
    """Return when each of some requests began, given how long each takes."""

    async def run():
        began = []
        for seconds in taken:
            async with pace:
                began.append(clock.now - 100)
                clock.now += seconds
        return began

    return asyncio.run(run())


def test_a_request_begins_a_delay_after_the_last_response():
    clock = Clock()
    assert _requests(Pace(1.5, clock=clock, sleep=clock.sleep), clock, 0.5, 0.5, 0.5) == [0, 2, 4]


def test_a_crawl_delay_is_never_undercut():
    clock = Clock()
    pace = Pace(1.0, clock=clock, sleep=clock.sleep)
    pace.at_least(0.25)
    assert pace.delay == 1.0
    pace.at_least(2.5)
    assert _requests(pace, clock, 0, 0, 0) == [0, 2.5, 5]


def test_a_slow_host_rests_and_recovers():
    clock = Clock()
    pace = Pace(1.0, clock=clock, sleep=clock.sleep)
    assert _requests(pace, clock, 8, 0, 0, 0, 0) == [0, 16, 20, 22, 23]
    _requests(pace, clock, 1000)
    assert pace.delay == LONGEST_REST


def test_a_clock_that_was_woken_early_sleeps_on():
    clock = Clock()

    async def wake_early(seconds):
        clock.now += seconds / 2 if seconds > 0.1 else seconds
        clock.slept.append(seconds)

    pace = Pace(1.0, clock=clock, sleep=wake_early)
    began = _requests(pace, clock, 0, 0)
    assert began[1] >= 1.0
    assert len(clock.slept) > 1


def test_one_request_at_a_time():
    pace = Pace(0.0)
    inside = []

    async def ask(name):
        async with pace:
            inside.append(name)
            await asyncio.sleep(0.01)
            inside.append(name)

    async def run():
        await asyncio.gather(ask("a"), ask("b"))

    asyncio.run(run())
    assert inside == ["a", "a", "b", "b"]


def test_a_request_that_is_given_up_leaves_the_turn_to_the_next():
    async def never(seconds):
        raise asyncio.CancelledError

    clock = Clock()
    pace = Pace(1.0, clock=clock, sleep=never)

    async def run():
        async with pace:
            pass
        with pytest.raises(asyncio.CancelledError):
            async with pace:
                raise AssertionError("it must not begin")
        assert not pace._lock.locked()

    asyncio.run(run())


def test_back_off_grows_with_some_chance():
    waits = [back_off(attempt, 1.0) for attempt in range(1, 7) for _ in range(20)]
    assert all(1.0 <= wait <= LONGEST_REST for wait in waits)
    assert len(set(waits)) > 20
    assert back_off(1, 0.01, chance=lambda: 1.0) == 0.01


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None), ("0", 0.0), (" 3 ", 3.0), ("1.5", 1.5), ("-5", None), ("nan", None), ("inf", None), ("", None),
        ("Fri, 31 Dec 1999 23:59:59 GMT", 0.0), ("Tue, 07 Jan 2025 00:00:30 GMT", 30.0),
        ("Tue, 07 Jan 2025 00:00:30", 30.0), ("Tue, 07 Jan 2025 07:01:00 +0700", 60.0),
    ],
)  # fmt: skip
def test_retry_after(value, seconds):
    assert retry_after(value, now=datetime(2025, 1, 7, tzinfo=UTC)) == seconds


@pytest.mark.parametrize(
    ("line", "delay"),
    [("10", 10.0), ("0.25", 0.25), ("-1", 0.0), ("nhanh", 0.0), ("inf", 0.0), ("nan", 0.0), ("", 0.0)],
)
def test_crawl_delay(line, delay):
    assert read_robots(f"User-agent: *\nCrawl-delay: {line}\n".encode()).delay == delay


def test_rules_for_this_program_go_before_those_for_all():
    rules = read_robots(
        b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n\nUser-agent: thidua\nCrawl-delay: 3\nDisallow: /noi-bo/\n"
        b"Sitemap: https://a.vn/s.xml\n"
    )
    assert rules.refusal("https://a.vn/tin/1") is None
    assert rules.refusal("https://a.vn/noi-bo/1") == "robots.txt"
    assert (rules.delay, rules.sitemaps) == (3.0, ("https://a.vn/s.xml",))


def test_no_rules_and_no_robots():
    assert Robots().refusal("https://a.vn/") is None
    assert Robots(unreachable="HTTP 500").refusal("https://a.vn/") == "robots.txt unreachable"
    assert read_robots(b"<html>Trang ch\xe1\xbb\xa7</html>").refusal("https://a.vn/") is None
    late = b"User-agent: *\n" + b"#" * LARGEST_ROBOTS + b"\nDisallow: /\n"
    assert read_robots(late).refusal("https://a.vn/") is None
