"""Bytes to characters (bảng mã): what is declared, what the bytes show, and a clear refusal of the old font codes."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from schemas.errors import ReadError
from schemas.folding import compose

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: First bytes of files that hold no text, with what to call them.
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP or Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "compressed data"),
    (b"SQLite format 3", "a database"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_FONT_CHARSETS = re.compile(r"tcvn|vni|vps|viscii|x-viet", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\x81\x8d\x8f\x90\x9d]")
_WORD = re.compile(r"[^\W\d_]+", re.UNICODE)
_VIETNAMESE = frozenset({"và", "của", "các", "được", "ngày", "trong", "cho", "tại", "những", "người", "đồng", "hội"})
_LETTERS = frozenset("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ")

#: Common words as the two font codes spell them: và, của, các, được, ngày, đồng, thành, nhân, Hội nghị, tổ chức.
_TCVN3 = re.compile(
    r"(?<!\w)(?:vµ|cña|c¸c|®\xad?îc|ngµy|®ång|thµnh|nh©n|héi|nghÞ|tæ|chøc|c¸n|bé|l·nh|®¹o|tØnh|n¨m)(?!\w)",
    re.IGNORECASE,
)
_VNI = re.compile(
    r"(?<!\w)(?:vaø|cuûa|caùc|ñöôïc|ngaøy|ñoàng|thaønh|nhaân|hoäi|nghò|toå|chöùc|caùn|boä|laõnh|ñaïo|tænh|naêm)(?!\w)",
    re.IGNORECASE,
)
#: Letters that Vietnamese in Unicode lacks; a text in a font code is full of them.
_FONT_LETTERS = {_TCVN3: "µñ¸®©þæø·¹¨", _VNI: "øûñöïäåæ"}
_SAMPLE = 60_000


def decode(data: bytes, *, declared: str | None = None) -> tuple[str, str]:
    """Return the characters in NFC and the encoding they were read with.

    A byte order mark comes first, then UTF-8 and UTF-16 as the bytes show them, then the charset that is declared
    (by the caller or the page's own ``meta``), then windows-1258 and detection, each only if Vietnamese comes out.

    Args:
        data: The bytes of a page.
        declared: Charset told by a header, where known.

    Raises:
        ReadError: the bytes are no text, are written in TCVN3 or VNI, or in an encoding that cannot be told.
    """
    _refuse_binary(data)
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_strict(data[len(bom) :] if encoding == "utf-8" else data, encoding), encoding)
    wide = _utf16(data)
    if wide:
        return _checked(_strict(data, wide), wide)
    charset = declared or declared_in(data)
    if charset and _FONT_CHARSETS.search(charset):
        raise ReadError(f"the page declares {charset}, a font code without Unicode: convert it to UTF-8 first")
    for name in ("utf-8", _known(charset), "cp1258"):
        text = _attempt(data, name) if name else None
        if text is not None and name:
            return _checked(text, name)
    return _detected(data)


def declared_in(data: bytes) -> str | None:
    """Return the charset that a page declares about itself in its first bytes.

    >>> declared_in(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1258">')
    'windows-1258'
    """
    head = data[:4096]
    match = _META.search(head) or _XML.search(head)
    return match[1].decode("ascii").lower() if match else None


def content_type(header: str) -> tuple[str, str | None]:
    """Return the media type that a ``Content-Type`` header tells, and the charset where it tells one, in small letters.

    >>> content_type('Text/HTML; x=y; charset="UTF-8"'), content_type("text/html; charset=")
    (('text/html', 'utf-8'), ('text/html', None))
    """
    charset = _PARAMETER.search(header)
    return header.partition(";")[0].strip().lower(), charset[1].lower() if charset else None


def _refuse_binary(data: bytes) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReadError(f"{what}, not a page of text: give .txt, .html or .jsonl")


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        raise ReadError(f"broken {name} text at byte {error.start}: save the page again as UTF-8") from error


def _utf16(data: bytes) -> str | None:
    """Tell UTF-16 without a mark by the zero bytes of its ASCII letters; zeros elsewhere mean no text at all."""
    head = data[:4096]
    if b"\x00" not in head:
        return None
    half = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.25 and even < 0.02:
        return "utf-16-le"
    if even > 0.25 and odd < 0.02:
        return "utf-16-be"
    raise ReadError("binary data, not a page of text: give .txt, .html or .jsonl")


def _known(charset: str | None) -> str | None:
    try:
        return codecs.lookup(charset).name if charset else None
    except LookupError:
        return None


def _attempt(data: bytes, name: str) -> str | None:
    """Decode, or tell that the name cannot be right; a UTF-8 page may have lost a few bytes."""
    try:
        text = data.decode(name)
    except (UnicodeDecodeError, LookupError):
        text = data.decode("utf-8", errors="replace") if name == "utf-8" else ""
        lost = text.count("\ufffd")
        return text if text and lost <= 1 + len(text) // 1000 and len(text.encode()) > 200 * lost else None
    return text if name == "utf-8" or _font_code(text) or _plausible(text) else None


def _plausible(text: str) -> bool:
    """Tell whether a legacy decoding gave Vietnamese: known words, and hardly a letter that Vietnamese lacks."""
    sample = compose(text[:_SAMPLE]).lower()
    letters = [char for char in sample if ord(char) > 127 and char.isalpha()]
    strange = sum(char not in _LETTERS for char in letters)
    if _CONTROL.search(sample) or strange > 0.1 * len(letters) + 1:
        return False
    return not letters or any(word in _VIETNAMESE for word in _WORD.findall(sample))


def _detected(data: bytes) -> tuple[str, str]:
    if _font_code(data[:_SAMPLE].decode("latin-1")):
        return _checked(data.decode("latin-1"), "latin-1")
    best = from_bytes(data[:_SAMPLE]).best()
    text = _attempt(data, best.encoding) if best else None
    if text is None or not best:
        raise ReadError("its encoding is unknown: save it as UTF-8, or declare its charset")
    return compose(text), best.encoding


def _font_code(text: str) -> str | None:
    """Name the font code a text is written in, by common words in that spelling."""
    sample = text[:_SAMPLE]
    low = sample.lower()
    for name, words in (("TCVN3 (ABC)", _TCVN3), ("VNI", _VNI)):
        found = words.findall(sample) if any(letter in low for letter in _FONT_LETTERS[words]) else []
        if len(found) >= 3 and len({word.lower() for word in found}) >= 2 and 40 * len(found) > len(sample.split()):
            return name
    return None


def _checked(text: str, name: str) -> tuple[str, str]:
    code = _font_code(text)
    if code:
        raise ReadError(f"written in the font code {code}, not in Unicode: convert it to UTF-8 first")
    if len(_CONTROL.findall(text[:_SAMPLE])) > 2 + len(text[:_SAMPLE]) // 100:
        raise ReadError("binary data, not a page of text: give .txt, .html or .jsonl")
    return compose(text), name
