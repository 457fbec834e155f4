"""Copies are told from look-alikes and linked to the first, in whatever order the pages come."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from corpus_samples import BODY, make_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text
from test_build import run

from corpus.bodies import body_key, signature_of, words_of
from corpus.crawl_tables import Duplicate
from corpus.database import open_database
from corpus.duplicates import link_duplicates, similarity
from corpus.highlights import read_article
from corpus.identity import page_key
from corpus.stats import awards, coverage, events
from schemas.pages import RawPage

LEAD = "Chiều qua, hội trường lớn của tỉnh chật kín người đến dự buổi gặp mặt cuối năm."
PARTS = (
    "Ngày 12/12/2024, Sở Công Thương tỉnh Mẫu tổ chức hội nghị tổng kết phong trào thi đua yêu nước năm 2024.",
    "Dự và chỉ đạo hội nghị có ông Lê Văn Thử, Phó Chủ tịch UBND tỉnh, cùng đại diện các sở, ngành.",
    "Trong năm, toàn ngành có 27 tập thể được công nhận danh hiệu tập thể lao động xuất sắc.",
    "Giá trị sản xuất công nghiệp đạt 45.600 tỷ đồng, tăng 8,7% so với cùng kỳ năm trước.",
    "Nhiều sáng kiến của công nhân tại khu công nghiệp phía Nam đã làm lợi hàng tỷ đồng cho doanh nghiệp.",
    "Tại hội nghị, Giám đốc Sở đã trao tặng Giấy khen cho 18 tập thể và 52 cá nhân có thành tích xuất sắc.",
    "Hội nghị cũng phát động đợt thi đua mới với chủ đề đoàn kết, kỷ cương, sáng tạo, bứt phá.",
    "Kết luận hội nghị, ông Lê Văn Thử biểu dương những kết quả mà ngành đã đạt được trong năm qua.",
)
ARTICLE = "\n".join(PARTS)
COPIES = {
    "print view": "CỔNG THÔNG TIN\nBản in\n" + ARTICLE.upper() + "\nĐóng cửa sổ",
    "cut": "\n".join(PARTS[:5]),
    "another lead": "\n".join([LEAD, *PARTS[1:], "Theo Báo Mẫu."]),
    "old spelling": ARTICLE.replace("ủy", "uỷ").replace("Thử", "THỬ").replace("–", "-").replace("sỹ", "sĩ"),
    "a slip": ARTICLE.replace("biểu dương những kết quả", "biểu dương kết quả"),
}
LOOK_ALIKES = {
    "the year after": ARTICLE.replace("2024", "2025")
    .replace("27", "31")
    .replace("45.600", "49.100")
    .replace("8,7", "9,2")
    .replace("18", "15")
    .replace("52", "64"),
    "other words": (
        "Sáng 12/12/2024, ngành Công Thương tỉnh Mẫu nhìn lại một năm thi đua. "
        "Ông Lê Văn Thử, Phó Chủ tịch UBND tỉnh, đến dự. "
        "Có 27 tập thể lao động xuất sắc; công nghiệp làm ra 45.600 tỷ đồng, hơn năm trước 8,7%. "
        "Dịp này 18 tập thể và 52 cá nhân nhận Giấy khen của Giám đốc Sở."
    ),
    "a follow-up": "\n".join(
        [
            "Sau hội nghị ngày 12/12/2024, đoàn công tác đã đến thăm các nhà máy và nghe công nhân kể chuyện.",
            "Tổ trưởng dây chuyền may cho biết mỗi ca nay ra thêm bốn trăm sản phẩm mà không làm thêm giờ.",
            "Theo chị, phần thưởng lớn nhất là con em công nhân có nhà trẻ ngay trong khu nhà ở.",
            "Ban quản lý khu hứa sẽ mở thêm hai tuyến xe đưa đón và một phòng khám vào quý sau.",
            *PARTS[5:],
        ]
    ),
    "a longer page around it": "\n".join(
        [*PARTS[4:6], *(f"Tin vắn về một việc khác hẳn ở {name}." for name in "abcdefghi")]
    ),
}


class TestSimilarity:
    @pytest.mark.parametrize("name", COPIES)
    def test_copies_are_alike(self, name: str) -> None:
        share = similarity(ARTICLE, COPIES[name])
        assert share is not None
        assert share == similarity(COPIES[name], ARTICLE) >= 0.8

    @pytest.mark.parametrize("name", LOOK_ALIKES)
    def test_look_alikes_are_not(self, name: str) -> None:
        assert similarity(ARTICLE, LOOK_ALIKES[name]) is None

    def test_one_other_number_of_many_is_a_slip(self) -> None:
        numbers = " ".join(f"đơn vị {number} nhận quà" for number in range(1, 21))
        assert similarity(ARTICLE + numbers, ARTICLE.replace("52", "53") + numbers) is not None

    def test_the_dress_of_a_body_is_no_matter(self) -> None:
        assert body_key(ARTICLE, title="Một") == body_key(ARTICLE.upper().replace(",", " ;"), title="Hai")
        assert body_key("Trời mưa.", title="Tin 1") != body_key("Trời mưa.", title="Tin 2")
        assert body_key("Trời mưa.", title="Tin 1") == body_key("TRỜI MƯA", title="tin 1")

    def test_a_caption_has_no_signature(self) -> None:
        assert signature_of(words_of("Quang cảnh hội nghị.")) is None
        assert len(signature_of(words_of(ARTICLE)) or b"") == 504


def page(name: str, content: str, *, published: str = "2024-12-13", portal: str = "") -> RawPage:
    given = {"portal": portal} if portal else {}
    return make_page(content, page_id=name, url=f"https://{name}.example.vn/1", published=published, **given)


def links(engine: Engine) -> dict[str, tuple[str, str]]:
    """Return which page repeats which, and how."""
    query = text(
        "SELECT a.page_id, b.page_id, d.kind FROM duplicates d"
        " JOIN articles a ON a.id = d.article_id JOIN articles b ON b.id = d.original_id"
    )
    with engine.connect() as connection:
        return {copy: (first, kind) for copy, first, kind in connection.execute(query)}


@pytest.mark.usefixtures("pipeline")
class TestLinks:
    def test_copies_are_linked_to_the_first(self, engine: Engine) -> None:
        report = run(
            engine,
            page("bao", COPIES["another lead"], published="2024-12-14T07:00"),
            page("so", ARTICLE, published="2024-12-13T10:00"),
            page("so-in", ARTICLE.upper(), published="2024-12-13"),
            page("sau", LOOK_ALIKES["the year after"], published="2025-12-13"),
        )
        first = min(("so", "so-in"), key=lambda name: page_key(page(name, "")))
        second = {"so": "so-in", "so-in": "so"}[first]
        assert links(engine) == {second: (first, "exact"), "bao": (first, "near")}
        assert report.lines()[-1] == "articles that repeat another: 2 (1 exact, 1 near)"

    @pytest.mark.parametrize(
        ("one", "other", "first"),
        [
            ({"published": "2024-12-13T23:00"}, {"published": "2024-12-14"}, "one"),
            ({"published": "2024-12"}, {"published": "2024-12-20"}, "other"),
            ({"published": "2024-12-13T09:00"}, {"published": "2024-12-13T10:00", "portal": "so"}, "other"),
            ({"published": "2024-12-12"}, {"published": "2024-12-13", "portal": "so"}, "one"),
        ],
    )
    def test_which_is_the_first(self, engine: Engine, one: dict[str, str], other: dict[str, str], first: str) -> None:
        run(engine, page("one", ARTICLE, **one), page("other", ARTICLE, **other))
        assert {original for original, _ in links(engine).values()} == {first}

    def test_of_one_day_the_fullest_text_is_the_first(self, engine: Engine) -> None:
        run(engine, page("cut", COPIES["cut"]), page("whole", ARTICLE))
        assert links(engine) == {"cut": ("whole", "near")}

    def test_a_chain_of_copies_is_one_article(self, engine: Engine) -> None:
        """The cut copy is like the whole text and not like the re-post with another lead, the first of all."""
        assert similarity(COPIES["cut"], COPIES["another lead"]) is None
        days = {"another lead": "2024-12-01", "cut": "2024-12-02"}
        run(engine, page("so", ARTICLE), *(page(day[-2:], COPIES[name], published=day) for name, day in days.items()))
        assert links(engine) == {"02": ("01", "near"), "so": ("01", "near")}

    def test_a_page_of_two_articles_does_not_make_them_one(self, engine: Engine) -> None:
        one, other = "\n".join(PARTS[:4]), "\n".join(PARTS[4:])
        run(
            engine,
            page("one", one, published="2024-12-01"),
            page("other", other, published="2024-12-02"),
            page("both", ARTICLE, published="2024-12-03"),
        )
        assert links(engine) == {"both": ("one", "near")}

    def test_short_bodies_are_one_with_their_title(self, engine: Engine) -> None:
        run(engine, page("a", "Ảnh: hội nghị."), page("b", "ẢNH – hội nghị"))
        assert set(links(engine).values()) <= {("a", "exact"), ("b", "exact")}
        assert len(links(engine)) == 1

    def test_nothing_counts_twice(self, engine: Engine) -> None:
        run(engine, page("a", BODY))
        once = [ask(engine).records() for ask in (awards, events)]
        copied = BODY + "\nTheo Cổng thông tin điện tử."
        run(engine, page("b", BODY), page("c", copied, published="2024-12-15"))
        assert [ask(engine).records() for ask in (awards, events)] == once
        (row,) = coverage(engine).records()
        assert (row["n_articles"], row["n_duplicates"], row["n_awards"]) == (1, 2, 2)

    def test_show_tells_what_repeats_what(self, engine: Engine) -> None:
        run(engine, page("a", ARTICLE, published="2024-01-01"), page("b", COPIES["another lead"]))
        first, copy = (dict(read_article(engine, name).facts) for name in ("a", "b"))
        assert copy["repeats"] == f"{first['id']} (near, 88%)"
        assert first["repeated by"] == f"{copy['id']} (near, 88%)"
        assert "repeats" not in first
        assert "repeated by" not in copy


@pytest.mark.usefixtures("pipeline")
class TestIncrementalBuilds:
    def test_a_first_that_appears_later_takes_over(self, engine: Engine) -> None:
        run(engine, page("b", ARTICLE, published="2024-12-14"), page("c", COPIES["cut"], published="2024-12-15"))
        assert links(engine) == {"c": ("b", "near")}
        run(engine, page("a", COPIES["another lead"], published="2024-12-13"))
        assert links(engine) == {"b": ("a", "near"), "c": ("a", "near")}

    def test_a_first_that_changes_lets_its_copies_go(self, engine: Engine) -> None:
        run(engine, page("a", ARTICLE, published="2024-01-01"), page("b", ARTICLE))
        run(engine, page("a", "Bài này đã được thay.", published="2024-01-01"))
        assert links(engine) == {}
        run(engine, page("a", ARTICLE, published="2024-01-01"))
        assert links(engine) == {"b": ("a", "exact")}

    def test_a_build_that_was_interrupted_is_gone_on_with(
        self, engine: Engine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("corpus.build.link_duplicates", _interrupt)
        with pytest.raises(KeyboardInterrupt):
            run(engine, page("a", ARTICLE, published="2024-01-01"), page("b", COPIES["cut"]))
        monkeypatch.undo()
        assert link_duplicates(engine) == {"near": 1}
        assert links(engine) == {"b": ("a", "near")}

    def test_linking_again_changes_nothing(self, engine: Engine) -> None:
        run(engine, page("a", ARTICLE), page("b", COPIES["cut"]))
        before = links(engine)
        assert link_duplicates(engine) == {"near": 1}
        assert links(engine) == before

    def test_many_new_bodies_are_compared_in_parts(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("corpus.duplicates._BATCH", 2)
        days = {number: f"2024-01-0{number}" for number in range(1, 6)}
        run(engine, *(page(f"p{number}", f"{ARTICLE} {'x' * number}", published=day) for number, day in days.items()))
        assert links(engine) == {f"p{number}": ("p1", "near") for number in range(2, 6)}


def _interrupt(engine: Engine) -> None:
    raise KeyboardInterrupt


def _pages() -> list[RawPage]:
    draw = random.Random(3)
    contents = [ARTICLE, ARTICLE, *COPIES.values(), *LOOK_ALIKES.values(), "Trời mưa.", "Trời mưa."]
    days = ["2024-12-12", "2024-12-13", "2024-12-13T08:00", "2024-12", "2025-01-02"]
    return [
        page(f"p{number}", content, published=draw.choice(days), portal=draw.choice(["", "so"]))
        for number, content in enumerate(contents)
    ]


def _built(parts: Sequence[Sequence[RawPage]]) -> list[tuple[object, ...]]:
    engine = open_database("sqlite://", write=True)
    for part in parts:
        run(engine, *part)
    with engine.connect() as connection:
        found = sorted(tuple(row) for row in connection.execute(select(Duplicate.__table__)))
    engine.dispose()
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(_pages()), cuts=st.sets(st.integers(1, 12), max_size=3), again=st.integers(0, 12))
def test_many_builds_in_any_order_are_as_one(
    once: Callable[[], list[tuple[object, ...]]], order: list[RawPage], cuts: set[int], again: int
) -> None:
    bounds = [0, *sorted(cuts), len(order)]
    parts = [order[start:end] for start, end in pairwise(bounds)]
    assert _built([*parts, order[again : again + 2]]) == once()


@pytest.fixture
def once(pipeline: None) -> Callable[[], list[tuple[object, ...]]]:
    """What one build of all pages links."""
    found = _built([_pages()])
    assert len(found) >= 6
    return lambda: found
