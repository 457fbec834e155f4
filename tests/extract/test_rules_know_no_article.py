"""No rule names a person, a unit or an event of the annotated articles: rules are about the language."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from schemas.folding import fold_key
from schemas.vocabulary import departments, unit_types

ROOT = Path(__file__).parents[2]
GOLD = ROOT.parent / "shared" / "gold"
RULES = sorted(
    [*(ROOT / "extract").rglob("*.toml"), *(ROOT / "extract").rglob("*.py"), *(ROOT / "scraper").rglob("*.toml")]
)
#: Movements and bodies of the whole country that any article may name.
NATIONAL = {
    "giỏi việc nước, đảm việc nhà",
    "lao động giỏi, lao động sáng tạo",
    "xây dựng nông thôn mới",
    "cả nước chung sức xây dựng nông thôn mới",
    "học tập và làm theo tư tưởng, đạo đức, phong cách hồ chí minh",
    "toàn dân đoàn kết xây dựng đời sống văn hóa",
    "người tốt, việc tốt",
    "người việt nam ưu tiên dùng hàng việt nam",
    "phong trào thi đua quyết thắng",
    "toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh",
    "ban thi đua - khen thưởng trung ương",
    "ban thi đua khen thưởng trung ương",
}


def proper_names() -> Iterator[str]:
    """Yield the persons, campaigns, titles and long unit names of the annotated articles, folded."""
    known = {fold_key(surface) for entry in (*unit_types(), *departments()) for surface in entry.surfaces()}
    for path in sorted(GOLD.glob("*/*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(gold, dict) or "officials" not in gold:
            continue
        yield from (fold_key(official["name"]) for official in gold["officials"])
        yield from (name for campaign in gold["campaigns"] if (name := fold_key(campaign["name"])) not in NATIONAL)
        yield from (fold_key(event["quote"]) for event in gold["events"])
        names = {fold_key(unit["name"]) for unit in gold["units"]} - known - NATIONAL
        yield from (name for name in names if len(name.split()) >= 6 and name.removesuffix(" tỉnh") not in known)
        title = fold_key(gold["title"] or "")
        yield from [title] if len(title.split()) >= 6 else []


@pytest.mark.skipif(not GOLD.exists(), reason="the annotated articles are not here")
@pytest.mark.parametrize("path", RULES, ids=[path.name for path in RULES])
def test_a_rule_file_names_nothing_of_the_gold(path: Path) -> None:
    text = fold_key(path.read_text(encoding="utf-8"))
    names = {name for name in proper_names() if len(name.split()) >= 3}
    assert len(names) > 200
    assert [name for name in sorted(names) if name in text] == []
