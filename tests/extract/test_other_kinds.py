"""Articles of other kinds give no award, no event, no campaign."""

import pytest

import extract
from schemas.pages import Article, TextBlock
from tests.inline import InlineExample, example_params


def article_of(body: str) -> Article:
    blocks, start = [], 0
    for line in body.split("\n"):
        end = start + len(line)
        blocks.append(TextBlock(start=start, end=end, kind="paragraph", source_start=start, source_end=end))
        start = end + 1
    return Article(
        id="other",
        source="other",
        url=None,
        host=None,
        title=None,
        published="2021-12-31",
        content_hash="0",
        text=body,
        blocks=tuple(blocks),
    )


@pytest.mark.parametrize("example", example_params("other_kinds", tags=()))
def test_nothing_is_read(example: InlineExample) -> None:
    record = extract.read_record(article_of(example.text))
    assert (record.relevant, record.awards, record.events, record.campaigns) == (False, (), (), ())
