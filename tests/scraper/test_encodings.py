"""Bytes to characters: every encoding that pages come in, and the clear refusals."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import ReadError
from scraper.encodings import declared_in, decode

TEXT = "Sở Công Thương tỉnh Mẫu tổ chức hội nghị tổng kết và tặng Bằng khen cho các tập thể được đề nghị. "


def in_1258(text: str) -> bytes:
    """Encode with combining tone marks, as Windows-1258 does: its letters carry no tones of their own."""
    out = b""
    for char in unicodedata.normalize("NFC", text):
        try:
            out += char.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", char)
            tone = next((mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323"), "")
            base = unicodedata.normalize("NFC", "".join(part for part in parts if part != tone))
            out += base.encode("cp1258") + tone.encode("cp1258")
    return out


@pytest.mark.parametrize(
    ("data", "declared", "encoding"),
    [
        (TEXT.encode(), None, "utf-8"),
        (b"\xef\xbb\xbf" + TEXT.encode(), None, "utf-8"),
        (TEXT.encode("utf-16"), None, "utf-16"),
        (TEXT.encode("utf-16-le"), None, "utf-16-le"),
        (TEXT.encode("utf-16-be"), None, "utf-16-be"),
        (TEXT.encode("utf-32"), None, "utf-32"),
        (in_1258(TEXT), "windows-1258", "cp1258"),
        (in_1258(TEXT), None, "cp1258"),
        (in_1258(TEXT), "x-unheard-of", "cp1258"),
        (in_1258(TEXT), "utf-8", "cp1258"),
        (unicodedata.normalize("NFD", TEXT).encode(), None, "utf-8"),
        (TEXT.encode(), "iso-8859-1", "utf-8"),
    ],
)
def test_text_comes_out_composed(data, declared, encoding):
    assert decode(data, declared=declared) == (TEXT, encoding)


def test_the_charset_stands_in_meta_or_xml():
    assert declared_in(b'<?xml version="1.0" encoding="UTF-16"?>') == "utf-16"
    assert declared_in(b"<html><head><meta charset=utf-8>") == "utf-8"
    assert declared_in(b"<html>no charset") is None


def test_a_page_cut_in_a_letter_is_still_utf8():
    text, encoding = decode((TEXT * 5).encode()[:-2] + "ộ".encode()[:2])
    assert encoding == "utf-8"
    assert text.startswith(TEXT)


def test_detection_is_the_last_resort():
    assert decode((TEXT * 20).encode("gb18030")) == (TEXT * 20, "gb18030")
    russian = "Министерство наградило работников почётными грамотами за труд. " * 5
    with pytest.raises(ReadError, match="encoding is unknown"):
        decode(russian.encode("koi8-r"))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("Së C«ng Th­¬ng tØnh ®· tæ chøc héi nghÞ vµ tÆng B»ng khen cña Bé cho c¸c c¸n bé".encode("latin-1"), "TCVN3"),
        ("Sôû toå chöùc hoäi nghò vaø taëng Baèng khen cuûa Boä cho caùc caùn boä".encode("latin-1"), "VNI"),
        ("Së tæ chøc héi nghÞ vµ tÆng B»ng khen cña Bé cho c¸c c¸n bé".encode(), "TCVN3"),
        (b'<meta charset="x-viet-tcvn5712">' + TEXT.encode(), "x-viet-tcvn5712"),
        ("Së tæ chøc héi nghÞ vµ tÆng B»ng khen cña Bé cho c¸c c¸n bé\x8d".encode("latin-1"), "TCVN3"),
        (b"%PDF-1.4 ...", "a PDF"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"\x89PNG\r\n", "a picture"),
        (bytes(range(256)) * 8, "binary data"),
        (b"\x01\x02\x03\x04\x05\x06" * 40, "binary data"),
        (b"\xff\xfeS\x00\xd8", "broken utf-16"),
        (bytes(range(128, 256)) * 20, "unknown"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data, message):
    with pytest.raises(ReadError, match=message):
        decode(data)


def test_a_word_in_a_font_code_does_not_condemn_a_page():
    text = TEXT * 3 + "Bảng mã TCVN3 viết “và” là vµ."
    assert decode(text.encode())[0] == text


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_a_read_error(data):
    try:
        text, _ = decode(data)
    except ReadError:
        return
    assert unicodedata.is_normalized("NFC", text)


@given(st.text(alphabet="aàáảãạăâbcdđeêghiklmnoôơpqrstuưvxy ,.\n", min_size=1, max_size=200))
def test_unicode_text_survives_in_every_unicode_encoding(text):
    for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        assert decode(text.encode(name))[0] == text
