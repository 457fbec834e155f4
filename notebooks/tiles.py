"""Tile grids of the provinces (lưới ô tỉnh, thành phố): a square each, about where the province lies.

The archipelagos Hoàng Sa (Đà Nẵng) and Trường Sa (Khánh Hòa) are tiles of their own off the coast. They show the value
of their province, which counts once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Era = Literal["pre2025", "from2025"]
#: What lies off the coast, with the province it belongs to.
ISLANDS = {"Hoàng Sa": "Đà Nẵng", "Trường Sa": "Khánh Hòa"}

_GRIDS: dict[Era, str] = {
    "from2025": """
              | Lai Châu   | Lào Cai     | Tuyên Quang | Cao Bằng
    Điện Biên | Sơn La     | Phú Thọ     | Thái Nguyên | Lạng Sơn
              |            | Hà Nội      | Bắc Ninh    | Quảng Ninh
              |            | Ninh Bình   | Hưng Yên    | Hải Phòng
              |            | Thanh Hóa   |             |
              |            | Nghệ An     |             |
              |            | Hà Tĩnh     |             |
              |            |             | Quảng Trị   |
              |            |             | Huế         |
              |            |             |             | Đà Nẵng    |           | Hoàng Sa
              |            |             |             | Quảng Ngãi |           |
              |            |             |             | Gia Lai    |           |
              |            |             |             | Đắk Lắk    |           |
              | Tây Ninh   | Đồng Nai    | Lâm Đồng    | Khánh Hòa  |           |
              | Đồng Tháp  | Hồ Chí Minh |             |            |           | Trường Sa
    An Giang  | Cần Thơ    | Vĩnh Long   |             |            |           |
    Cà Mau    |            |             |             |            |           |
    """,
    "pre2025": """
              | Lai Châu   | Lào Cai     | Hà Giang    | Cao Bằng   |           |
    Điện Biên | Sơn La     | Yên Bái     | Tuyên Quang | Bắc Kạn    | Lạng Sơn  |
              |            | Phú Thọ     | Vĩnh Phúc   | Thái Nguyên | Bắc Giang | Quảng Ninh
              |            | Hòa Bình    | Hà Nội      | Bắc Ninh   | Hải Dương | Hải Phòng
              |            |             | Hà Nam      | Hưng Yên   | Thái Bình |
              |            |             | Ninh Bình   | Nam Định   |           |
              |            |             | Thanh Hóa   |            |           |
              |            |             | Nghệ An     |            |           |
              |            |             | Hà Tĩnh     |            |           |
              |            |             |             | Quảng Bình |           |
              |            |             |             | Quảng Trị  |           |
              |            |             |             |            | Thừa Thiên Huế |
              |            |             |             |            | Quảng Nam | Đà Nẵng    |   | Hoàng Sa
              |            |             |             |            | Kon Tum   | Quảng Ngãi |
              |            |             |             |            | Gia Lai   | Bình Định  |
              |            |             |             |            | Đắk Lắk   | Phú Yên    |
              |            |             | Bình Phước  | Đắk Nông   | Lâm Đồng  | Khánh Hòa  |
              |            | Tây Ninh    | Bình Dương  | Đồng Nai   | Bình Thuận | Ninh Thuận |   | Trường Sa
              |            | Long An     | Hồ Chí Minh | Bà Rịa - Vũng Tàu | |            |
    An Giang  | Đồng Tháp  | Tiền Giang  | Bến Tre     |            |           |
    Kiên Giang | Cần Thơ   | Vĩnh Long   | Trà Vinh    |            |           |
              | Hậu Giang  | Sóc Trăng   |             |            |           |
    Cà Mau    | Bạc Liêu   |             |             |            |           |
    """,
}


@dataclass(frozen=True, slots=True)
class Tile:
    """One square of a grid.

    Attributes:
        label: The name it shows.
        province: The province whose value it shows; the label, but for an archipelago.
        column: Place from the west, from 0.
        row: Place from the north, from 0.
    """

    label: str
    province: str
    column: int
    row: int

    @property
    def island(self) -> bool:
        """Whether it is an archipelago."""
        return self.label != self.province


def tiles(era: Era) -> Iterator[Tile]:
    """Yield the squares of the 63 provinces as they were called until 2024, or of the 34 since July 2025."""
    for row, line in enumerate(_GRIDS[era].strip("\n").splitlines()):
        for column, name in enumerate(line.split("|")):
            if label := name.strip():
                yield Tile(label, ISLANDS.get(label, label), column, row)
