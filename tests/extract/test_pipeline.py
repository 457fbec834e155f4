"""The pipeline as a whole: what becomes a record, and what becomes of a component that fails."""

import pytest

from extract import pipeline, read_record
from extract.language import Tokenizer, make_nlp
from extract.pipeline import COMPONENTS
from extract.text import Text
from schemas.errors import ExtractError
from schemas.pages import Article, TextBlock

TOLD = "Sáng 05/3/2024, Sở Y tế tỉnh Cà Mau tổ chức Hội nghị tổng kết công tác thi đua năm 2023."
AWARDS = "Tại Hội nghị, Giám đốc Sở tặng Giấy khen cho 04 tập thể và 09 cá nhân."


def article(text: str) -> Article:
    block = TextBlock(start=0, end=len(text), kind="paragraph", source_start=0, source_end=len(text))
    return Article(id="bai", source="bai.txt", content_hash="0", text=text, blocks=(block,))


def test_a_record_holds_what_the_components_read() -> None:
    record = read_record(article(f"{TOLD}\n{AWARDS}"))
    assert record.relevant
    assert record.provinces == ("Cà Mau",)
    assert [(event.start, event.types) for event in record.events] == [("2024-03-05", ("review", "award_ceremony"))]
    assert [(award.form, award.collectives, award.individuals) for award in record.awards] == [("commendation", 4, 9)]


@pytest.mark.parametrize("text", ["Giá lúa tại Cà Mau tăng nhẹ.", "Ông được khen là hiền lành.", ""])
def test_an_article_without_awards_or_emulation_gives_an_empty_record(text: str) -> None:
    record = read_record(article(text))
    assert not record.relevant
    assert record.found() == ()
    assert (record.provinces, record.body) == ((), text)


def test_a_failing_component_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: Text) -> tuple[()]:
        raise ValueError("no such date")

    monkeypatch.setattr(pipeline, "find_dates", fail)
    with pytest.raises(ExtractError, match="component 'dates' failed: ValueError: no such date"):
        read_record(article(TOLD))


def test_the_components_run_in_their_order() -> None:
    assert make_nlp().pipe_names == list(COMPONENTS)


@pytest.mark.parametrize("text", ["", " ", "a  b\n\nc\t d ", "22/6, khen./.", "“Sở”…\u200b x"])
def test_the_tokenizer_keeps_every_character(text: str) -> None:
    doc = Tokenizer(make_nlp().vocab)(text)
    assert doc.text == text


def test_the_spacy_pipeline_finds_what_the_record_holds() -> None:
    text = f"{TOLD}\n{AWARDS}"
    doc = make_nlp()(text)
    record = read_record(article(text))
    shown = {name: [(span.text, span.label_) for span in doc.spans[name]] for name in doc.spans}
    assert shown["awards"] == [(award.evidence[0].quote, award.form) for award in record.awards]
    assert shown["events"] == [(event.evidence[0].quote, event.types[0]) for event in record.events]
    assert ("05/3/2024", "event") in [(span[-9:], label) for span, label in shown["dates"]]
    assert {"Sở Y tế tỉnh Cà Mau", "Giám đốc Sở"} <= {span for span, _ in shown["units"]}
    assert "roles" not in shown
