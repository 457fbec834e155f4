"""Sentences of an article to award drafts with their status; headers carry over to the items of their list."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from extract.awards.certified import with_certificates
from extract.awards.chunks import Chunk, Cue, Given, Group, Named
from extract.awards.clause import CERTIFICATES, OF_STATE, Carried, Draft
from extract.awards.frames import Frame, frame_of, is_launching, year_of_merit
from extract.awards.grammar import Grammar
from extract.awards.grantors import issuers
from extract.awards.labels import read_labels
from extract.awards.listed import heads_names, is_label, of_item, record_holder, won
from extract.awards.proposals import is_agenda, only_weighs, without_idle
from extract.awards.scan import find_chunks
from extract.awards.scope import Reviews, adds_line, is_handed_over, is_headline, is_item, is_section, opens_time
from extract.awards.status import (
    clause_status,
    is_announced,
    is_biography,
    is_gone,
    is_history,
    is_law,
    is_legislating,
    is_list_of_honours,
    is_occasion,
    is_of_one_year,
    is_of_the_dead,
    is_often,
    is_past_habit,
    is_proposing,
    is_war_merit,
    is_years_ago,
    published_year,
    reviewed_period,
)
from extract.rules.sought import Sought
from extract.text import Sentence, Text
from schemas.records import AwardStatus

#: A photographer's name ends what a caption tells.
_CREDIT = Sought(r"[-.(]? ?(?<!\w)(?:ảnh|ảnh minh họa|nguồn ảnh|nguồn|ảnh/bài) ?:")
_PICTURE = re.compile(r"\(?(?:trong |chú thích )?(?:ảnh|hình)(?: \d{1,2})? ?[:.–-] ?")
#: Who hands over begins a caption.
_PRESENTS = re.compile(
    r"(?:(?:phó|lãnh đạo|đại diện|ban tổ chức)(?!\w)[^.;:,]{0,80}?(?<!\w)(?:trao|tặng)|thủ tướng(?: chính phủ)? trao"
    r"|chủ tịch nước trao|bộ trưởng [^.;:,]{0,50}?trao)(?!\w)"
)
_VERBS = ("give", "receive", "have", "passive", "propose", "plan", "revoke")
#: A paragraph that looks back goes on so far behind the last award, in characters.
_GOES_ON = 200
#: So many items of a list are looked at for the recipients that its header leaves open.
_LONGEST_LIST = 80


@dataclass(frozen=True)
class Page:
    """What is read once for the whole article: its text, and the units and people in it with their begins."""

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
    def legislates(self) -> bool:
        """Whether the article tells of rules on awards."""
        return is_legislating(self.text)

    @cached_property
    def reviewed(self) -> str | None:
        """The period the article's occasion reviews."""
        return reviewed_period(self.text)

    def chunks(self, sentence: Sentence) -> list[Chunk]:
        """Return the chunks of a sentence, the photographer's name left out."""
        credit = _CREDIT.search(self.text.low, sentence.start, sentence.end)
        end = credit.start() if credit and sentence.end - credit.end() < 50 else sentence.end
        first = bisect.bisect_left(self.starts, sentence.start)
        last = bisect.bisect_left(self.starts, end)
        chunks = find_chunks(self.text, sentence.start, end, self.named[first:last])
        return with_certificates(without_idle(chunks, self.text.low), self.text, sentence.start, end)


@dataclass(frozen=True)
class Read:
    """A draft as its sentence tells it.

    Attributes:
        sentence: The sentence.
        draft: The draft.
        status: Its status.
        brief: The sentence is a headline, a lead or a caption.
        shown: It is a caption.
    """

    sentence: Sentence
    draft: Draft
    status: AwardStatus
    brief: bool
    shown: bool = False


class Sentences:
    """Reads sentences in order and remembers what one leaves to the next."""

    def __init__(self, page: Page) -> None:
        """Begin an article."""
        self.page = page
        self.reviews = Reviews(page.text)
        self.header: Carried | None = None
        self.record: Group | Named | None = None
        self.weighing = False
        self.before = Carried()
        self.topic: Group | Named | None = None
        self.last = -2
        self.looks_back = -1

    def read(self, touched: Sequence[int]) -> Iterator[Read]:
        """Yield the drafts of the sentences with these indices, in order."""
        for index in touched:
            sentence = self.page.text.sentences[index]
            past = self.reviews.covers(index)
            skipped = sentence.kind == "table_row" or is_section(self.page.text, sentence)
            skipped = skipped or is_agenda(self.page.text.low, sentence.start, sentence.end)
            if not skipped and not is_law(self.page.text, sentence):
                yield from self._sentence(index, sentence, past=past)

    def _sentence(self, index: int, sentence: Sentence, *, past: bool) -> Iterator[Read]:
        text = self.page.text
        found = self.page.chunks(sentence)
        labels = read_labels(found, text.low)
        grammar = Grammar(text.low, labels.chunks, self._carried(index, sentence, labels.chunks))
        drafts = grammar.read()
        if labels.proposed or (labels.labelled and self.page.proposes):
            drafts = [replace(draft, status=draft.status or "proposed") for draft in drafts]
        drafts = self._of_record(sentence, labels.chunks, drafts)
        opens = text.body[sentence.end - 1] == ":"
        if opens and drafts:
            drafts[-1] = self._listed(index, drafts[-1])
        shown = _is_caption(text, sentence, labels.chunks)
        brief = shown or is_headline(text, sentence)
        for draft, status in zip(drafts, self._statuses(sentence, labels.chunks, drafts, past=past), strict=True):
            yield Read(sentence, draft, status, brief, shown)
        agents = grammar.agents or list(drafts[-1].agents if drafts else ())
        if not agents:
            agents = issuers(labels.chunks, text.low, sentence.start, sentence.end)
        self.before, self.last, self.topic = Carried(agents, grammar.status), index, grammar.topic
        if opens:
            self.header = Carried(agents, grammar.status)
            self.weighing = only_weighs(found, text.low)

    def _of_record(self, sentence: Sentence, chunks: Sequence[Chunk], drafts: list[Draft]) -> list[Draft]:
        """Return the drafts of an item with the one whose record of awards the list's header opens."""
        text, holder = self.page.text, self.record
        self.record = record_holder(text, sentence, chunks) or (holder if is_item(text, sentence) else None)
        if holder is None or not is_item(text, sentence):
            return drafts
        return [won(draft, holder, chunks) for draft in drafts]

    def _carried(self, index: int, sentence: Sentence, chunks: Sequence[Chunk]) -> Carried:
        """Return what the list's header or the sentence before leaves to a sentence."""
        if not is_item(self.page.text, sentence):
            self.header = None
        carried = self.header or _opening(self.before if index == self.last + 1 else Carried(), chunks, sentence)
        if carried is None:
            return Carried(topic=self.topic)
        first = chunks[0] if chunks else None
        decides = self.weighing and isinstance(first, Cue) and first.kind == "give"
        return Carried(carried.agents, None if decides else carried.status, self.topic)

    def _listed(self, index: int, draft: Draft) -> Draft:
        """Return the draft with the recipients that the items behind its sentence tell, where it tells none."""
        told = any(isinstance(chunk, Named) or chunk.number is not None for chunk in draft.recipients)
        if told and (parts := self._parts(index, draft)):
            return replace(draft, recipients=parts, right=True)
        if told or draft.given.number is not None:
            return draft
        recipients = self._items(index)
        return replace(draft, recipients=recipients, right=True) if recipients else draft

    def _parts(self, index: int, draft: Draft) -> tuple[Group | Named, ...]:
        """Return the counts in the items behind a sentence where they split its total ("63 điển hình, gồm: …")."""
        total = draft.recipients[0] if len(draft.recipients) == 1 else None
        if not isinstance(total, Group) or total.number is None or len(total.kinds) < 2:
            return ()
        groups = tuple(chunk for chunk in self._items(index) if isinstance(chunk, Group))
        return groups if sum(group.number or 0 for group in groups) == total.number else ()

    def _items(self, index: int) -> tuple[Group | Named, ...]:
        """Return the recipients in the items of the list behind a sentence, up to an item that tells a form."""
        text = self.page.text
        recipients: list[Group | Named] = []
        names_only = heads_names(text, text.sentences[index])
        for sentence in text.sentences[index + 1 : index + _LONGEST_LIST]:
            label = is_label(text, sentence)
            if not label and not is_item(text, sentence):
                break
            if sentence.end - sentence.start < 4:
                continue
            chunks = self.page.chunks(sentence)
            if label and not any(isinstance(chunk, Given | Named) or _number(chunk) for chunk in chunks):
                continue
            line = (
                ()
                if any(isinstance(chunk, Given) for chunk in chunks)
                else of_item(text, sentence, chunks, names_only=names_only)
            )
            if not line:
                break
            recipients.extend(line)
        return tuple(recipients)

    def _statuses(
        self, sentence: Sentence, chunks: Sequence[Chunk], drafts: Sequence[Draft], *, past: bool
    ) -> list[AwardStatus]:
        """Return the status of each draft; what one verb governs is history altogether or not at all.

        ``past`` says that the sentence stands in a review of past years; so does a whole record of awards.
        """
        low = self.page.text.low
        own = [_status(self.page, sentence, chunks, draft) for draft in drafts]
        past = past and not any(is_handed_over(chunks, draft.verb, low) for draft in drafts)
        lead = drafts[0].given.start if drafts else sentence.start
        if past or (_is_record(drafts) and not is_occasion(self.page.text, sentence, lead)):
            own = ["retrospective" if status == "conferred" else status for status in own]
        own = self._go_on(sentence, drafts, own, lead)
        verbs = {
            draft.verb
            for draft, status in zip(drafts, own, strict=True)
            if status == "retrospective" and not draft.part
        }
        return [
            "retrospective"
            if status == "conferred" and draft.verb is not None and draft.verb in verbs and draft.passive
            else status
            for draft, status in zip(drafts, own, strict=True)
        ]

    def _go_on(
        self, sentence: Sentence, drafts: Sequence[Draft], own: Sequence[AwardStatus], lead: int
    ) -> list[AwardStatus]:
        """Return the statuses with what a paragraph that looks back goes on to tell, up to a time of its own.

        What is asked for behind what is still to come is still to come itself.
        """
        back = self.looks_back
        same = back >= 0 and adds_line(self.page.text, sentence, back)
        near = same and sentence.start - back < _GOES_ON
        goes_on = near and not opens_time(self.page.text, sentence, lead)
        found: list[AwardStatus] = []
        for draft, status in zip(drafts, own, strict=True):
            if goes_on and draft.passive and status == "conferred":
                status = "retrospective"
            elif status == "proposed" and "planned" in found and not _is_done(self.page.text, draft):
                to_come = self.page.text.low.find(" sẽ ", sentence.start, draft.given.start) >= 0
                status = "planned" if to_come else status
            found.append(status)
        if found:
            self.looks_back = sentence.end if all(status == "retrospective" for status in found) else -1
        return found


def _is_done(text: Text, draft: Draft) -> bool:
    return draft.verb is not None and text.low.endswith("đã ", 0, draft.verb)


def _number(chunk: Chunk) -> int | None:
    return chunk.number if isinstance(chunk, Group) else None


def _is_caption(text: Text, sentence: Sentence, chunks: Sequence[Chunk]) -> bool:
    """Say whether a sentence is a caption: marked so, or alone in its line with the one who hands over before."""
    if sentence.kind == "caption" or _PICTURE.match(text.low, text.low.rfind("\n", 0, sentence.start) + 1):
        return True
    alone = text.body[sentence.start - 1 : sentence.start] in ("", "\n") and text.body[
        sentence.end : sentence.end + 1
    ] in ("", "\n")
    if not alone or sentence.end - sentence.start >= 180:
        return False
    presented = bool(chunks) and isinstance(chunks[0], Named) and chunks[0].person
    return presented or _PRESENTS.match(text.low, sentence.start, sentence.end) is not None


def _opening(carried: Carried, chunks: Sequence[Chunk], sentence: Sentence) -> Carried | None:
    """Return what the sentence before leaves, where this one goes on without a subject.

    A list that only names forms goes on with what was asked for ("Đề nghị tặng … . Bằng khen cho 7 cá nhân.").
    """
    first = next((chunk for chunk in chunks if not isinstance(chunk, Cue) or chunk.kind != "part"), None)
    if first is None or first.start - sentence.start > 12:
        return None
    if isinstance(first, Cue) and first.kind == "give":
        return Carried(carried.agents, "proposed" if carried.status == "proposed" else None)
    verbs = any(isinstance(chunk, Cue) and chunk.kind in _VERBS for chunk in chunks)
    asked = carried.status == "proposed" and not verbs
    return Carried([] if asked else carried.agents, "proposed" if asked else None) if isinstance(first, Given) else None


def _is_record(drafts: Sequence[Draft]) -> bool:
    """Say whether one recipient is told to have got many awards of several forms, which is a life's record."""
    forms = {draft.given.form.type.id for draft in drafts if draft.given.form}
    one = all(draft.passive and not draft.part and len(draft.recipients) < 2 for draft in drafts)
    counted = any(chunk.number for draft in drafts for chunk in draft.recipients if isinstance(chunk, Group))
    many = len(forms) > 1 and any(draft.given.many for draft in drafts)
    found = (draft.given.form for draft in drafts if draft.given.form)
    orders = {form.type.id for form in found if form.type.form in OF_STATE}
    state = len(orders) > 1 and len({draft.recipients for draft in drafts}) == 1
    return one and not counted and (many or len(forms) > 2 or state)


def _begin(chunk: Group | Given) -> int:
    return chunk.form.start if isinstance(chunk, Given) and chunk.form else chunk.start


def _status(page: Page, sentence: Sentence, chunks: Sequence[Chunk], draft: Draft) -> AwardStatus:
    frame = frame_of(page.text, sentence, draft.given.start)
    if draft.status:
        return (
            "planned" if draft.status == "proposed" and _is_to_come(page.text, sentence, frame, draft) else draft.status
        )
    if _is_to_come(page.text, sentence, frame, draft) or _is_conditional(page.text, draft):
        return "planned"
    if is_announced(page.text, sentence, draft.given.start, draft.given.end):
        return "planned"
    if frame in ("past", "custom") or _is_past(page, sentence, chunks, draft):
        return "retrospective"
    return _by_date(page, sentence, draft)


def _is_to_come(text: Text, sentence: Sentence, frame: Frame | None, draft: Draft) -> bool:
    """Say whether a time to come is told, or an article that launches a drive tells what its phases will bring."""
    if frame is None or frame == "past" or _is_done(text, draft):
        return False
    return frame == "ahead" or is_launching(text, sentence)


def _is_conditional(text: Text, draft: Draft) -> bool:
    """Say whether whoever earns it will be given ("tổ nào vượt kế hoạch được tặng …")."""
    return any(isinstance(chunk, Group) and text.low.startswith(" nào ", chunk.end) for chunk in draft.recipients)


def _is_past(page: Page, sentence: Sentence, chunks: Sequence[Chunk], draft: Draft) -> bool:
    """Say whether words of the sentence, or how often one was given, look back on years gone by."""
    form, start = draft.given.form, draft.given.start
    if draft.verb is not None and page.text.low.endswith(("vừa ", "vừa được "), sentence.start, draft.verb):
        return False
    times = any(isinstance(chunk, Group) and chunk.times for chunk in draft.recipients) or draft.given.times
    if times and not is_of_one_year(page.text, sentence, start, page.year):
        return not is_occasion(page.text, sentence, start)
    if draft.times > 1 or is_often(page.text, draft.verb):
        return not is_occasion(page.text, sentence, start)
    if draft.passive and form is not None:
        if form.type.form in CERTIFICATES and is_war_merit(page.text, sentence):
            return True
        if is_past_habit(page.text, start) or (form.type.form in OF_STATE and is_biography(page.text, sentence)):
            return True
    one = not draft.part and len(draft.recipients) < 2 and draft.given.number is None
    if one and form is not None and not any(isinstance(chunk, Group) and chunk.number for chunk in draft.recipients):
        listed = is_list_of_honours(page.text, sentence, form.start, form.end)
        if listed and not is_occasion(page.text, sentence, start):
            return True
    if is_years_ago(page.text, sentence):
        return True
    if draft.passive and is_of_the_dead(page.text, draft.verb):
        return not is_occasion(page.text, sentence, start)
    first = next((_begin(chunk) for chunk in chunks if isinstance(chunk, Group | Given)), sentence.start)
    return is_history(page.text, sentence, first)


def _by_date(page: Page, sentence: Sentence, draft: Draft) -> AwardStatus:
    """Return the status by the year that dates the clause, the form, or the merit."""
    text, start = page.text, draft.given.start
    clause = max(text.low.rfind(";", sentence.start, start), sentence.start)
    told = clause_status(text, start, draft.given.end, clause=clause, sentence=sentence.start, year=page.year)
    merit = year_of_merit(text, sentence, start) if draft.passive and page.year and not told else None
    if merit is not None and page.year and is_gone(text, merit, sentence.start, page.year):
        return "retrospective"
    return told or "conferred"
