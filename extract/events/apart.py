"""Acts that an article tells beside its occasion: another's decision, a proposal sent on (việc kể thêm)."""

from __future__ import annotations

from extract.events.days import DECIDED
from extract.events.joining import hosts_meet
from extract.events.nominations import is_nomination, is_sent
from extract.events.occasions import told_only, undated_occasion
from extract.events.scenes import Occasion, Scene
from extract.reading import Reading
from extract.rules import load_rules
from schemas.folding import fold_key
from schemas.records import EventType

_RULES = load_rules("events")
_HERE = _RULES["here"].compile()
_TASK = _RULES["task"].compile()
_ASIDE = _RULES["aside"].sought()
_ALSO = _RULES["also"].sought()
#: An occasion of nothing but awards: decisions told beside it are not part of it.
_OF_AWARDS: frozenset[EventType] = DECIDED | {"award_ceremony", "honouring"}
_MONTH = len("2020-01")


def act_apart(reading: Reading, scene: Scene, current: Occasion) -> Occasion | None:
    """Return the event of a sentence that tells, beside an occasion of awards, what others decided or proposed.

    Such an act has its own subject and is told with "trước đó", "được biết" or "cũng"; "cũng" puts it in the month of
    the occasion.
    """
    low, sentence = reading.text.low, scene.sentence
    if scene.background or not current.types <= _OF_AWARDS or _HERE.search(low[sentence.start : sentence.end]):
        return None
    kind = _kind(reading, scene, decided=current.types <= DECIDED)
    aside, also = (pattern.search(low, sentence.start, sentence.end) for pattern in (_ASIDE, _ALSO))
    if kind is None or not (aside or also):
        return None
    act = undated_occasion(reading, scene, {kind})
    others = bool(act.hosts) and not (current.hosts and hosts_meet(current, act)) and not _handed_over(current, act)
    if not (_earlier_award(low, scene, current) or (others and scene.triggers)):
        return None
    if also and not (aside or act.start) and current.start:
        act.day = act.start = current.start[:_MONTH]
        act.year_source = current.year_source
    return act


def _handed_over(ceremony: Occasion, act: Occasion) -> bool:
    """Return whether an occasion hands over what the act confers: its awards have the same giver."""
    if "award_decision" not in act.types:
        return False
    givers = {fold_key(award.grantor) for award in ceremony.scene.awards if award.grantor}
    return any(fold_key(host) in giver or giver in fold_key(host) for host in act.hosts for giver in givers)


def _kind(reading: Reading, scene: Scene, *, decided: bool) -> EventType | None:
    """Return what a sentence tells as done by somebody."""
    low, sentence = reading.text.low, scene.sentence
    for trigger in scene.triggers:
        if trigger.type == "award_decision" and scene.awards and not told_only(reading.text, scene, trigger):
            return "award_decision"
        if trigger.type == "nomination" and is_sent(low, scene):
            return "nomination" if is_nomination(low, sentence, trigger, _TASK) else None
    return "award_decision" if low.startswith("trước đó", sentence.start) and scene.awards and decided else None


def _earlier_award(low: str, scene: Scene, current: Occasion) -> bool:
    """Return whether a sentence tells, beside a decision, of awards given earlier, with their number."""
    if not (current.types <= DECIDED and low.startswith("trước đó", scene.sentence.start)):
        return False
    return any(award.collectives or award.individuals or award.households or award.joint for award in scene.awards)
