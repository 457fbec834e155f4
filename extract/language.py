"""The pipeline as a spaCy ``Language``, for displaCy, DocBin and the Scorer: the same components, spans on a Doc."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from extract.pipeline import COMPONENTS, run_component
from extract.reading import Reading
from extract.text import Text
from schemas.records import Award, Campaign, Event

#: A word, a mark, or a blank that is more than the one between two tokens; then that one blank.
_TOKEN = re.compile(r"(\w+|[^\w\s]|\s)( ?)")
_KEY = "reading"
_Labelled = Iterable[tuple[int, int, str]]


class Tokenizer:
    """Splits at blanks and marks, so that "22/6," is five tokens, and keeps every character (``doc.text == text``)."""

    def __init__(self, vocab: Vocab) -> None:
        """Keep the vocabulary the tokens belong to."""
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        r"""Return the text as a Doc.

        >>> text = "Sáng 22/6,  Sở họp.\nHết"
        >>> doc = Tokenizer(Vocab())(text)
        >>> doc.text == text, [token.text for token in doc][:4]
        (True, ['Sáng', '22', '/', '6'])
        """
        found = _TOKEN.findall(text)
        return Doc(self.vocab, words=[word for word, _ in found], spaces=[bool(blank) for _, blank in found])


def make_nlp() -> Language:
    """Return a blank Vietnamese ``Language`` with our tokenizer and components.

    Each component leaves what it finds in ``doc.spans`` under its name: dates labelled by kind, provinces and units by
    their ids, officials as ``person``, campaigns as ``campaign``, awards by form, events by type. ``roles`` finds no
    spans. Records come from :func:`extract.read_record`, which runs the same components without a Doc.

    >>> doc = make_nlp()("Ngày 05/3/2024, Sở Y tế tặng Giấy khen cho 04 tập thể.")
    >>> [(span.text, span.label_) for span in doc.spans["awards"]]
    [('Sở Y tế tặng Giấy khen cho 04 tập thể', 'commendation')]
    """
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.tokenizer = Tokenizer(nlp.vocab)
    for name in COMPONENTS:
        nlp.add_pipe(f"thidua_{name}", name=name)
    return nlp


def _register(name: str) -> None:
    def component(doc: Doc) -> Doc:
        reading: Reading = doc.user_data.setdefault(_KEY, Reading(Text(doc.text)))
        run_component(name, reading)
        if name in _FOUND:
            doc.spans[name] = list(_spans(doc, _FOUND[name](reading)))
        return doc

    Language.component(f"thidua_{name}", func=component)


def _spans(doc: Doc, found: _Labelled) -> Iterator[Span]:
    """Yield spans of whole tokens; a value whose evidence ends within a token takes the whole of it."""
    for start, end, label in found:
        span = doc.char_span(start, end, label=label, alignment_mode="expand")
        if span is not None:
            yield span


def _shown(values: Iterable[Event | Campaign | Award], labels: Iterable[str]) -> _Labelled:
    for value, label in zip(values, labels, strict=True):
        yield value.evidence[0].start, value.evidence[0].end, label


_FOUND: dict[str, Callable[[Reading], _Labelled]] = {
    "dates": lambda reading: ((date.start, date.end, date.kind) for date in reading.dates),
    "provinces": lambda reading: ((one.start, one.end, one.province_id) for one in reading.province_mentions),
    "units": lambda reading: ((unit.start, unit.end, unit.type) for unit in reading.unit_mentions),
    "officials": lambda reading: ((person.start, person.end, "person") for person in reading.people),
    "campaigns": lambda reading: _shown(reading.campaigns, ["campaign"] * len(reading.campaigns)),
    "awards": lambda reading: _shown(reading.awards, [award.form for award in reading.awards]),
    "events": lambda reading: _shown(reading.events, [event.types[0] for event in reading.events]),
}

for _name in COMPONENTS:
    _register(_name)
