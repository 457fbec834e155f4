"""What a unit's name says (tên đơn vị): its words without its place, whether it is national, whether it is a bare head.

Names that mean one unit have the same words: abbreviations are written out, departments have the words of their
official name, and the many ways to name the youth union, the Fatherland Front or a party committee have one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus.entities.places import read_place
from extract.officials.positions import TITLE
from extract.units.forms import NEEDS_NAME, form_words
from extract.units.words import HEADS, head_type
from schemas.folding import compose, fold, fold_key
from schemas.vocabulary import Department, UnitType, abbreviations, departments

Words = tuple[str, ...]

_WORD = re.compile(r"[\w']+")
_CENTRE = re.compile(r"(?<!\w)(?:T\.? ?[ƯW]\b\.?|TƯ\b)")
#: An abbreviation beside the name it stands for: "Sở Công Thương (SCT)".
_BRACKET = re.compile(r" ?\([A-ZĐ][A-ZĐ&. -]{1,14}\)")
_LEVELS = {"tỉnh": "tỉnh", "thành": "thành phố", "huyện": "huyện", "quận": "quận", "thị": "thị xã", "xã": "xã"}
_LEVELLED = re.compile(
    r"(?<!\w)(?P<level>tỉnh|thành|huyện|quận|thị) (?P<kind>ủy|đoàn)(?!\w)(?! viên| kết| thể)"
    r"(?: (?:(?:tỉnh|thành phố|huyện|quận|thị xã)(?= \w)|(?:tp|tx)\.? ?(?=\w)|(?:tp|tx)\.?\Z|thành phố\Z))?"
)
_KINDS = {"ủy": "cấp ủy", "đoàn": "đoàn thanh niên"}
_FRONT_COMMITTEE = r"(?:ủy ban|ub) "
_FRONT = r"(?:mặt trận tổ quốc|mttq)"
_YOUTH = r"đoàn (?:thanh niên|tncs)(?: cộng sản)?(?: hồ chí minh| hcm)?(?!\w)"
#: Ways to name one organisation, and the way that stands for all.
_REWRITTEN = tuple(
    (re.compile(pattern), instead)
    for pattern, instead in (
        (rf"trung ương đoàn(?! (?:kết|thể))(?: {_YOUTH[5:]})?|{_YOUTH} việt nam", "đoàn thanh niên việt nam"),
        (rf"trung ương {_YOUTH}", "đoàn thanh niên việt nam"),
        (_YOUTH, "đoàn thanh niên"),
        (rf"{_FRONT_COMMITTEE}trung ương {_FRONT}(?: việt nam| vn)?", "mặt trận tổ quốc việt nam"),
        (rf"(?:{_FRONT_COMMITTEE})?{_FRONT}(?: việt nam| ?vn)(?!\w)", "mặt trận tổ quốc việt nam"),
        (rf"(?:{_FRONT_COMMITTEE})?{_FRONT}(?!\w)", "mặt trận tổ quốc"),
        (r"trung ương hội (?P<name>[^,]+?)(?: (?:việt nam|vn))?\Z", r"hội \g<name> việt nam"),
        (r"hội (?:phụ nữ|lhpn)(?!\w)", "hội liên hiệp phụ nữ"),
        (r"tổng (?:liên đoàn|lđlđ)(?: lao động)?(?: ?việt nam| ?vn)?\Z", "tổng liên đoàn lao động việt nam"),
        (r"công đoàn ngành (?=\w)(?!tỉnh|thành)", "công đoàn "),
        (r"(?<!\w)đh(?!\w)", "đại học"),
        (r"trường (?=đại học|cao đẳng|thpt|thcs|tiểu học|mầm non|trung học)", ""),
        (r"(?:tđ ?[-&,] ?kt|tđkt|thi đua ?[-&,] ?khen thưởng)(?!\w)", "thi đua khen thưởng"),
        (r"thủ tướng\Z", "thủ tướng chính phủ"),
    )
)
#: Units that titles of their heads hold: "Trưởng ban Tuyên giáo Trung ương", "Thứ trưởng Nội vụ".
_LED = {
    **dict.fromkeys(("bộ trưởng", "thứ trưởng"), "Bộ"),
    **dict.fromkeys(("trưởng ban", "phó ban"), "Ban"),
    **{"trưởng phòng": "Phòng", "cục trưởng": "Cục", "vụ trưởng": "Vụ", "viện trưởng": "Viện"},
}
#: Units that begin with the title of a post.
_ENVOYS = re.compile(r"đại sứ quán|tổng lãnh sự quán")
_AREA = re.compile(r"(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|xã|phường|thị trấn|đặc khu) \w")
_OFFICES = frozenset({"chủ tịch nước", "thủ tướng", "thủ tướng chính phủ"})
_NATIONAL_LEVELS = frozenset({"central", "government", "state_president", "ministry"})
_NATIONAL_WORDS = re.compile(
    r"(?:việt nam|trung ương|quốc gia(?: hồ chí minh)?|toàn quốc|quốc hội|trung ương đảng)\Z|\Atrung ương "
)
_NATIONAL_HEADS = re.compile(
    r"(?:quân khu|quân chủng|quân đoàn|quân ủy|binh đoàn|binh chủng|tổng cục|đại sứ quán|bộ tư lệnh|tổng công ty"
    r"|tập đoàn|quân đội nhân dân)(?!\w)."
)
#: The area itself, as a collective that is commended.
_AREAS = (("tỉnh",), ("thành", "phố"))
#: Levels of the types of which a province has one.
_ONE_EACH = frozenset({"agency", "province"})
#: Scales whose bodies keep the country in their local names: "Hội Nông dân Việt Nam tỉnh".
_KEEPS_COUNTRY = frozenset({"front", "association", "union"})
_COUNTRY_BEFORE_PLACE = re.compile(
    r" (?:việt nam|vn) (?=(?:tỉnh|huyện|quận|thị xã|xã|phường|thị trấn|thành phố|đặc khu)(?!\w)|tp|tx)"
)


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a unit's name says.

    Attributes:
        words: Its words without a province at the end.
        type: Id of its unit type, where its head tells it.
        line: The province it tells.
        open_level: The level it ends with, whose place the text tells.
        below: It tells a place below the province.
        national: There is one in the country.
        bare: It is but a head ("Sở", "Công an"): which one the text tells.
        department: Id of the department or ministry it is.
    """

    words: Words
    type: str | None = None
    line: str | None = None
    open_level: str | None = None
    below: bool = False
    national: bool = False
    bare: bool = False
    department: str | None = None


def tidy(name: str) -> str:
    """Return a name with single blanks and the centre written out.

    >>> tidy("T.Ư  Đoàn"), tidy("Ban Tổ chức TƯ")
    ('Trung ương Đoàn', 'Ban Tổ chức Trung ương')
    """
    return " ".join(_CENTRE.sub("Trung ương ", compose(name)).split()).strip(" ,;.-–")


@lru_cache(maxsize=1 << 16)
def unit_part(name: str) -> str | None:
    """Return the unit of an office, the name itself where it is a unit's, ``None`` where it names none.

    >>> unit_part("Chủ tịch UBND tỉnh"), unit_part("Bộ trưởng Công an"), unit_part("Trần Thị Mơ")
    ('UBND tỉnh', 'Bộ Công an', None)
    """
    name = tidy(name)
    low = fold(name)
    if low in _OFFICES:
        return name
    return unit_behind(name) or (name if _begins_unit(low) else None)


@lru_cache(maxsize=1 << 16)
def unit_behind(name: str) -> str | None:
    """Return the unit behind the title of a post, ``None`` where there is no title or no unit.

    >>> unit_behind("Trưởng Ban Tuyên giáo Trung ương"), unit_behind("Giám đốc")
    ('Ban Tuyên giáo Trung ương', None)
    """
    low = fold(name)
    title = TITLE.match(low)
    if title is None:
        return None
    for words, head in _LED.items():
        at = title["title"].find(words)
        led = f"{head}{name[title.start('title') + at + len(words) :]}" if at >= 0 else ""
        if led and (_department(_plain_words(fold(led)))[0] or head_type(low[title.end() :].lstrip(" ,-")) is None):
            return led if head_type(fold(led)) and " " in led.strip() else None
    rest = name[title.end() :].strip(" ,-")
    rest = rest[4:] if fold(rest).startswith("của ") else rest
    return rest if rest and head_type(fold(rest)) is not None else None


def _begins_unit(low: str) -> bool:
    """Return whether a folded name is that of a unit, or of an area that is commended as one."""
    if TITLE.match(low) and not _ENVOYS.match(low):
        return False
    if head_type(low) is not None or _department(_plain_words(low))[0] is not None:
        return True
    return read_place(low).open_level is not None or _AREA.match(low) is not None


@lru_cache(maxsize=1 << 16)
def read_name(name: str, around: frozenset[str] = frozenset()) -> UnitName:
    """Return what a unit's name says.

    Args:
        name: The name as written.
        around: Lines of the provinces of its article, see :func:`corpus.entities.places.read_place`.

    >>> read_name("SCT") == read_name("Sở Công thương")
    True
    >>> read_name("Tỉnh đoàn Hòa Bình").words, read_name("Đoàn TNCS Hồ Chí Minh tỉnh Hòa Bình").line
    (('đoàn', 'thanh', 'niên'), 'hòa bình')
    """
    written = fold_key(_BRACKET.sub("", tidy(name)))
    low = _LEVELLED.sub(lambda match: f"{_KINDS[match['kind']]} {_LEVELS[match['level']]} ", written)
    low = " ".join(low.split())
    for pattern, instead in _REWRITTEN:
        low = pattern.sub(instead, low)
    kind = head_type(written)
    if kind and kind.scale in _KEEPS_COUNTRY:
        low = _COUNTRY_BEFORE_PLACE.sub(" ", low)
    place = read_place(low, around)
    department, words = _department(_plain_words(place.rest))
    if department is None:
        words = form_words(place.rest)
    elif words != form_words(department.name) and not place.below:
        department = None
    local = bool(place.line or place.open_level or place.below)
    national = not place.line and _is_national(" ".join(words), kind, department, local=local)
    return UnitName(
        words=() if words in _AREAS else words,
        type=kind.id if kind else None,
        line=place.line,
        open_level=place.open_level,
        below=place.below,
        national=national,
        bare=not national and department is None and _is_bare(written, low, place.rest, kind, local=bool(place.line)),
        department=department.id if department else None,
    )


def _is_national(low: str, kind: UnitType | None, department: Department | None, *, local: bool) -> bool:
    if department is not None:
        return department.kind == "ministry"
    if local:
        return False
    if low == "thủ tướng chính phủ" or (kind is not None and kind.level in _NATIONAL_LEVELS and " " in low):
        return True
    return _NATIONAL_WORDS.search(low) is not None or _NATIONAL_HEADS.match(low) is not None


def _is_bare(written: str, low: str, rest: str, kind: UnitType | None, *, local: bool) -> bool:
    """Return whether a name is but a head; one whose type each province has one of is none."""
    if local:
        return False
    if written in NEEDS_NAME or not rest or not re.search(r"\w", rest):
        return True
    if low != rest:
        return rest in NEEDS_NAME and rest not in HEADS
    if kind is None:
        return " " not in low
    return written in HEADS and kind.level not in _ONE_EACH


def _plain_words(low: str) -> Words:
    return tuple(word for word in _WORD.findall(low) if word != "và")


def _department(words: Words) -> tuple[Department | None, Words]:
    """Return the department whose name the words begin with, and the words in its official name."""
    known = _departments()
    for count in range(min(len(words), 12), 0, -1):
        found = known.get(words[:count]) or known.get((words[0], "".join(words[1:count])))
        if found is not None:
            official, rest = form_words(found.name), words[count:]
            named_again = rest[:2] == official[-2:] or (found.kind == "ministry" and rest[:2] == ("việt", "nam"))
            return found, official + (rest[2:] if named_again else rest)
    return None, words


@cache
def _departments() -> dict[Words, Department]:
    """Return the departments by the words of each of their names; what has a second reading stands for none."""
    twofold = {fold_key(entry.name) for entry in abbreviations() if len(entry.full) > 1}
    found: dict[Words, Department] = {}
    for entry in departments():
        head = "Sở" if entry.kind == "department" else "Bộ"
        sectors = [f"{head} {sector}" for sector in entry.sectors] if entry.name.startswith(head) else []
        for surface in (*sectors, *entry.surfaces()):
            low = fold_key(surface)
            if low in twofold or read_place(low).open_level or low == "thanh tra sở":
                continue
            found.setdefault(_plain_words(low), entry)
            found.setdefault(form_words(low), entry)
    return found
