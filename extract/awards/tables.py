"""Awards in tables: a row an award, a row a recipient, or a column a form; total rows are left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.awards.chunks import Named
from extract.awards.forms import Form, extend_form, surfaces, typed_by_grantor
from extract.awards.status import period_of
from extract.names import is_surname
from extract.numbers import read_number
from extract.phrases import WORD
from extract.text import Sentence, Text
from schemas.records import Award, AwardStatus, Evidence, Level

_COLUMNS = (
    ("number", re.compile(r"(?:stt|tt|số tt|số thứ tự)$")),
    ("form", re.compile(r".*(?:danh hiệu|hình thức|loại khen)")),
    ("grantor", re.compile(r".*(?:cấp (?:khen|quyết định|tặng|trình|độ)|cơ quan (?:khen|tặng|quyết định)|thẩm quyền)")),
    ("name", re.compile(r".*(?:họ (?:và )?tên|tên (?:tập thể|đơn vị|cá nhân)|tập thể[,/ và]+cá nhân|đối tượng)")),
    ("collectives", re.compile(r".*(?:tập thể|đơn vị)")),
    ("individuals", re.compile(r".*cá nhân")),
    ("households", re.compile(r".*hộ")),
    ("pieces", re.compile(r".*(?:số lượng|tổng số|số)$")),
)
_TOTAL = re.compile(r"(?:tổng|cộng|tổng cộng|tổng số)(?!\w)")
_PROPOSED = re.compile(r"(?<!\w)(?:đề nghị|trình|đề xuất|suy tôn)(?!\w)")
_DECIDED = re.compile(r"(?<!\w)(?:quyết định|công nhận|thẩm quyền|đã (?:tặng|khen)|khen thưởng$)")
_SHARES = re.compile(r"(\d{1,4}) ?/ ?(\d{1,4})")
_PIECES = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")
#: A cell with nothing in it but the number of a section.
_EMPTY = re.compile(r"\s*(?:[ivx]{1,4}|[a-zđ])?[.)/-]?\s*")
#: Words of a section's head in a list of names.
_HEADS = re.compile(
    r"(?<!\w)(?:tập thể|cá nhân|danh hiệu|bằng khen|giấy khen|cờ|huân chương|kỷ niệm chương|khen thưởng|hộ)(?!\w)"
)
_HONORIFIC = re.compile(r"(?:ông|bà|đồng chí|đ/c|anh|chị) ")


@dataclass(frozen=True, slots=True)
class _Cell:
    start: int
    end: int


@dataclass(frozen=True)
class _Section:
    """What a row of one cell says of the rows below it ("II. UBND tỉnh khen thưởng", "Cá nhân").

    Attributes:
        grantor: Who gives, with its level.
        form: The form of all rows below.
        person: Whether the names below are persons', ``None`` where nothing says so.
        status: Whether the awards below are asked for or decided, ``None`` where nothing says so.
    """

    grantor: tuple[str, Level | None] | None = None
    form: Form | None = None
    person: bool | None = None
    status: AwardStatus | None = None


@dataclass
class _Table:
    """A table with the roles of its columns and what the text before it told."""

    text: Text
    named: Sequence[Named]
    rows: list[list[_Cell]]
    columns: list[str]
    before: Sentence | None
    period: str | None
    #: The form that heads each column, where the columns are forms.
    headed: dict[int, Form] = field(default_factory=dict)
    #: The text before says that cells hold "collectives/individuals".
    in_shares: bool = False
    form: Form | None = None
    status: AwardStatus = "conferred"
    section: _Section = field(default_factory=lambda: _Section())


@dataclass
class _Listed:
    """Recipients of one form and grantor gathered from the rows of a list."""

    form: Form
    grantor: str | None
    level: Level | None
    names: list[tuple[str, bool]] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


def read_tables(text: Text, named: Sequence[Named], *, reviewed: str | None) -> Iterator[Award]:
    """Yield the awards of the article's tables; ``reviewed`` is the period of the article's occasion."""
    for rows, start in _tables(text):
        table = _table(text, named, rows, start, reviewed)
        if table is None:
            continue
        if table.headed:
            yield from _crossed(table)
        elif "name" in table.columns:
            yield from _lists(table)
        elif "form" in table.columns:
            yield from _counted(table)


def _tables(text: Text) -> Iterator[tuple[list[list[_Cell]], int]]:
    """Yield the rows of each table and where it begins; one line between its rows is a row of one cell."""
    rows: list[list[_Cell]] = []
    between: list[_Cell] = []
    for block in text.blocks:
        if block.kind == "table_row":
            cells = _cells(text.body, block.start, block.end)
            if between and _is_header(text.low, cells):
                yield from _whole(rows)
                rows = []
            rows.extend([[between[0]], cells] if rows and between else [cells])
            between = []
            continue
        between.append(_Cell(block.start, block.end))
        if len(between) > 1 or text.body[block.start : block.end].endswith("."):
            yield from _whole(rows)
            rows = []
    yield from _whole(rows)


def _whole(rows: list[list[_Cell]]) -> Iterator[tuple[list[list[_Cell]], int]]:
    if len(rows) > 1:
        yield rows, rows[0][0].start


def _is_header(low: str, cells: Sequence[_Cell]) -> bool:
    """Say whether a row begins a new table: two of its cells head columns."""
    return sum(bool(_role(low[cell.start : cell.end].strip())) for cell in cells) > 1


def _cells(body: str, start: int, end: int) -> list[_Cell]:
    cells, first = [], start
    for last in [*(match.start() for match in re.finditer("\t", body[start:end])), end - start]:
        cells.append(_Cell(first, start + last))
        first = start + last + 1
    return cells


def _table(
    text: Text, named: Sequence[Named], rows: list[list[_Cell]], start: int, reviewed: str | None
) -> _Table | None:
    columns = [_role(text.low[cell.start : cell.end].strip()) for cell in rows[0]]
    headed = {} if "form" in columns else _headed(text, rows[0])
    columns = _with_names(text, columns, rows[1:])
    if "form" not in columns and not headed:
        columns = _with_forms(text, columns, rows[1:])
    if not headed and not {"form", "name"} & set(columns):
        return None
    before = next((sentence for sentence in reversed(text.sentences) if sentence.end <= start), None)
    lead = text.low[before.start : before.end] if before else ""
    header = text.low[rows[0][0].start : rows[0][-1].end]
    table = _Table(text, named, rows[1:], columns, before, reviewed, headed)
    if before:
        table.period = period_of(text, before.start, before.end, before) or reviewed
        table.form = _form(text, before.start, before.end)
    table.in_shares = all(kind in f"{lead} {header}" for kind in ("tập thể", "cá nhân"))
    table.status = "proposed" if _PROPOSED.search(lead) or _PROPOSED.search(header) else "conferred"
    return table


def _headed(text: Text, header: Sequence[_Cell]) -> dict[int, Form]:
    """Return the forms that head columns, where two or more do ("Đơn vị | Bằng khen | Giấy khen")."""
    forms = {at: _form(text, cell.start, cell.end) for at, cell in enumerate(header)}
    headed = {at: form for at, form in forms.items() if form is not None}
    return headed if len(headed) > 1 else {}


def _with_names(text: Text, columns: list[str], rows: Sequence[Sequence[_Cell]]) -> list[str]:
    """Return the columns with one that is headed like a count and holds words as the names ("Đơn vị")."""
    for at, role in enumerate(columns):
        if role not in ("collectives", "individuals") or "name" in columns:
            continue
        cells = [text.low[row[at].start : row[at].end].strip() for row in rows if len(row) == len(columns)]
        if cells and 2 * sum(any(char.isalpha() for char in cell) for cell in cells) > len(cells):
            return [*columns[:at], "name", *columns[at + 1 :]]
    return columns


def _with_forms(text: Text, columns: list[str], rows: Sequence[Sequence[_Cell]]) -> list[str]:
    """Return the columns with the first one without a role that holds a form in a third of its rows ("Nội dung")."""
    if not {"collectives", "individuals", "households", "pieces", "name"} & set(columns):
        return columns
    for at, role in enumerate(columns[:5]):
        cells = [row[at] for row in rows if len(row) == len(columns)]
        if not role and 3 * sum(_form(text, cell.start, cell.end) is not None for cell in cells) >= len(rows) > 1:
            return [*columns[:at], "form", *columns[at + 1 :]]
    return columns


def _role(low: str) -> str:
    return next((name for name, pattern in _COLUMNS if pattern.match(low)), "")


def _form(text: Text, start: int, end: int) -> Form | None:
    """Return the last award form in ``body[start:end]``."""
    spans = [match.span() for match in WORD.finditer(text.low, start, end)]
    words = [text.low[first:last] for first, last in spans]
    form, at = None, 0
    while at < len(words):
        found = surfaces().match(words, at)
        if found and found[0].type.form:
            last = spans[at + found[0].length - 1][1]
            form = extend_form(text.low, Form(spans[at][0], last, found[0].type), end)
        at = found[1] if found else at + 1
    return form


def _cell(table: _Table, row: Sequence[_Cell], role: str) -> _Cell | None:
    if role not in table.columns:
        return None
    at = table.columns.index(role)
    return row[at] if at < len(row) else None


def _is_total(table: _Table, row: Sequence[_Cell]) -> bool:
    cells = (table.text.low[cell.start : cell.end].strip() for cell in row)
    return any(_TOTAL.match(low) for low in cells)


def _opens_section(table: _Table, row: Sequence[_Cell]) -> bool:
    """Take a row with words in one cell only as the head of a section; say whether it is one."""
    filled = [cell for cell in row if not _EMPTY.fullmatch(table.text.low, cell.start, cell.end)]
    if len(filled) != 1 or len(table.columns) < 2:
        return False
    cell = filled[0]
    low = table.text.low[cell.start : cell.end]
    if "name" in table.columns and not _HEADS.search(low):
        return False
    unit = next((name for name in table.named if cell.start <= name.start < cell.end and not name.person), None)
    told = [kind for kind in ("tập thể", "cá nhân") if kind in low]
    table.section = _Section(
        grantor=(unit.name, unit.level) if unit else None,
        form=_form(table.text, cell.start, cell.end),
        person=told == ["cá nhân"] if len(told) == 1 else None,
        status="proposed" if _PROPOSED.search(low) else "conferred" if _DECIDED.search(low) else None,
    )
    return True


def _counted(table: _Table) -> Iterator[Award]:
    for row in table.rows:
        if _opens_section(table, row):
            continue
        cell = _cell(table, row, "form")
        form = _form(table.text, cell.start, cell.end) if cell and not _is_total(table, row) else None
        counts = {role: _number(table, row, role) for role in ("collectives", "individuals", "households", "pieces")}
        if form is None or not any(counts.values()):
            continue
        grantor, level = _grantor(table, row, form)
        yield _record(table, form, grantor, level, _split(form, counts), (), [_evidence(table, row)])


def _crossed(table: _Table) -> Iterator[Award]:
    """Yield an award for each cell of a table whose columns are forms: its row tells who gives, or where."""
    for row in table.rows:
        if len(row) != len(table.columns) or _is_total(table, row):
            continue
        for at, form in table.headed.items():
            low = table.text.low[row[at].start : row[at].end].strip()
            counts = _counts_of_cell(table, form, low)
            if counts is None:
                continue
            cell = _cell(table, row, "grantor")
            grantor, level = _grantor(table, row, form) if cell else (None, None)
            yield _record(table, form, grantor, level, counts, (), [_evidence(table, row)])


def _counts_of_cell(table: _Table, form: Form, low: str) -> tuple[int | None, int | None, int, int | None] | None:
    """Return the counts of a cell: a number, or collectives and individuals around a slash ("3/6")."""
    counts: tuple[int | None, int | None, int, int | None]
    shares = _SHARES.fullmatch(low)
    if shares is not None and table.in_shares:
        counts = int(shares[1]), int(shares[2]), 0, None
    elif _PIECES.fullmatch(low):
        counts = _split(
            form, {"collectives": None, "individuals": None, "households": None, "pieces": read_number(low)}
        )
    else:
        return None
    return counts if any(counts) else None


def _number(table: _Table, row: Sequence[_Cell], role: str) -> int | None:
    cell = _cell(table, row, role)
    words = table.text.low[cell.start : cell.end].strip() if cell else ""
    return read_number(words) if _PIECES.fullmatch(words) else None


def _split(form: Form, counts: dict[str, int | None]) -> tuple[int | None, int | None, int, int | None]:
    """Return collectives, individuals, households and joint; pieces go to the only kind the form has."""
    pieces = counts["pieces"]
    if pieces is None or any(counts[role] is not None for role in ("collectives", "individuals", "households")):
        return counts["collectives"] or 0, counts["individuals"] or 0, counts["households"] or 0, None
    kinds = form.type.recipients
    if len(kinds) > 1:
        return None, None, 0, pieces
    collectives, individuals, households = (
        pieces if kinds == (kind,) else 0 for kind in ("collective", "individual", "household")
    )
    return collectives, individuals, households, None


def _grantor(table: _Table, row: Sequence[_Cell], form: Form) -> tuple[str | None, Level | None]:
    cell = _cell(table, row, "grantor")
    if cell is None or not table.text.body[cell.start : cell.end].strip(" -\t"):
        inside = [name for name in table.named if form.start < name.start < form.end + 8]
        return (inside[0].name, inside[0].level) if inside else table.section.grantor or (None, None)
    found = next((name for name in table.named if cell.start <= name.start < cell.end), None)
    return (found.name, found.level) if found else (table.text.body[cell.start : cell.end].strip(), None)


def _lists(table: _Table) -> Iterator[Award]:
    gathered: dict[tuple[str, str | None], _Listed] = {}
    for row in table.rows:
        if _opens_section(table, row):
            continue
        cell = _cell(table, row, "name")
        form_cell = _cell(table, row, "form")
        form = _form(table.text, form_cell.start, form_cell.end) if form_cell else table.section.form or table.form
        name = table.text.body[cell.start : cell.end].strip() if cell else ""
        if form is None or not name or _is_total(table, row):
            continue
        grantor, level = _grantor(table, row, form) if form_cell else table.section.grantor or (None, None)
        key = (table.text.low[form.start : form.end], grantor)
        listed = gathered.setdefault(key, _Listed(form, grantor, level))
        bare, person = _recipient(name)
        listed.names.append((bare, person if table.section.person is None else table.section.person))
        listed.evidence.append(_evidence(table, row))
    for listed in gathered.values():
        persons = sum(person for _, person in listed.names)
        counts = (len(listed.names) - persons, persons, 0, None)
        names = tuple(name for name, _ in listed.names)
        yield _record(table, listed.form, listed.grantor, listed.level, counts, names, listed.evidence)


def _recipient(name: str) -> tuple[str, bool]:
    """Return a recipient's name without honorific, and whether it is a person."""
    bare = name[match.end() :] if (match := _HONORIFIC.match(name.lower())) else name
    words = bare.split()
    named = 2 <= len(words) <= 5 and all(word[0].isupper() for word in words)
    return bare, named and is_surname(words[0].lower())


def _evidence(table: _Table, row: Sequence[_Cell]) -> Evidence:
    start, end = row[0].start, row[-1].end
    return table.text.evidence(start, min(end, start + 160))


def _record(
    table: _Table,
    form: Form,
    grantor: str | None,
    level: Level | None,
    counts: tuple[int | None, int | None, int, int | None],
    names: tuple[str, ...],
    evidence: Sequence[Evidence],
) -> Award:
    name = table.text.body[form.start : form.end].strip()
    award_type = typed_by_grantor(form, name, grantor)
    collectives, individuals, households, joint = counts
    assert form.type.form is not None  # _form leaves look-alikes out
    return Award(
        form=form.type.form,
        name=name,
        award_type=award_type.id,
        grantor=grantor,
        grantor_level=level or award_type.level,
        status=table.section.status or table.status,
        collectives=collectives,
        individuals=individuals,
        households=households,
        joint=joint,
        quantity="exact",
        recipients=names,
        period=table.period,
        evidence=tuple(evidence),
    )
