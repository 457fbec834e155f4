"""Awards of an article: sentences and tables to drafts, drafts to records."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extract.award_chunks import Chunk, Cue, Given, Group, Named, name_chunks
from extract.award_clause import OF_STATE, UNSPECIFIED, Carried, Draft
from extract.award_counts import Tally, tally
from extract.award_forms import typed_by_grantor
from extract.award_grammar import Grammar
from extract.award_grantors import joined
from extract.award_labels import read_labels
from extract.award_merging import Told, merge_awards
from extract.award_proposals import without_idle
from extract.award_scan import find_chunks
from extract.award_scope import Reviews, is_item
from extract.award_status import (
    clause_status,
    is_history,
    is_law,
    is_past_habit,
    is_proposing,
    is_war_merit,
    period_of,
    published_year,
    reviewed_period,
)
from extract.award_tables import read_tables
from extract.numbers import read_number
from extract.reading import Reading
from extract.text import Sentence, Text
from schemas.records import Award, AwardStatus

#: Every surface form of an award holds one of these, or stands behind "danh hiệu"; other sentences are not looked at.
STEMS = (
    "khen", "huân chương", "hc ", "huy chương", "niệm chương", "huy hiệu", "cờ ", "cờ”", 'cờ"', "danh hiệu",
    "giải thưởng", "chiến sĩ thi đua", "chiến sĩ tiên tiến", "cstđ", "cstt", "lao động tiên tiến", "lđtt",
    "đơn vị tiên tiến", "tập thể lao động", "tập thể lđ", "ttlđ", "tlđxs", "biểu dương", "tuyên dương",
    "vinh danh", "tôn vinh", "tặng thưởng", "hclđ", "hcđl", "knc", "anh hùng", "vnah", "ahl", "giáo ưu tú",
    "thuốc ưu tú", "sĩ ưu tú", "nghệ nhân ưu tú", "giáo nhân dân", "thuốc nhân dân", "sĩ nhân dân",
    "nghệ nhân nhân dân", "ngnd", "ngưt", "ttnd", "ttưt", "nsnd", "nsưt", "nnnd", "nnưt", "quyết thắng",
    "đvqt", "đvtt", "lao động sáng tạo", "lđst", "gia đình văn hóa", "thôn văn hóa", "làng văn hóa",
    "ấp văn hóa", "bản văn hóa", "phố văn hóa", "dân cư văn hóa", "khóm văn hóa", "buôn văn hóa", "gđvh",
    "xã tiêu biểu", "phường tiêu biểu", "thị trấn tiêu biểu", "đặc khu tiêu biểu", "bktt", "bk ", "gk ",
)  # fmt: skip
#: A photographer's name ends what a caption tells.
_CREDIT = re.compile(r"[-.(]? ?(?<!\w)(?:ảnh|ảnh minh họa|nguồn ảnh|nguồn|ảnh/bài) ?:")
_HOLDS = re.compile(r"[^.\n]{0,90}?(?<!\w)tổ chức[^.\n]{0,60}?(?:tuyên dương|tôn vinh|biểu dương|vinh danh)")
_PARTS = re.compile(
    r"(?<![\w.])(\d[\d.]*) (tập thể|cá nhân)(?=[^.\d]{0,60}?(?:,|và|;|cùng) (?:\d))[^.\d]{0,60}?(\d[\d.]*) (?!\2)(?:tập thể|cá nhân)"
)
_CERTIFICATES = ("merit_certificate", "commendation")
#: The first form behind a verb stands this near: its evidence shows the grantor too.
_BESIDE = 40
_LONGEST = 160


@dataclass(frozen=True)
class _Page:
    """What is read once for the whole article."""

    text: Text
    named: tuple[Named, ...]
    starts: tuple[int, ...]

    @cached_property
    def year(self) -> int | None:
        """The year of publication, or the latest the text names."""
        return published_year(self.text)

    @cached_property
    def proposes(self) -> bool:
        """Whether the article as a whole tells of proposals, as its title or first lines say."""
        return is_proposing(self.text)

    @cached_property
    def reviewed(self) -> str | None:
        """The period the article's occasion reviews."""
        return reviewed_period(self.text)


def read_awards(reading: Reading) -> tuple[Award, ...]:
    """Return the awards of an article in the order of the text, each once.

    Args:
        reading: The article with its units, people and dates found.
    """
    text = reading.text
    touched = _touched(text)
    if not touched:
        return ()
    named = tuple(name_chunks(text, reading.unit_mentions, reading.people))
    page = _Page(text, named, tuple(chunk.start for chunk in named))
    tables = (Told(award) for award in read_tables(text, page.named, reviewed=page.reviewed))
    told = [*_read_sentences(page, touched), *tables]
    told.sort(key=lambda one: one.award.evidence[0].start)
    return tuple(_with_host(page, award) for award in merge_awards(told))


def _with_host(page: _Page, award: Award) -> Award:
    """Return an honour with the unit that holds its ceremony as grantor, where no other is told."""
    if award.form != "honour" or award.grantor or award.status != "conferred":
        return award
    for unit in page.named:
        if not unit.person and not unit.preposition and _HOLDS.match(page.text.low, unit.end):
            return award.model_copy(update={"grantor": unit.name, "grantor_level": unit.level})
    return award


def _touched(text: Text) -> list[int]:
    """Return the indices of the sentences that hold an award's word, and of headers of lists."""
    starts = [sentence.start for sentence in text.sentences]
    found: set[int] = set()
    for stem in STEMS:
        at = text.low.find(stem)
        while at >= 0:
            index = bisect.bisect_right(starts, at) - 1
            found.add(max(index, 0))
            at = text.low.find(stem, starts[index + 1]) if index + 1 < len(starts) else -1
    if not found:
        return []
    headers = (index for index, sentence in enumerate(text.sentences) if text.body[sentence.end - 1] == ":")
    return sorted(found.union(headers))


def _read_sentences(page: _Page, touched: Sequence[int]) -> Iterator[Told]:
    header: Carried | None = None
    before = Carried()
    topic: Group | Named | None = None
    last = -2
    reviews = Reviews(page.text)
    for index in touched:
        sentence = page.text.sentences[index]
        past = reviews.covers(index)
        if sentence.kind == "table_row" or _is_section(page.text, sentence):
            continue
        if is_law(page.text, sentence):
            continue
        labels = read_labels(_chunks(page, sentence), page.text.low)
        chunks = labels.chunks
        header = header if is_item(page.text, sentence) else None
        carried = header or _opening(before if index == last + 1 else Carried(), chunks, sentence)
        carried = Carried(carried.agents, carried.status, topic) if carried else Carried(topic=topic)
        grammar = Grammar(page.text.low, chunks, carried)
        drafts = grammar.read()
        if labels.proposed or (labels.labelled and page.proposes):
            drafts = [replace(draft, status=draft.status or "proposed") for draft in drafts]
        statuses = _statuses(page, sentence, chunks, drafts, past=past)
        for draft, status in zip(drafts, statuses, strict=True):
            award = _award(page, sentence, draft, status)
            if award:
                yield _told(
                    award,
                    draft,
                    brief=_is_brief(page.text, sentence, chunks),
                    handed_over=draft.verb is not None and page.text.low.startswith("trao", draft.verb),
                )
        agents = grammar.agents or list(drafts[-1].agents if drafts else ())
        before, last, topic = Carried(agents), index, grammar.topic
        if page.text.body[sentence.end - 1] == ":":
            header = Carried(agents, grammar.status, topic)


def _is_section(text: Text, sentence: Sentence) -> bool:
    """Say whether the sentence is the heading of a section, and no numbered line of a list nor what opens one."""
    return sentence.kind == "heading" and not is_item(text, sentence) and text.body[sentence.end - 1] != ":"


def _told(award: Award, draft: Draft, *, brief: bool, handed_over: bool) -> Told:
    presented = bool(draft.agents) and draft.agents[0].preposition == "head"
    presented = presented or (award.quantity == "unknown" and handed_over)
    deputed = bool(draft.recipients) and all(
        isinstance(chunk, Named) and chunk.person and bool(chunk.positions) for chunk in draft.recipients
    )
    return Told(award, brief, not draft.recipients, presented, deputed)


def _is_brief(text: Text, sentence: Sentence, chunks: Sequence[Chunk]) -> bool:
    """Say whether a sentence is a headline, a lead or a caption.

    It stands in the first two lines, or without a full stop, or alone in its line with the one who hands over before.
    """
    alone = text.body[sentence.start - 1 : sentence.start] in ("", "\n") and text.body[
        sentence.end : sentence.end + 1
    ] in ("", "\n")
    presented = bool(chunks) and isinstance(chunks[0], Named) and chunks[0].person
    return (alone and presented and sentence.end - sentence.start < 180) or (
        sentence.kind == "caption"
        or text.body[sentence.end - 1] not in ".;:!…/"
        or text.body.count("\n", 0, sentence.start) < 2
    )


def _opening(carried: Carried, chunks: Sequence[Chunk], sentence: Sentence) -> Carried | None:
    """Return what the sentence before leaves, where this one goes on without a subject."""
    first = chunks[0] if chunks else None
    if first is None or first.start - sentence.start > 12:
        return None
    goes_on = isinstance(first, Given) or (isinstance(first, Cue) and first.kind == "give")
    return carried if goes_on else None


def _chunks(page: _Page, sentence: Sentence) -> list[Chunk]:
    credit = _CREDIT.search(page.text.low, sentence.start, sentence.end)
    end = credit.start() if credit and sentence.end - credit.end() < 50 else sentence.end
    first = bisect.bisect_left(page.starts, sentence.start)
    last = bisect.bisect_left(page.starts, end)
    return without_idle(find_chunks(page.text, sentence.start, end, page.named[first:last]), page.text.low)


def _award(page: _Page, sentence: Sentence, draft: Draft, status: AwardStatus) -> Award | None:
    form = draft.given.form
    if form is None or form.type.form is None:
        return None
    pieces_first = draft.passive and not draft.right
    counts = tally(draft.recipients, draft.given, low=page.text.low, pieces_first=pieces_first, times=draft.times)
    if not _holds(draft, counts):
        return None
    counts = _split(page.text, sentence, counts)
    grantor, level = joined(draft.agents, of_state=form.type.form in OF_STATE, form_end=form.end)
    start, end = _evidence(draft, sentence)
    name = _name(page.text, draft)
    award_type = typed_by_grantor(form, name, grantor)
    return Award(
        form=form.type.form,
        name=name,
        award_type=None if award_type is UNSPECIFIED else award_type.id,
        grantor=grantor,
        grantor_level=level or award_type.level,
        status=status,
        collectives=counts.collectives,
        individuals=counts.individuals,
        households=counts.households,
        joint=counts.joint,
        quantity=counts.quantity,
        recipients=counts.names,
        period=period_of(page.text, start, end, sentence) or (page.reviewed if status == "conferred" else None),
        evidence=(page.text.evidence(start, end),),
    )


def _split(text: Text, sentence: Sentence, counts: Tally) -> Tally:
    """Return the counts with a joint total split where the text tells its parts soon behind."""
    if counts.joint is None or counts.collectives is not None or counts.individuals is not None:
        return counts
    for match in _PARTS.finditer(text.low, sentence.start, min(sentence.end + 300, len(text.low))):
        numbers = [read_number(match[1]), read_number(match[3])]
        if None not in numbers and sum(number or 0 for number in numbers) == counts.joint:
            first, last = numbers if match[2] == "tập thể" else reversed(numbers)
            return replace(counts, collectives=first, individuals=last, joint=None)
    return counts


def _name(text: Text, draft: Draft) -> str:
    """Return the award as written: the form with its "của …", or with the class that only a part tells."""
    form = draft.given.form
    assert form is not None  # every draft that becomes an award has one
    name = text.body[form.start : form.end].strip(" ,(")
    if draft.given.start >= form.end:
        part = text.body[draft.given.start : draft.given.end]
        return f"{name} {part if draft.given.number is None else part.split(' ', 1)[1]}"
    owner = next(
        (agent for agent in draft.agents if agent.preposition == "of" and 0 < agent.start - form.end < 8), None
    )
    return text.body[form.start : owner.end] if owner else name


def _holds(draft: Draft, counts: Tally) -> bool:
    """Say whether the draft tells an award: a verb governs it or recipients are counted; honours need people."""
    numbered = counts.quantity != "unknown"
    form = draft.given.form
    if form is not None and form.type.family in ("bieu_duong", "khen_thuong"):
        named = any(isinstance(chunk, Named) for chunk in draft.recipients)
        return numbered or (draft.passive and named) or (draft.status == "planned" and bool(draft.recipients))
    if not draft.recipients and not draft.agents and not numbered and draft.status != "revoked":
        return False
    return draft.verb is not None or draft.part or (draft.right and numbered)


def _statuses(
    page: _Page, sentence: Sentence, chunks: Sequence[Chunk], drafts: Sequence[Draft], *, past: bool
) -> list[AwardStatus]:
    """Return the status of each draft; what one verb governs is history altogether or not at all.

    ``past`` says that the sentence stands in a review of past years.
    """
    own = [_status(page, sentence, chunks, draft) for draft in drafts]
    if past:
        own = ["retrospective" if status == "conferred" else status for status in own]
    verbs = {
        draft.verb for draft, status in zip(drafts, own, strict=True) if status == "retrospective" and not draft.part
    }
    return [
        "retrospective"
        if status == "conferred" and draft.verb is not None and draft.verb in verbs and draft.passive
        else status
        for draft, status in zip(drafts, own, strict=True)
    ]


def _begin(chunk: Group | Given) -> int:
    return chunk.form.start if isinstance(chunk, Given) and chunk.form else chunk.start


def _status(page: _Page, sentence: Sentence, chunks: Sequence[Chunk], draft: Draft) -> AwardStatus:
    if draft.status:
        return draft.status
    if any(isinstance(chunk, Group) and chunk.times for chunk in draft.recipients) or draft.given.times:
        return "retrospective"
    form = draft.given.form
    first = next((_begin(chunk) for chunk in chunks if isinstance(chunk, Group | Given)), sentence.start)
    past = draft.passive and form is not None and form.type.form in _CERTIFICATES and is_war_merit(page.text, sentence)
    past = past or (draft.passive and is_past_habit(page.text, draft.given.start))
    if past or is_history(page.text, sentence, first):
        return "retrospective"
    begin = page.text.low.rfind(";", sentence.start, draft.given.start)
    clause = max(begin, sentence.start)
    told = clause_status(
        page.text, draft.given.start, draft.given.end, clause=clause, sentence=sentence.start, year=page.year
    )
    return told or "conferred"


def _evidence(draft: Draft, sentence: Sentence) -> tuple[int, int]:
    """Return the shortest stretch that shows form and count, at most 160 characters."""
    given = draft.given
    owner = [agent.end for agent in draft.agents if 0 <= agent.start - given.end < 40 and agent.preposition == "of"]
    first, last = given.start, max([given.end, *owner])
    spans = [(chunk.start, chunk.end) for chunk in draft.recipients if sentence.start <= chunk.start < sentence.end]
    if given.number is None or draft.right:
        if draft.verb is not None and 0 <= given.start - draft.verb < _BESIDE:
            agents = (agent for agent in draft.agents if sentence.start <= agent.start and agent.end <= draft.verb)
            spans.extend((agent.start, agent.end) for agent in agents)
        for start, end in sorted(spans, key=lambda span: abs(span[0] - given.start)):
            if max(last, end) - min(first, start) <= _LONGEST:
                first, last = min(first, start), max(last, end)
    return first, min(last, first + _LONGEST)
