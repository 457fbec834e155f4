"""Articles and records written by hand, as the stages before would hand them on."""

from __future__ import annotations

from sqlalchemy import Engine

from corpus.identity import page_key
from corpus.rows import ArticleRows
from corpus.store import replace_article
from schemas.pages import Article, Choice, RawPage, RemovedBlock, TextBlock
from schemas.records import (
    Award,
    Campaign,
    CampaignPhase,
    Event,
    Evidence,
    Official,
    ProvinceSource,
    Record,
    Unit,
)

BODY = (
    "Sáng 12/3/2024, Sở Công Thương tổ chức hội nghị phát động thi đua tại Hải Phòng.\n"
    "Ông Trần Đình Mẫu, Giám đốc Sở Công Thương, phát biểu và trao thưởng.\n"
    "Phong trào Năm điển hình chia làm hai đợt: Đợt 1 từ tháng 3/2024 đến 30/6/2024.\n"
    "Sở Công Thương tặng Giấy khen cho 12 tập thể và 30 cá nhân; đề nghị tặng Bằng khen cho hơn 5 cá nhân."
)


def seen(body: str, quote: str) -> tuple[Evidence, ...]:
    """Return the evidence of a quote that stands in the body."""
    start = body.index(quote)
    return (Evidence(start=start, end=start + len(quote), quote=quote),)


def make_page(content: str = BODY, *, page_id: str = "bai-1", **values: str) -> RawPage:
    return RawPage(**{"source": f"{page_id}.txt", "id": page_id, "kind": "text", "content": content, **values})


def make_article(page: RawPage, **_: object) -> Article:
    """Return the page as an article: its whole content is the body."""
    return Article(
        id=page.id,
        source=page.source,
        url=page.url,
        host="sct.haiphong.gov.vn" if page.url else None,
        title="Phát động thi đua",
        title_choice=Choice(value="Phát động thi đua", origin="heading", quote="Phát động thi đua"),
        published=page.published or "2024-03-13",
        content_hash=page.content_hash,
        text=page.content,
        blocks=(
            TextBlock(
                start=0, end=len(page.content), kind="paragraph", source_start=17, source_end=17 + len(page.content)
            ),
        ),
        removed=(RemovedBlock(rule="visit_counter", text="Lượt truy cập: 1", source_start=0, source_end=16),),
    )


def make_record(article: Article) -> Record:
    """Return a record with one value of every kind when the article holds :data:`BODY`, else one without any."""
    body = article.text
    if BODY not in body:
        return Record(id=article.id, title=article.title, relevant=False, body=body)
    return Record(
        id=article.id,
        published=article.published,
        title=article.title,
        url=article.url,
        relevant=True,
        provinces=("Hải Phòng",),
        province_sources=(
            ProvinceSource(name="Hải Phòng", province_id="P63-31", origin="text", evidence=seen(body, "Hải Phòng")),
        ),
        events=(
            Event(
                types=("launch", "award_ceremony"),
                start="2024-03-12",
                year_source="text",
                province="Hải Phòng",
                organizers=("Sở Công Thương",),
                evidence=seen(body, "tổ chức hội nghị phát động thi đua"),
            ),
        ),
        officials=(
            Official(
                name="Trần Đình Mẫu",
                positions=("Giám đốc Sở Công Thương",),
                roles=("speak", "present"),
                evidence=seen(body, "Trần Đình Mẫu"),
            ),
        ),
        units=(
            Unit(
                name="Sở Công Thương",
                roles=("organizer", "grantor"),
                level="agency",
                evidence=seen(body, "Sở Công Thương"),
            ),
        ),
        campaigns=(
            Campaign(
                name="Năm điển hình",
                launcher="Sở Công Thương",
                start="2024-03",
                end="2024",
                evidence=seen(body, "Phong trào Năm điển hình"),
                phases=(
                    CampaignPhase(
                        label="Đợt 1", start="2024-03", end="2024-06-30", evidence=seen(body, "Đợt 1 từ tháng 3/2024")
                    ),
                ),
            ),
        ),
        awards=(
            Award(
                form="commendation",
                name="Giấy khen",
                grantor="Sở Công Thương",
                grantor_level="agency",
                status="conferred",
                collectives=12,
                individuals=30,
                households=0,
                quantity="exact",
                period="2023",
                evidence=seen(body, "tặng Giấy khen cho 12 tập thể và 30 cá nhân"),
            ),
            Award(
                form="merit_certificate",
                name="Bằng khen",
                status="proposed",
                collectives=0,
                individuals=5,
                households=0,
                quantity="at_least",
                evidence=seen(body, "đề nghị tặng Bằng khen cho hơn 5 cá nhân"),
            ),
        ),
        body=body,
    )


def save(engine: Engine, page: RawPage, record: Record | None = None) -> str:
    """Save a page with its record and return the key of its article."""
    article, key = make_article(page), page_key(page)
    rows = ArticleRows(
        key, article, record or make_record(article), pipeline_version="test", content_hash=page.content_hash
    )
    with engine.begin() as connection:
        replace_article(connection, key, rows.rows)
    return key
