"""The cheap decision on relevance."""

import gzip
import json
import time
from pathlib import Path

import pytest

from extract.relevance import may_be_relevant
from extract.rules import load_rules
from extract.text import Text

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "irrelevant.jsonl.gz"


@pytest.mark.parametrize(
    "body",
    [
        "Sở phát động phong trào thi đua năm 2024.",
        "Khối ký giao ước thi đua.",
        "UBND TỈNH TẶNG BẰNG KHEN CHO 05 TẬP THỂ",
        "Ông được Chủ tịch nước tặng Huân chương Lao động hạng Ba.",
        "Bà là Nghệ sỹ Ưu tú của đoàn chèo tỉnh.",
        "Tuyên dương 50 công nhân giỏi.",
        "Công tác TĐKT của ngành.",
        "Toàn dân hưởng ứng cuộc vận động “Ngày vì người nghèo”.",
        "Được tặng Huy chương “Vì sự nghiệp an ninh”.",
    ],
)
def test_opens_the_way(body: str) -> None:
    assert may_be_relevant(Text(body))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Giá vàng trong nước sáng nay tăng nhẹ.",
        "Các cửa hàng thi đua giảm giá dịp cuối năm.",
        "Đội tuyển giành hai huy chương vàng và bảo vệ danh hiệu vô địch.",
        "Bộ phim tôn vinh vẻ đẹp của tình mẫu tử, được khán giả khen hay.",
        "Giáo viên lo bị hạ bậc thi đua.",
        "Ban tổ chức trao giải Nhất cho thí sinh.",
        "Ông bố dũng cảm tặng con một chú mèo.",
    ],
)
def test_closes_the_way(body: str) -> None:
    assert not may_be_relevant(Text(body))


def test_every_context_holds_a_stem() -> None:
    rules = load_rules("relevance")
    stems = rules["stem"].cues
    examples = [text.lower() for rule in rules.values() for text in rule.examples]
    assert [text for text in examples if not any(stem in text for stem in stems)] == []


@pytest.mark.skipif(not CORPUS.exists(), reason="needs the articles beside the project")
def test_few_other_articles_pass_and_each_costs_little() -> None:
    with gzip.open(CORPUS, "rt", encoding="utf-8") as lines:
        texts = [Text(json.loads(line)["text"]) for line in lines]
    begin = time.process_time()
    passed = sum(map(may_be_relevant, texts))
    assert passed <= len(texts) / 100
    assert (time.process_time() - begin) / len(texts) < 0.001
