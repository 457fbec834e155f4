"""Awards of an article: sentences and tables to drafts, drafts to records."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.awards.certified import CERTIFIED
from extract.awards.chunks import Group, Named, name_chunks
from extract.awards.classes import with_class
from extract.awards.clause import OF_STATE, UNSPECIFIED, Draft
from extract.awards.counts import Tally, tally
from extract.awards.foreign import is_of_another_state, with_state
from extract.awards.forms import typed_by_grantor
from extract.awards.grantors import joined
from extract.awards.kin import takes_for_kin
from extract.awards.merging import Told, merge_awards
from extract.awards.sentences import Page, Read, Sentences
from extract.awards.status import (
    period_of,
)
from extract.awards.tables import read_tables
from extract.awards.talked_of import is_duty, is_fraud, is_only_talked_of, is_put_up, is_question
from extract.awards.titles import TITLED
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
    "xã tiêu biểu", "phường tiêu biểu", "thị trấn tiêu biểu", "đặc khu tiêu biểu",
    "hiếu học", "khuyến học", "ình học tập", "họ học tập",
    "đồng học tập", "vị học tập", "bktt", "bk ", "gk ", "chứng nhận",
)  # fmt: skip
_HOLDS = re.compile(r"[^.\n]{0,90}?(?<!\w)tổ chức[^.\n]{0,60}?(?:tuyên dương|tôn vinh|biểu dương|vinh danh)")
#: The flag that goes with the turn to head a cluster is no award.
_HEADSHIP = re.compile(
    r"cờ luân lưu (?:cho |của )?(?:đơn vị )?(?:làm )?(?:tân )?(?:cụm|khối|trưởng cụm|trưởng khối)(?: trưởng)?(?!\w)"
)
#: Who holds the ceremony may take the award for one of its units.
_HOSTS = re.compile(
    r"(?<!\w)(?:tổ chức|long trọng) (?:lễ|buổi|hội nghị|chương trình)[^.\n]*?(?<!\w)(?:đón )?nhận(?!\w)[^.,;\n]*$"
)
#: Who holds the ceremony at which an award is handed over need not be who decides it.
_HOLDS_GIVING = re.compile(
    r"(?<!\w)tổ chức (?:lễ|buổi|hội nghị|chương trình) (?:công bố(?:,| và)? )?(?:trao|truy)[^.\n]{0,60}$"
)
_PARTS = re.compile(
    r"(?<![\w.])(\d[\d.]*) (tập thể|cá nhân)(?=[^.\d]{0,60}?(?:,|và|;|cùng) \d)"
    r"[^.\d]{0,60}?(\d[\d.]*) (?!\2)(?:tập thể|cá nhân)"
)
#: Giving is only talked of ("thẩm quyền của Hội trong việc trao tặng Bằng khen").
_TALKED_OF = re.compile(
    r"(?<!\w)(?:việc|thẩm quyền|quy trình|quy chế|quy định|thủ tục|hồ sơ|điều kiện)(?: [^\W\d_]+){0,4} $"
)
_ASKED_TO = re.compile(r",? (?:(?:xem xét|xét|có hình thức|quyết định|kịp thời),? )*")
#: Between a verb and its object no such clause begins ("trao thưởng cho 5 em, do giấy khen chưa ký").
_APART = re.compile(r"[,;:] ?(?:do|vì|bởi|nhưng|tuy|song|mặc dù) ")
#: "Giải thưởng A cho danh hiệu …" is a prize of the trade.
_PRIZE_OF = re.compile(r"(?<!\w)giải thưởng [^;.:\n]{1,50} (?:cho |với |là )(?:danh hiệu )?\W{0,2}$")
_OLYMPIAD = re.compile(r"(?<!\w)(?:olympic|olympiad)(?!\w)")
#: Forms that are no entries of the vocabulary.
_NO_ENTRY = frozenset({UNSPECIFIED.id, CERTIFIED.id, TITLED.id})
#: The first form behind a verb stands this near: its evidence shows the grantor too.
_BESIDE = 40
_LONGEST = 160


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
    page = Page(text, named, tuple(chunk.start for chunk in named))
    tables = (Told(award) for award in read_tables(text, page.named, reviewed=page.reviewed))
    told = [*_from_sentences(page, touched), *tables]
    told.sort(key=lambda one: one.award.evidence[0].start)
    return tuple(_with_host(page, award) for award in merge_awards(told, low=text.low))


def _with_host(page: Page, award: Award) -> Award:
    """Return an honour with the unit that holds its ceremony as grantor, where no other is told."""
    if award.form != "honour" or award.grantor or award.status != "conferred":
        return award
    for unit in page.named:
        if not unit.person and not unit.preposition and _HOLDS.match(page.text.low, unit.end):
            return award.model_copy(update={"grantor": unit.name, "grantor_level": unit.level})
    return award


def _touched(text: Text) -> list[int]:
    """Return the indices of the sentences that hold an award's word, and of headers of lists."""
    found: set[int] = set()
    for stem in STEMS:
        at = text.low.find(stem)
        while at >= 0:
            index = text.sentence_index(at)
            found.add(index)
            at = text.low.find(stem, text.sentences[index + 1].start) if index + 1 < len(text.sentences) else -1
    if not found:
        return []
    headers = (index for index, sentence in enumerate(text.sentences) if text.body[sentence.end - 1] == ":")
    return sorted(found.union(headers))


def _from_sentences(page: Page, touched: Sequence[int]) -> Iterator[Told]:
    reads = list(Sentences(page).read(touched))
    groups = Counter(_group_of(read) for read in reads)
    for read in reads:
        award = _award(page, read.sentence, read.draft, read.status)
        if award:
            told = _told(page.text.low, read, award)
            yield replace(told, shared=groups[_group_of(read)] > 1 and not told.nobody)


def _group_of(read: Read) -> tuple[int, int | None, tuple[Group | Named, ...]]:
    """Return what forms that one verb hands to one group have in common."""
    return read.sentence.start, read.draft.verb, read.draft.recipients


def _told(low: str, read: Read, award: Award) -> Told:
    draft, agent = read.draft, read.draft.agents[0] if read.draft.agents else None
    lead = low[read.sentence.start : draft.given.start]
    holds = "tổ chức" in lead or "long trọng" in lead
    hosted, held = holds and _HOSTS.search(lead) is not None, holds and _HOLDS_GIVING.search(lead) is not None
    handed_over = draft.verb is not None and low.startswith("trao", draft.verb)
    presented = agent is not None and agent.preposition == "head"
    presented = presented or (award.quantity == "unknown" and handed_over and not _is_owner(draft))
    presented = presented or ((hosted or held) and not _is_owner(draft))
    deputed = bool(draft.recipients) and all(
        isinstance(chunk, Named) and chunk.person and bool(chunk.positions) for chunk in draft.recipients
    )
    head = draft.recipients[0] if draft.recipients else None
    heads = isinstance(head, Group) and award.form in ("order", "emulation_flag")
    deputed = deputed or (heads and head is not None and low.startswith("lãnh đạo", head.start))
    counted = any(isinstance(chunk, Group) and chunk.number is not None for chunk in draft.recipients)
    return Told(award, read.brief, not draft.recipients, presented, deputed or hosted, counted, read.shown)


def _is_owner(draft: Draft) -> bool:
    """Say whether the text calls the form the grantor's own ("Bằng khen của UBND tỉnh")."""
    return bool(draft.agents) and draft.agents[0].preposition == "of"


def _award(page: Page, sentence: Sentence, draft: Draft, status: AwardStatus) -> Award | None:
    form = draft.given.form
    if form is None or form.type.form is None or _HEADSHIP.match(page.text.low, form.start):
        return None
    if form.type.form in OF_STATE and _names_ceremony(page.text, draft):
        return None
    agents = tuple(with_state(page.text, draft.agents)) if form.type.form in OF_STATE else draft.agents
    recipients = _without_guests(page.text, draft.recipients)
    if takes_for_kin(page.text.low, draft):
        recipients = (Group(draft.given.start, draft.given.start, ("individual",), 1),) if draft.agents else ()
    draft = replace(draft, recipients=recipients, agents=agents)
    pieces_first = draft.passive and not draft.right
    counts = tally(draft.recipients, draft.given, low=page.text.low, pieces_first=pieces_first, times=draft.times)
    if _is_won(page, draft):
        return None
    if _is_talk(page.text.body, page.text.low, sentence, draft):
        return None
    vague = counts.quantity == "unknown" and not counts.names
    if vague and status in ("proposed", "planned") and _is_duty(page.text, sentence, status):
        return None
    ruled = status == "planned" and counts.quantity == "unknown" and not counts.names and page.legislates
    if ruled or not _holds(draft, counts, page.text.low):
        return None
    counts = _split(page.text, sentence, counts)
    grantor, level = joined(draft.agents, of_state=form.type.form in OF_STATE, form_end=form.end)
    grantor = _in_full(page, grantor)
    if is_of_another_state(page.text, sentence, form, grantor, draft.recipients):
        return None
    start, end = _evidence(draft, sentence)
    name = _name(page.text, draft)
    award_type = typed_by_grantor(form, name, grantor)
    return Award(
        form=form.type.form,
        name=name,
        award_type=None if award_type.id in _NO_ENTRY else award_type.id,
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


def _is_won(page: Page, draft: Draft) -> bool:
    """Say whether a form is what was won: a title that a prize is for, or an Olympiad's certificate of no giver."""
    form = draft.given.form
    if form is not None and form.titled and _PRIZE_OF.search(page.text.low, max(form.start - 80, 0), form.start):
        return True
    plain = form is not None and form.type.form == "merit_certificate" and draft.passive and not draft.agents
    return plain and _OLYMPIAD.search(f"{page.text.low_title}\n{page.text.low[:300]}") is not None


def _is_talk(body: str, low: str, sentence: Sentence, draft: Draft) -> bool:
    if draft.status == "revoked":
        return False
    if is_question(body, sentence.end) or is_fraud(low, sentence.start, sentence.end):
        return True
    if draft.verb is None:
        return False
    return is_only_talked_of(low, sentence.start, draft.verb, asked=draft.status == "proposed")


def _is_duty(text: Text, sentence: Sentence, status: AwardStatus) -> bool:
    at = text.sentence_index(sentence.start)
    before = text.sentences[at - 1].start if at else sentence.start
    promised = status == "planned" and is_put_up(text.low, before, sentence.end)
    return promised or is_duty(text.low, before, sentence.start, sentence.end)


def _in_full(page: Page, grantor: str | None) -> str | None:
    """Return a minister with the ministry that the article names, where a sentence only says "Bộ trưởng"."""
    if grantor is None or grantor.lower() != "bộ trưởng":
        return grantor
    offices = (position for chunk in page.named for position in (chunk.name, *chunk.positions))
    full = {office for office in offices if office.lower().startswith("bộ trưởng bộ ")}
    return full.pop() if len(full) == 1 else grantor


def _names_ceremony(text: Text, draft: Draft) -> bool:
    """Say whether a form only stands in the name of a ceremony ("Lễ trao tặng danh hiệu … do Bộ A tổ chức")."""
    return not draft.recipients and draft.verb is not None and text.low.endswith("lễ ", 0, draft.verb)


def _without_guests(text: Text, recipients: tuple[Group | Named, ...]) -> tuple[Group | Named, ...]:
    """Return the recipients without those who hand over, told behind ("trao cho các cá nhân có đồng chí A")."""
    for before, chunk in pairwise(recipients):
        if isinstance(chunk, Named) and chunk.person and text.low[before.end : chunk.start].strip() == "có":
            return recipients[: recipients.index(chunk)]
    return recipients


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
        return with_class(name, part if draft.given.number is None else part.split(" ", 1)[1])
    owner = next(
        (agent for agent in draft.agents if agent.preposition == "of" and 0 < agent.start - form.end < 8), None
    )
    return text.body[form.start : owner.end] if owner else name


def _holds(draft: Draft, counts: Tally, low: str) -> bool:
    """Say whether the draft tells an award: a verb governs it or recipients are counted; honours need people."""
    numbered = counts.quantity != "unknown"
    form = draft.given.form
    if form is not None and form.type.family in ("bieu_duong", "khen_thuong", "giay_chung_nhan"):
        named = any(isinstance(chunk, Named) for chunk in draft.recipients)
        numbered = any(isinstance(chunk, Group) and chunk.number is not None for chunk in draft.recipients)
        return (
            numbered
            or draft.given.number is not None
            or (named and (draft.passive or bool(draft.agents)))
            or (draft.status == "planned" and bool(draft.recipients))
            or (draft.status == "proposed" and bool(draft.recipients) and _asks(draft, low))
        )
    talked_of = draft.verb is not None and _TALKED_OF.search(low, max(draft.verb - 50, 0), draft.verb)
    nobody = draft.status != "revoked" and not draft.recipients and not numbered
    apart = draft.verb is not None and _APART.search(low, draft.verb, draft.given.start) is not None
    if nobody and apart:
        return False
    if nobody and (talked_of or not draft.agents):
        return False
    return draft.verb is not None or draft.part or (numbered and (draft.right or not draft.recipients))


def _asks(draft: Draft, low: str) -> bool:
    """Say whether an office is asked to give itself, and not only to see to it ("tham mưu khen thưởng")."""
    last = draft.agents[-1] if draft.agents else None
    return last is not None and draft.verb is not None and _ASKED_TO.fullmatch(low, last.end, draft.verb) is not None


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
