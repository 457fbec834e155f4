"""What the plots of the notebooks share (phần chung của các biểu đồ): names, titles, looks, the tile map."""

from __future__ import annotations

import base64
import zlib
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import altair as alt
import vl_convert
from tiles import Era, tiles

from corpus.stats import Answer

#: It comes with vl-convert and has all Vietnamese letters; text in a font that is not there would not be drawn.
FONT = "Liberation Sans"
MIME = "application/vnd.vegalite.v6+json"
#: Pixels of the image for one of the plot.
SCALE = 1.5
INK, QUIET, NOTHING = "#222222", "#666666", "#e4e4e4"

FORMS = {
    "order": "Huân chương",
    "medal": "Huy chương",
    "state_title": "Danh hiệu Nhà nước",
    "state_prize": "Giải thưởng Nhà nước",
    "emulation_flag": "Cờ thi đua",
    "emulation_title": "Danh hiệu thi đua",
    "merit_certificate": "Bằng khen",
    "commendation": "Giấy khen",
    "commemorative_medal": "Kỷ niệm chương",
    "creative_labour": "Bằng Lao động sáng tạo",
    "honour": "Tôn vinh, biểu dương",
    "unspecified": "Không nói rõ hình thức",
}
LEVELS = {
    "state_president": "Chủ tịch nước",
    "government": "Chính phủ",
    "ministry": "Bộ, ngành trung ương",
    "province": "Tỉnh, thành phố",
    "agency": "Sở, ban, ngành",
    "district": "Huyện",
    "commune": "Xã, phường",
    "grassroots": "Cơ sở",
    "(not told)": "Không nói rõ",
}
KINDS = {"collectives": "Tập thể", "individuals": "Cá nhân", "households": "Hộ gia đình", "joint": "Không tách"}
STATUSES = {
    "conferred": "Đã trao",
    "proposed": "Đề nghị",
    "planned": "Dự kiến",
    "revoked": "Thu hồi",
    "retrospective": "Kể lại",
}
STAGES = {
    "planned": "Kế hoạch",
    "launched": "Phát động",
    "under way": "Đang thực hiện",
    "reviewed": "Sơ kết, tổng kết",
    "awarded": "Khen thưởng",
}


#: What stands in the place of a province.
PLACES = {"(none)": "không rõ tỉnh", "(several)": "nhiều tỉnh"}


@alt.theme.register("thidua", enable=True)
def _theme() -> alt.theme.ThemeConfig:
    title = {"anchor": "start", "fontSize": 15, "subtitleFontSize": 11, "subtitleColor": QUIET, "offset": 12}
    text = {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"}
    return {
        "config": {
            "font": FONT,
            "background": "white",
            "title": {**title, "subtitlePadding": 4},
            "axis": {**text, "labelColor": INK, "titleColor": QUIET, "labelLimit": 400, "gridColor": "#eeeeee"},
            "axisX": {"labelFlush": False},
            "legend": {**text, "labelLimit": 220, "symbolType": "square", "offset": 28},
            "locale": {"number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["", "\u00a0₫"]}},
            "view": {"stroke": None},
        }
    }


def _packed(image: bytes) -> bytes:
    """Return a PNG whose pixels are packed as small as zlib can; vl-convert packs for speed."""
    chunks, at = [], 8
    while at < len(image):
        size = int.from_bytes(image[at : at + 4], "big")
        chunks.append((image[at + 4 : at + 8], image[at + 8 : at + 8 + size]))
        at += 12 + size
    pixels = zlib.compress(zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT")), 9)
    kept = [chunk for chunk in chunks if chunk[0] != b"IDAT"]
    parts = [
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        for kind, body in (*kept[:-1], (b"IDAT", pixels), kept[-1])
    ]
    return image[:8] + b"".join(parts)


def _render(spec: dict[str, Any], **_options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a plot as an image, which every viewer shows, and as Vega-Lite, which holds its numbers."""
    image = _packed(vl_convert.vegalite_to_png(spec, scale=SCALE))
    width, height = (int.from_bytes(image[at : at + 4], "big") / SCALE for at in (16, 20))
    size = {"width": round(width), "height": round(height)}
    title = spec.get("title", {})
    told = {"image/png": base64.b64encode(image).decode(), MIME: spec, "text/plain": f"<{title.get('text', 'plot')}>"}
    return told, {"image/png": size}


alt.renderers.register("thidua", _render)
alt.renderers.enable("thidua")


def data(rows: Iterable[Mapping[str, Any]]) -> alt.Data:
    """Return rows as the data of a plot."""
    return alt.Data(values=[dict(row) for row in rows])


def heading(title: str, counted: str, *answers: Answer) -> alt.Title:
    """Return a title: what the plot shows, what is counted, and what is covered, as the answers tell it."""
    covered = dict.fromkeys(note for answer in answers for note in answer.notes if note.startswith("covered"))
    return alt.Title(title, subtitle=[*counted.split("\n"), *covered])


def names(labels: Mapping[str, str], rows: Iterable[Mapping[str, Any]], column: str) -> list[str]:
    """Return the names of the values that occur in a column, in the order of the labels."""
    seen = {row[column] for row in rows}
    return [label for value, label in labels.items() if value in seen]


def recipients(answer: Answer, *words: str) -> dict[tuple[str, ...], int]:
    """Return the sums of recipients of all kinds by some words of an answer that is grouped ``by recipient``."""
    sums: dict[tuple[str, ...], int] = {}
    for row in answer.records():
        key = tuple(row[word] for word in words)
        sums[key] = sums.get(key, 0) + (row["recipients"] or 0)
    return sums


def elsewhere(numbers: Mapping[str, int], era: Era) -> str:
    """Return the numbers that stand in no tile, in a few words."""
    shown = {tile.province for tile in tiles(era)}
    return ", ".join(f"{PLACES.get(name, name)} {n}" for name, n in sorted(numbers.items()) if name not in shown)


def days(start: str, end: str | None = None) -> tuple[str, str]:
    """Return the first and the last day of a span whose ends may be told as a year or a month.

    >>> days("2024-02", "2024-03-15")
    ('2024-02-01', '2024-03-15')
    >>> days("2023")
    ('2023-01-01', '2023-12-31')
    """
    last = end or start
    if len(last) == 4:
        last += "-12"
    if len(last) == 7:
        last += f"-{monthrange(int(last[:4]), int(last[5:]))[1]}"
    return (start + "-01-01"[len(start) - 4 :] if len(start) < 10 else start), last[:10]


def tile_map(
    era: Era, numbers: Mapping[str, int], covered: Mapping[str, int], title: alt.Title, *, legend: str
) -> alt.LayerChart:
    """Return a tile map of the provinces.

    Args:
        era: The provinces before July 2025, or those since.
        numbers: The number of each province by its name.
        covered: How many articles there are of each; of one without any a zero would say nothing, so it stays grey.
        title: The title.
        legend: What the colours count.
    """
    rows = []
    for tile in tiles(era):
        known = bool(covered.get(tile.province) or numbers.get(tile.province))
        number = numbers.get(tile.province, 0) if known else None
        below = f"({tile.province})" if tile.island else "–" if number is None else f"{number:,}".replace(",", ".")
        place = {"column": tile.column, "row": tile.row}
        rows.append({**place, "name": tile.label, "number": number, "below": below, "island": tile.island})
    n_columns, n_rows = (1 + max(row[side] for row in rows) for side in ("column", "row"))
    base = alt.Chart(data(rows)).encode(
        x=alt.X("column:O", axis=None, scale=_bands(n_columns)), y=alt.Y("row:O", axis=None, scale=_bands(n_rows))
    )
    return _tiles(base, legend, max([1, *(row["number"] or 0 for row in rows)])).properties(
        width=86 * n_columns, height=37 * n_rows, title=title
    )


def _bands(number: int) -> alt.Scale:
    return alt.Scale(domain=list(range(number)), paddingInner=0.06, paddingOuter=0)


def _tiles(base: alt.Chart, legend: str, most: int) -> alt.LayerChart:
    unknown = base.mark_rect(color=NOTHING, cornerRadius=2)
    known = base.transform_filter("isValid(datum.number)")
    square = known.mark_rect(stroke="#9a9a9a", strokeWidth=0.6, cornerRadius=2).encode(
        color=shade("number", legend, most)
    )
    island = base.transform_filter("datum.island").mark_rect(
        filled=False, stroke=INK, strokeDash=[3, 2], strokeWidth=1.2, cornerRadius=2
    )
    ink = ink_on("number", most)
    small = alt.condition("length(datum.name) > 13", alt.value(9.2), alt.value(10.5))
    name = base.mark_text(dy=-7).encode(text="name:N", color=ink, size=small)
    below = base.mark_text(dy=8, fontSize=10.5).encode(text="below:N", color=ink)
    return alt.layer(unknown, square, island, name, below)


def shade(column: str, legend: str, most: int) -> Any:
    """Return the colour of a number: white for 0, the darkest blue for ``most`` and more."""
    colours = ["#ffffff", "#cfe3ee", "#7fb5d2", "#2f7fb0", "#0b3c5d"]
    scale = alt.Scale(range=colours, domain=[0, most], type="sqrt", interpolate="rgb", clamp=True)
    return alt.Color(f"{column}:Q", scale=scale, title=legend, legend=alt.Legend(gradientLength=140, format=",d"))


def ink_on(column: str, most: int) -> Any:
    """Return the colour of text that can be read on :func:`shade`."""
    return alt.condition(f"datum.{column} > {most * 0.35}", alt.value("white"), alt.value(INK))


def headroom(most: float) -> alt.Scale:
    """Return the scale of bars that have their numbers above them."""
    return alt.Scale(domain=[0, most * 1.2], nice=False)


def ordered(labels: Sequence[str], title: str | None = None) -> dict[str, Any]:
    """Return what an encoding of names takes: the names in their order, and its title."""
    return {"sort": list(labels), "title": title}
