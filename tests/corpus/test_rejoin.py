"""The text-free edition gets its texts back, and only its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_samples import BODY, make_page
from sqlalchemy import Engine, text

from corpus.derive import derive
from corpus.exports import export
from corpus.exports.jsonl_files import read_lines
from corpus.exports.rejoin import MismatchError, rejoin, rejoin_record, texts_of


@pytest.fixture
def editions(engine: Engine, saved: Callable[..., str], tmp_path: Path) -> tuple[Path, Path]:
    """The records of three articles, with and without texts."""
    for number in range(3):
        saved(make_page(f"{BODY}\nSố {number}.", page_id=f"bai-{number}", url=f"https://vidu.vn/{number}"))
    derive(engine)
    export(engine, "jsonl", tmp_path / "full", parts=["records"])
    export(engine, "jsonl", tmp_path / "bare", parts=["records"], with_text=False)
    return tmp_path / "full" / "articles.jsonl", tmp_path / "bare" / "articles.jsonl"


def test_with_the_texts_it_is_the_full_edition_again(
    engine: Engine, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    full, bare = editions
    assert "Trần Đình Mẫu, Giám đốc" not in bare.read_text(encoding="utf-8")
    found = rejoin(bare, tmp_path / "whole.jsonl", texts_of(engine))
    assert (found.joined, found.missing, found.differing) == (3, [], [])
    assert (tmp_path / "whole.jsonl").read_bytes() == full.read_bytes()


def test_texts_that_are_missing_or_others_are_named_and_the_rest_goes_on(
    engine: Engine, editions: tuple[Path, Path], tmp_path: Path
) -> None:
    full, bare = editions
    first, second, third = (record["article_id"] for record in read_lines(bare))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM articles WHERE id = :id"), {"id": first})
        connection.execute(text("UPDATE articles SET text = text || '.' WHERE id = :id"), {"id": third})
    found = rejoin(bare, tmp_path / "part.jsonl", texts_of(engine))
    assert (found.joined, found.missing, found.differing) == (1, [first], [third])
    bare_lines, full_lines = list(read_lines(bare)), list(read_lines(full))
    assert list(read_lines(tmp_path / "part.jsonl")) == [bare_lines[0], full_lines[1], bare_lines[2]]
    assert second == full_lines[1]["article_id"]


def test_every_hash_must_agree(editions: tuple[Path, Path]) -> None:
    full, bare = (next(read_lines(path)) for path in editions)
    assert rejoin_record(bare, full["body"], full["title"]) == full
    with pytest.raises(MismatchError, match="another body"):
        rejoin_record(bare, full["body"] + " ", full["title"])
    with pytest.raises(MismatchError, match="another title"):
        rejoin_record(bare, full["body"], None)
    bare["awards"][0]["evidence"][0]["end"] -= 1
    with pytest.raises(MismatchError, match="another quote"):
        rejoin_record(bare, full["body"], full["title"])
