"""Articles as spaCy ``DocBin`` files: a Doc an article, its values as spans under their kinds, known by their ids.

The tokens are those of :func:`extract.language.make_nlp`; a span takes the whole of a token that a quote divides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from corpus.stored import StoredRecord
from extract.language import Tokenizer
from schemas.records import Evidence

#: Docs of a file, and in memory at a time.
_DOCS = 500
_ABOUT = ("url", "portal", "published", "title", "content_hash", "pipeline_version")


def _label(kind: str, value: Any) -> str:
    """Return the label of a span: an event's first type, an award's form, a unit's type, a province's id, the kind."""
    labels = {"officials": "person", "campaigns": "campaign", "phases": "phase"}
    if kind in labels:
        return labels[kind]
    names = {"events": "types", "awards": "form", "units": "type", "province_sources": "province_id"}
    found = getattr(value, names[kind])
    return str(found[0] if kind == "events" else found or "unit")


def _spans(doc: Doc, kind: str, own: str, value: Any) -> Iterator[Span]:
    evidence: tuple[Evidence, ...] = value.evidence
    for one in evidence:
        span = doc.char_span(one.start, one.end, _label(kind, value), span_id=own, alignment_mode="expand")
        if span is not None:
            yield span


def make_doc(stored: StoredRecord, tokenizer: Tokenizer) -> Doc:
    """Return an article as a Doc; ``doc.user_data`` says which article it is."""
    doc = tokenizer(stored.record.body)
    about = {name: stored.article[name] for name in _ABOUT}
    doc.user_data.update({"article_id": stored.article["id"], **about, "repeats": stored.repeats})
    for kind, ids in stored.ids.items():
        values = getattr(stored.record, kind)
        found = [span for own, value in zip(ids, values, strict=True) for span in _spans(doc, kind, own, value)]
        doc.spans["provinces" if kind == "province_sources" else kind] = found
    phases = [phase for campaign in stored.record.campaigns for phase in campaign.phases]
    doc.spans["phases"] = [
        span for own, phase in zip(stored.phase_ids, phases, strict=True) for span in _spans(doc, "phases", own, phase)
    ]
    return doc


def write_docs(folder: Path, records: Iterable[StoredRecord]) -> Iterator[tuple[Path, int]]:
    """Write files of at most 500 Docs and yield the path of each and how many Docs it holds."""
    records = iter(records)
    number = 0
    while piece := list(islice(records, _DOCS)):
        number += 1
        path = folder / f"articles-{number:05}.spacy"
        tokenizer = Tokenizer(Vocab())
        docs = DocBin(store_user_data=True, docs=[make_doc(stored, tokenizer) for stored in piece])
        path.write_bytes(docs.to_bytes())
        yield path, len(piece)
