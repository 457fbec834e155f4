"""How often and in which classes a form is given."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.awards.chunks import Cue, Given, Group, Named
from extract.awards.forms import Form
from extract.awards.honours import Honours

#: Verbs that a number of times counts.
_COUNTED_VERBS = ("passive", "receive", "give")
#: What may stand before a number of times that counts awards, not other acts ("hiến máu 30 lần được tặng …").
_SINCE = re.compile(
    r"(?:[^\n]*[,;:.(–-])?[\s,]*(?:(?:đã|từng|cũng|và|còn|có|vinh dự|liên tục|liên tiếp|nhiều|tới|đến|trong|năm"
    r"|được|\d{4}) ?)*"
)
_SO_OFTEN = re.compile(r" (?:(?:liên tiếp|liên tục|vinh dự|đều|cũng|liền) )*")


class Pieces(Honours):
    """Reads "3 lần", "hạng Nhì 4 tập thể", "04 Huân chương, trong đó 01 hạng Nhì"."""

    def _times(self, at: int, cue: Cue) -> None:
        """Count what follows so many times; behind a form, what stands before ("Cờ thi đua 3 lần")."""
        last = max([form.end for form in self.forms] + [owner.end for owner in self._owners()], default=-1)
        after = self._next(at)
        leads = isinstance(after, Given) or (isinstance(after, Cue) and after.kind in _COUNTED_VERBS)
        leads = leads and after is not None and _SO_OFTEN.fullmatch(self.low, cue.end, after.start) is not None
        leads = leads or self._opens_clause(at, cue)
        behind = bool(self.forms) and not self.low[last : cue.start].strip(" ,(")
        if leads and self.forms:
            self._flush()
        if (leads and _SINCE.fullmatch(self._gap(at))) or behind:
            self.times = int(cue.kind.partition(":")[2] or 1)

    def _opens_clause(self, at: int, cue: Cue) -> bool:
        """Say whether so many years open the clause of a subject and its verb ("Nhiều năm liền, ông được tặng …")."""
        who, verb = self._next(at), self._next(at + 1)
        told = isinstance(who, Group | Named) and isinstance(verb, Cue) and verb.kind in _COUNTED_VERBS
        return told and who is not None and not self.forms and self.low[cue.end : who.start] == ", "

    def _class_part(self, given: Given) -> None:
        """A class with its number: a part of the form before ("04 Huân chương Lao động, trong đó 01 hạng Nhì")."""
        whole = self.forms[-1] if self.forms else self.drafts[-1].given if self.drafts else None
        if whole is None or whole.form is None:
            return
        if self.forms:
            self.parts, self.forms = [], self.forms[:-1]
            if self.to:
                self.left = [
                    Group(chunk.start, chunk.end, chunk.kinds, bare=True)
                    for chunk in self.to
                    if isinstance(chunk, Group)
                ]
                self.to = []
            self._flush()
            self.in_part = True
        part = Given(given.start, given.end, whole.form, given.number, given.quantity)
        owner = self.owners.get(whole.start)
        if owner:
            self.owners[part.start] = owner
        self.forms = [part]
        self._flush()

    def _class_group(self, given: Given) -> None:
        """A class with recipients of its own, a part of the whole before ("…: hạng Nhì 4 tập thể; …")."""
        last = self.forms[-1] if self.forms else None
        if last and last.form and " hạng " in self.low[last.form.start : last.form.end]:
            self._flush()
            self.whole = self._without_class(last, last.form)
        elif last and not self.whole:
            self.whole, self.forms, self.to = last, self.forms[:-1], []
        whole = self.whole
        self._flush()
        if whole is None:
            return
        part = Given(given.start, given.end, whole.form)
        self.owners[part.start] = self.owners.get(whole.start, [])
        self.forms, self.to_open = [part], True

    def _without_class(self, given: Given, form: Form) -> Given:
        """Return a form without its class, where another class of it follows ("hạng Nhất cho A, hạng Nhì cho B")."""
        end = self.low.index(" hạng ", form.start, form.end)
        return replace(given, form=replace(form, end=end))
