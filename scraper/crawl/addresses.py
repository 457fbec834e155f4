"""Canonical addresses (địa chỉ chuẩn): one article, one address, however a portal links to it.

Two addresses of one article differ in what no server needs to find it: a session id, where the visitor came from, the
print or AMP view, http or https, ``www.``, a default port, a fragment, the order of its parameters. What a server may
need is left alone: the case of a path, a final slash, a parameter that only looks like a session id.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url

from schemas.errors import FetchError
from scraper.crawl.safety import DEFAULT_PORTS

#: An address longer than this is no address of an article.
LONGEST = 2_000

_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|yclid|msclkid|igshid|mc_cid|mc_eid|_ga|_gl|zarsrc|gidzl|vgp|share_?from",
    re.IGNORECASE,
)
_SESSION = re.compile(
    r"jsessionid|phpsessid|aspsessionid\w*|asp\.net_sessionid|cfid|cftoken|session_?id|osCsid|zenid", re.IGNORECASE
)
#: ``sid`` is a session only where its value looks like one: PHP-Nuke and others number their stories with it.
_SHORT_SESSION = re.compile(r"sid|s|session|sess", re.IGNORECASE)
_TOKEN = re.compile(r"(?=.*\d)[0-9a-z]{16,}", re.IGNORECASE)
_PATH_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.IGNORECASE)
_COOKIELESS = re.compile(r"/\([A-Z]\([0-9a-z]{20,}\)\)(?=/)", re.IGNORECASE)

#: Parameters that ask for another view of the same article, with the values that do so.
_VIEWS = tuple(
    (re.compile(key, re.IGNORECASE), re.compile(value, re.IGNORECASE))
    for key, value in (
        (r"print|printable|printview|print_?mode|inbai|isprint|for_?print", r"|1|true|yes|print|on"),
        (r"amp|is_?amp", r"|1|true"),
        (r"output|outputtype|view_?mode|_101_INSTANCE_\w+_viewMode", r"print|amp"),
        (r"isdlg", r"1|true"),
        (r"tmpl", r"component"),
        (r"skinsrc|containersrc", r".*(?:print|no\+?container|no(?:\+|%20| )?skin).*"),
        (r"dnnprintmode", r".*"),
    )
)
#: Parameters that mean nothing but beside a print view; Joomla's print links bring ``layout=default`` and ``page=``.
_BESIDE_PRINT = re.compile(r"layout|page|mid", re.IGNORECASE)
#: Liferay's window of a pop-up shows the article alone.
_LIFERAY_STATE = (re.compile(r"p_p_state", re.IGNORECASE), re.compile(r"pop_?up|exclusive", re.IGNORECASE))

_PATH_VIEWS = (
    (re.compile(r"^/print/node/(\d+)/?$"), r"/node/\1"),
    (re.compile(r"^/print/(\d+)/?$"), r"/node/\1"),
    (re.compile(r"(/(?:news|[\w-]*(?:tin|bai-viet)[\w-]*))/print/(?=[\w-]+/[\w.-]+-\d+)", re.IGNORECASE), r"\1/"),
    (re.compile(r"(\.s?html?)/(?:print|amp)/?$", re.IGNORECASE), r"\1"),
    (re.compile(r"(?<=[\w-])/(?:amp|print)(/?)$", re.IGNORECASE), r"\1"),
    (re.compile(r"\.(?:amp|print)(\.s?html?)$", re.IGNORECASE), r"\1"),
)
_NUKEVIET_PRINT = re.compile(r"print/(?=.+)")


def canonical_address(
    address: str, *, base: str | None = None, hosts: Sequence[str] = (), scheme: str | None = None
) -> str:
    """Return the canonical form of an address.

    Args:
        address: The address, as a page links to it or as somebody typed it.
        base: The address of the page that links to it.
        hosts: The hosts of its portal (``host`` or ``host:port``): ``www.`` and its absence become the one listed.
        scheme: The scheme its portal is fetched with; takes the place of ``http`` and ``https`` on the portal's hosts.

    Raises:
        FetchError: it is no address, or longer than an address can be.

    >>> canonical_address("HTTP://WWW.Example.gov.vn:80/Tin/a.html;jsessionid=0F3A?utm_source=zalo#top")
    'http://www.example.gov.vn/Tin/a.html'
    >>> canonical_address("tin/2?b=2&a=1", base="http://example.gov.vn/muc/", hosts=["example.gov.vn"], scheme="https")
    'https://example.gov.vn/muc/tin/2?a=1&b=2'
    >>> canonical_address("http://example.gov.vn/a?print=1", hosts=["www.example.gov.vn"], scheme="https")
    'https://www.example.gov.vn/a'
    """
    whole = _joined(address, base)
    try:
        plain = canonicalize_url(urlunsplit(urlsplit(whole)._replace(query="", fragment="")))
        parts = urlsplit(plain)
        netloc = _netloc(parts.scheme, parts.hostname or "", parts.port)
    except ValueError as error:
        raise FetchError(f"not an address ({error})", source=_short(address)) from error
    if parts.scheme not in DEFAULT_PORTS:
        return whole
    netloc, listed = _listed(netloc, hosts)
    query = _query(urlsplit(whole).query)
    return urlunsplit((scheme if scheme and listed else parts.scheme, netloc, _path(parts.path), query, ""))


def full_address(base: str, address: str) -> str:
    """Return an address joined to that of the page that names it; what is no address is returned as it is."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address.strip()


def _joined(address: str, base: str | None) -> str:
    cleaned = re.sub(r"[\t\r\n]+", "", address.strip())
    if len(cleaned) > LONGEST:
        raise FetchError(f"longer than {LONGEST} characters: no address of a page", source=_short(cleaned))
    try:
        return urljoin(base, cleaned) if base else cleaned
    except ValueError as error:
        raise FetchError(f"not an address ({error})", source=_short(cleaned)) from error


def _short(address: str) -> str:
    return address if len(address) <= 120 else f"{address[:117]}…"


def _netloc(scheme: str, host: str, port: int | None) -> str:
    """Return host and port without user, password and default port.

    >>> _netloc("https", "example.gov.vn.", 443), _netloc("http", "::1", 8000)
    ('example.gov.vn', '[::1]:8000')
    """
    name = host.rstrip(".")
    name = f"[{name}]" if ":" in name else name
    return name if port in (None, DEFAULT_PORTS.get(scheme)) else f"{name}:{port}"


def _listed(netloc: str, hosts: Iterable[str]) -> tuple[str, bool]:
    """Return the portal's own spelling of a host, and whether the portal has it at all."""
    bare = netloc.removeprefix("www.")
    for prefix in ("", "amp."):
        for host in hosts:
            if host.removeprefix("www.") == bare.removeprefix(prefix):
                return host, True
    return netloc, False


def _path(path: str) -> str:
    """Return a path without session ids, and of the article itself where it is a print or AMP view.

    >>> _path("/(S(abcdefghij0123456789klmn))/Tin.aspx"), _path("/print/612"), _path("/vi/news/print/tin/a-b-12.html")
    ('/Tin.aspx', '/node/612', '/vi/news/tin/a-b-12.html')
    """
    cleaned = _COOKIELESS.sub("", _PATH_SESSION.sub("", path)) or "/"
    for view, article in _PATH_VIEWS:
        cleaned = view.sub(article, cleaned)
    return cleaned


def _query(query: str) -> str:
    """Return a query in canonical form; one that is no list of ``key=value`` is kept as it is.

    Parameters are sorted by their key, and those of one key keep their order.

    >>> _query("op=Tin/a-12&nv=news&amp;language=vi"), _query("123-tin.html"), _query("id=2&id=1&sid=45")
    ('language=vi&nv=news&op=Tin/a-12', '123-tin.html', 'id=2&id=1&sid=45')
    """
    pairs = [part.removeprefix("amp;").partition("=") for part in query.split("&") if part]
    pairs = [pair for pair in pairs if not _is_noise(pair[0], pair[2])]
    views = [_is_view(key, value) for key, _, value in pairs]
    if any(views):
        pairs = [
            pair for pair, view in zip(pairs, views, strict=True) if not view and not _beside_print(pair[0], pair[2])
        ]
    if all(sign for _, sign, _ in pairs):
        pairs.sort(key=lambda pair: pair[0])
    return "&".join(_encoded(key) + sign + _encoded(_article_of(key, value)) for key, sign, value in pairs)


def _is_noise(key: str, value: str) -> bool:
    """Tell whether a parameter only says who visits and where he came from.

    >>> _is_noise("sid", "45"), _is_noise("sid", "9f86d081884c7d659a2feaa0"), _is_noise("utm_medium", "x")
    (False, True, True)
    """
    if _TRACKING.fullmatch(key) or _SESSION.fullmatch(key):
        return True
    return bool(_SHORT_SESSION.fullmatch(key) and _TOKEN.fullmatch(value))


def _is_view(key: str, value: str) -> bool:
    views = (*_VIEWS, _LIFERAY_STATE)
    return any(name.fullmatch(key) and worth.fullmatch(value) for name, worth in views)


def _beside_print(key: str, value: str) -> bool:
    return bool(_BESIDE_PRINT.fullmatch(key)) and value in ("", "default", "0")


def _article_of(key: str, value: str) -> str:
    """Return NukeViet's operation without its print view: ``op=print/tin/a-12`` shows ``op=tin/a-12``."""
    return _NUKEVIET_PRINT.sub("", value, count=1) if key == "op" and value.startswith("print/") else value


def _encoded(text: str) -> str:
    """Return a key or value with the fewest percent-encodings, whatever charset its bytes are in."""
    return quote(unquote_to_bytes(text.replace("+", "%20")), safe="/:;@!$'()*,=-._~|{}[]")
