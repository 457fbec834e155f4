"""Who launches a campaign (đơn vị phát động)."""

from __future__ import annotations

import re

from extract.campaigns.named import Named
from extract.mentions import PersonMention
from extract.reading import Reading
from extract.rules import load_rules
from extract.text import Sentence, Text
from extract.units.hosts import lead_hosts, subject_units
from schemas.folding import fold

_RULES = load_rules("campaigns")
_UNION = _RULES["union"].compile()
_REVIEW = _RULES["review"].compile()
#: Right after a name: "… do A phát động".
_BY_RIGHT_AFTER = re.compile(r"[\s\"',(]*(?:(?:giai đoạn|năm) [\d\s-]+)?[\s,]*do (?!đó)")
#: A launch of what gets its name, its theme or its time elsewhere.
_PLAIN_LAUNCH = re.compile(r"phát động (?:(?:các|một) )?(?:phong trào|đợt|cao điểm|thi đua|tháng công nhân|chiến dịch)")
_MEMBER = re.compile(r"(?:ủy viên|nguyên|đại biểu|thành viên)(?!\w)")
#: What the unit behind "do" has done.
_BEGUN = re.compile(r"(?<!\w)(?:phát động|khởi xướng)(?!\w)")
#: Right before a drive: somebody opens it.
_OPENED = re.compile(r"(?<!\w)(?:mở|triển khai|tổ chức)(?: (?:một|tiếp))? $")
_OPENED_REACH = 20
#: How far before a launch told in the passive its unit may stand.
_BY_REACH = 80


def launcher_of(reading: Reading, name: Named) -> str | None:
    """Return who launches: "do A phát động", the subject of the verb, the union of the chair who speaks, the host."""
    text = reading.text
    sentence = text.sentence_at(name.name_start)
    verb = _verb_before(text, sentence, name)
    after = _launcher_after(reading, sentence, name, near=verb >= 0)
    if after or verb < 0:
        return after or _launcher_told_before(reading, name)
    return _launcher_at(reading, sentence, name, verb)


def _launcher_told_before(reading: Reading, name: Named) -> str | None:
    """Return who launched a movement whose theme alone is told here: at its description, or at the launch of it."""
    if name.told:
        return launcher_of(reading, name.told)
    launches = list(_PLAIN_LAUNCH.finditer(reading.text.low, 0, name.start)) if name.again else []
    if not launches:
        return None
    at = launches[-1].end()
    return launcher_of(reading, Named(at, at, at, 0, launched=True))


def _launcher_at(reading: Reading, sentence: Sentence, name: Named, verb: int) -> str | None:
    """Return who launches: the unit before the verb, the union of the chair who speaks, the subject, the host."""
    by = _unit_before(reading, sentence, verb)
    if by:
        return by
    speakers = [person for person in reading.people if sentence.start <= person.start < name.name_start]
    person = next((person for person in reversed(speakers) if person.start < verb), next(iter(speakers), None))
    if person is not None:
        return _union_of(reading, person) or next(iter(lead_hosts(reading)), None) or _unit_of(reading, person, verb)
    return _subject_of(reading, sentence, verb) or next(iter(lead_hosts(reading)), None)


def _unit_before(reading: Reading, sentence: Sentence, verb: int) -> str | None:
    """Return the unit of "các phong trào do A phát động gồm …"."""
    by = reading.text.low.rfind(" do ", max(sentence.start, verb - _BY_REACH), verb)
    if by < 0 or "," in reading.text.low[by:verb]:
        return None
    return next((unit.full for unit in reading.unit_mentions if by < unit.start and unit.end <= verb), None)


def _subject_of(reading: Reading, sentence: Sentence, verb: int) -> str | None:
    """Return the unit that launches: the subject of the verb, or of a review that the launch is joined to."""
    review = _REVIEW.search(reading.text.low, sentence.start, verb)
    for at, offices in ((verb, False), (verb, True), *([(review.start(), False)] if review else [])):
        units = subject_units(reading, sentence, at, offices=offices)
        if units:
            return units[-1]
    return None


def _verb_before(text: Text, sentence: Sentence, name: Named) -> int:
    """Return where the launch is told before a name, -1 where it is not, or is told of what is only reviewed."""
    for verb in ("phát động", "ban hành") if name.launched else ("phát động",):
        at = text.low.rfind(verb, sentence.start, name.name_start)
        if at >= 0:
            return -1 if _REVIEW.search(text.low, at, name.name_start) else at
    opened = _OPENED.search(text.low, max(sentence.start, name.start - _OPENED_REACH), name.start)
    return opened.start() if opened else -1


def _launcher_after(reading: Reading, sentence: Sentence, name: Named, *, near: bool) -> str | None:
    """Return the unit of "… do A phát động" after the name, right after it where ``near``."""
    low = reading.text.low
    if near and not _BY_RIGHT_AFTER.match(low, name.name_end):
        return None
    begun = _BEGUN.search(low, name.name_end, sentence.end)
    verb = begun.start() if begun else -1
    by = low.rfind("do ", name.name_end, verb) if verb >= 0 else -1
    units = subject_units(reading, sentence, verb, offices=True) if by >= 0 else ()
    return units[-1] if units else None


def _union_of(reading: Reading, person: PersonMention) -> str | None:
    """Return the union that the person chairs, by any mention of the person."""
    for mention in reading.people:
        if mention.name == person.name:
            for unit in reading.unit_mentions:
                inside = mention.span_start <= unit.start < mention.span_end
                union = _UNION.search(fold(unit.full)) if inside else None
                if union:
                    return unit.full[union.start() :]
    return None


def _unit_of(reading: Reading, person: PersonMention, verb: int) -> str | None:
    """Return the unit of the post that a person launches in, or else the office; members of committees hold none."""
    posts = [post for post in person.positions if not _MEMBER.match(fold(post.text))]
    if not posts or reading.text.low.endswith(("lễ ", "hội nghị "), 0, verb):
        return None
    units = [unit for unit in reading.unit_mentions if posts[-1].start <= unit.start < posts[-1].end]
    units.sort(key=lambda unit: not unit.office)
    return units[-1].full if units else None
