"""How fast extraction is beside underthesea, in one run on the same texts and one core.

    python benchmarks/extraction.py [SOURCE ...] [--repeat N]

Bare times mean nothing on a shared machine; the ratios of processor time do. Prints articles/s and characters/s of
``read_record``, of ``underthesea.ner`` sentence by sentence and of ``underthesea.word_tokenize``, our ratio to each,
each component's share of our time, and what an article costs that does not speak of thi đua at all.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterable

os.environ.setdefault("OMP_NUM_THREADS", "1")

from extract import read_record
from extract.pipeline import COMPONENTS
from extract.reading import Reading
from extract.text import Text
from schemas.pages import Article, RawPage
from scraper.clean import clean_page
from scraper.readers import read_sources

IRRELEVANT = "Giá xăng dầu hôm nay giảm nhẹ, theo thông báo của liên bộ. Người dân phấn khởi đi mua hàng. " * 30


def seconds(work: Callable[[], object], repeat: int) -> float:
    """Return the best time of several runs."""
    best = float("inf")
    for _ in range(repeat):
        begin = time.process_time()
        work()
        best = min(best, time.process_time() - begin)
    return best


def articles_of(sources: Iterable[str]) -> list[Article]:
    """Return the cleaned articles of the sources."""
    pages = (page for page in read_sources(list(sources)) if isinstance(page, RawPage))
    return [clean_page(page) for page in pages]


def component_seconds(articles: list[Article], repeat: int) -> dict[str, float]:
    """Return the time of each component over all articles."""
    total = dict.fromkeys(["view", *COMPONENTS], 0.0)
    for article in articles:
        best = dict.fromkeys(total, float("inf"))
        for _ in range(repeat):
            begin = time.process_time()
            reading = Reading(Text.of(article))
            _ = reading.text.low, reading.text.sentences
            best["view"] = min(best["view"], time.process_time() - begin)
            for name, step in COMPONENTS.items():
                begin = time.process_time()
                step(reading)
                best[name] = min(best[name], time.process_time() - begin)
        for name, spent in best.items():
            total[name] += spent
    return total


def report(articles: list[Article], repeat: int) -> None:
    """Measure and print."""
    from underthesea import ner, sent_tokenize, word_tokenize

    texts = [article.text for article in articles]
    count, length = len(texts), sum(map(len, texts))
    read_record(articles[0]), ner("Sở Công Thương."), word_tokenize("Sở Công Thương.")
    ours = seconds(lambda: [read_record(article) for article in articles], repeat)
    words = seconds(lambda: [word_tokenize(text, use_token_normalize=False) for text in texts], 1)
    names = seconds(lambda: [ner(sentence) for text in texts for sentence in sent_tokenize(text)], 1)
    print(f"{count} articles, {length} characters")
    for label, spent in (("thidua extract", ours), ("underthesea word_tokenize", words), ("underthesea ner", names)):
        print(f"{label:28} {count / spent:9.1f} articles/s {length / spent:11.0f} chars/s {spent / ours:7.1f} x ours")
    shares = component_seconds(articles, repeat)
    print("share of time: " + ", ".join(f"{name} {spent / sum(shares.values()):.0%}" for name, spent in shares.items()))
    idle = articles[0].model_copy(update={"text": IRRELEVANT, "blocks": ()})
    print(f"irrelevant article of {len(IRRELEVANT)} characters: {seconds(lambda: read_record(idle), 50) * 1e3:.3f} ms")


def main() -> None:
    """Run the benchmark from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="*", default=["examples"])
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    report(articles_of(options.sources), options.repeat)


if __name__ == "__main__":
    main()
