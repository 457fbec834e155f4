"""What stands around every article: counters, hotlines, lists of other articles, footers (phần khung của trang)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.portal.articles import Article

#: Today's date as headers tell it: never the date of an article.
TODAY = "Thứ bảy, 28/11/2026 08:15"


@dataclass(frozen=True)
class Chrome:
    """The frame of one page.

    Attributes:
        unit: The department whose site it is.
        province: Its province.
        newer: Articles listed as newer ones.
        older: Articles listed as older ones.
        visits: What the visit counter shows.
    """

    unit: str
    province: str
    newer: Sequence[Article] = ()
    older: Sequence[Article] = ()
    visits: int = 1_204_518

    @property
    def menu(self) -> tuple[str, ...]:
        """Names in the site's menu."""
        return (
            "Trang chủ",
            "Giới thiệu",
            "Tin tức",
            "Thi đua – Khen thưởng",
            "Thủ tục hành chính",
            "Văn bản",
            "Liên hệ",
        )

    @property
    def counter(self) -> tuple[str, ...]:
        """Lines of the visit counter."""
        shown = f"{self.visits:,}".replace(",", ".")
        return ("Đang truy cập: 14", f"Hôm nay: {self.visits % 977 + 20}", f"Tổng lượt truy cập: {shown}")

    @property
    def hotline(self) -> str:
        """The hotline bar."""
        return "Đường dây nóng: 0296.3.900.117"

    @property
    def notices(self) -> tuple[str, ...]:
        """Links of the sidebar to texts that are no articles here."""
        return (
            "Lịch tiếp công dân của lãnh đạo tháng 11/2026",
            "Lấy ý kiến dự thảo Quy chế xét tặng Kỷ niệm chương",
            "Công khai dự toán ngân sách quý III/2026",
        )

    @property
    def footer(self) -> tuple[str, ...]:
        """Lines of the footer."""
        return (
            f"Cổng thông tin điện tử {self.unit} tỉnh {self.province}",
            "Giấy phép số 27/GP-TTĐT do Sở Văn hóa, Thể thao và Du lịch cấp ngày 05/02/2023",
            "Chịu trách nhiệm chính: Ông Nguyễn Mẫu Thử, Phó Giám đốc",
            "Địa chỉ: số 9 đường Hàng Điệp, phường Bến Sỏi. Điện thoại: 0296.3.852.118",
        )
